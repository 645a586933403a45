// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.pkcs11;

import dev.wshttp.it.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A token of SoftHSM in a folder, whose private keys cannot be read.
 *
 * @param folder has the files of the token, its configuration, and that of the JDK's provider
 */
record SoftHsm(Path folder) {
    static final String PIN = "1234";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"),
            Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));

    /** Makes an empty token. */
    static SoftHsm in(Path folder) throws IOException {
        var token = new SoftHsm(folder);
        Files.writeString(
                token.configuration(),
                "directories.tokendir = " + Files.createDirectory(folder.resolve("tokens"))
                        + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Files.writeString(token.providerConfiguration(), """
                name = SoftHSM
                library = %s
                slotListIndex = 0
                attributes(*, CKO_PRIVATE_KEY, CKK_RSA) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                  CKA_DECRYPT = true
                }
                """.formatted(library()));
        var made = token.seenBy(Command.of(
                        "softhsm2-util", "--init-token", "--free", "--label", "wshttp", "--pin", PIN, "--so-pin", PIN))
                .run(LIMIT);
        if (made.exitCode() != 0) {
            throw new IllegalStateException("No token: " + made.errors());
        }
        return token;
    }

    /** Returns a command that sees this token and no other. */
    Command seenBy(Command command) {
        return command.withEnvironment("SOFTHSM2_CONF", configuration().toString());
    }

    /** Returns the file for {@code Provider.configure} of SunPKCS11. */
    Path providerConfiguration() {
        return folder.resolve("pkcs11.cfg");
    }

    private Path configuration() {
        return folder.resolve("softhsm2.conf");
    }

    private static Path library() {
        return LIBRARIES.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "There is softhsm2-util, but none of " + LIBRARIES + ". Add the place where it is."));
    }
}
