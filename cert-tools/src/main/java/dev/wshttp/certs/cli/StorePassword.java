// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options for the password of an existing store. */
final class StorePassword {

    @ArgGroup(exclusive = true)
    private @Nullable Source source;

    static final class Source {
        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description =
                        "File with the password of the store. Default: x.password beside x.p12, or the command asks.")
        private @Nullable Path file;

        @Option(
                names = "--password-env",
                paramLabel = "VARIABLE",
                description = "Environment variable with the password of the store.")
        private @Nullable String variable;
    }

    char[] open(Path store, CommandContext context) {
        var given = source;
        var passwords = new Passwords(context);
        return given == null
                ? passwords.forOpening(store, "--password", null, null)
                : passwords.forOpening(store, "--password", given.file, given.variable);
    }
}
