// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options for the password of new stores. */
final class NewStorePassword {

    @ArgGroup(exclusive = true)
    private @Nullable Source source;

    static final class Source {
        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "File with the password for the new stores. Default: a random password for each.")
        private @Nullable Path file;

        @Option(
                names = "--password-env",
                paramLabel = "VARIABLE",
                description = "Environment variable with the password for the new stores.")
        private @Nullable String variable;
    }

    char[] get(CommandContext context) {
        var given = source;
        return given == null
                ? new Passwords(context).forNewStore(null, null)
                : new Passwords(context).forNewStore(given.file, given.variable);
    }
}
