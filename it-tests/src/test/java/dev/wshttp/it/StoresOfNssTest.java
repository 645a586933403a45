// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RequiresPrograms;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library reads what NSS writes, the library of Firefox: PKCS#12 in indefinite lengths. */
@RequiresPrograms(
        value = {"certutil", "pk12util"},
        packages = "libnss3-tools",
        mandatoryIf = "WSHTTP_REQUIRE_NSS")
class StoresOfNssTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final char[] PASSWORD = "Kq7-not-in-any-log".toCharArray();

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeCertificates() throws IOException {
        Files.writeString(folder.resolve("noise"), "any noise does for a test, and this is enough of it");
        Files.writeString(folder.resolve("pw"), new String(PASSWORD) + "\n");
        run("certutil -N -d sql:@ --empty-password");
        run(
                "certutil -S -d sql:@ -z @noise -x -n authority -s CN=NSS-authority -t C,C,C -k rsa -g 2048 -m 1 --keyUsage critical,certSigning");
        run("certutil -S -d sql:@ -z @noise -c authority -n client -s CN=client -t u,u,u -k rsa -g 2048 -m 2");
        run("certutil -L -d sql:@ -n client -r -o @client.cer");
        run("certutil -L -d sql:@ -n authority -a -o @authority.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " -c AES-256-CBC -C AES-256-CBC", " -c AES-128-CBC -C NONE"})
    void readsAKeyAndItsChain(String ciphers) {
        run("pk12util -o @made.p12 -n client -d sql:@ -w @pw" + ciphers);

        X509Credential read =
                X509Store.open(folder.resolve("made.p12"), PASSWORD).credential();

        assertThat(read.chain())
                .containsExactly(
                        CertificateTrust.readCertificate(folder.resolve("client.cer")),
                        CertificateTrust.readCertificate(folder.resolve("authority.pem")));
    }

    @Test
    void saysThatThePasswordIsWrong() {
        run("pk12util -o @locked.p12 -n client -d sql:@ -w @pw");

        var refused = org.assertj.core.api.Assertions.catchThrowable(
                () -> X509Store.open(folder.resolve("locked.p12"), "not it".toCharArray()));

        assertThat(refused).hasMessageContaining("the password is wrong");
    }

    private static void run(String command) {
        var words = new ArrayList<String>();
        for (String word : command.split(" ")) {
            words.add(word.replace("@", folder + "/"));
        }
        ProgramRun run = Command.of(List.copyOf(words)).run(LIMIT);
        assertThat(run.exitCode()).as(command + run.err() + run.out()).isZero();
    }
}
