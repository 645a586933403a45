// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.Pkcs12;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name the authority of a command. */
final class AuthorityStore {

    @Option(
            names = "--ca",
            required = true,
            paramLabel = "FILE",
            description = "Store with the authority's key, 'ca.p12' in the demo set.")
    private Path store = Path.of("ca.p12");

    @ArgGroup(exclusive = true)
    private @Nullable Source source;

    static final class Source {
        @Option(
                names = "--ca-password-file",
                paramLabel = "FILE",
                description =
                        "File with the password of that store. Default: x.password beside x.p12, or the command asks.")
        private @Nullable Path file;

        @Option(
                names = "--ca-password-env",
                paramLabel = "VARIABLE",
                description = "Environment variable with the password of that store.")
        private @Nullable String variable;
    }

    CertificateAuthority open(CommandContext context) {
        var content = InputFiles.read(store);
        var credential = Pkcs12.credential(content, password(context), store.toString());
        return CertificateAuthority.of(credential, context.random());
    }

    private char[] password(CommandContext context) {
        var given = source;
        var passwords = new Passwords(context);
        return given == null
                ? passwords.forOpening(store, "--ca-password", null, null)
                : passwords.forOpening(store, "--ca-password", given.file, given.variable);
    }
}
