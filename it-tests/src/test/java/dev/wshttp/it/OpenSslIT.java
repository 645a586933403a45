// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RequiresPrograms;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.Jars;
import dev.wshttp.it.program.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates go both ways: openssl and keytool take what cert-tools makes, service and client take what openssl makes. */
@RequiresPrograms(value = "openssl", packages = "openssl", mandatoryIf = "WSHTTP_REQUIRE_OPENSSL")
class OpenSslIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READY = "READY ";

    @TempDir
    static Path demoSet;

    @TempDir
    static Path madeByOpenSsl;

    @BeforeAll
    static void makeCertificates() {
        certTools("init", "--out", demoSet.toString());
        new OpenSsl(madeByOpenSsl).makeAll();
    }

    // What cert-tools makes

    @ParameterizedTest
    @CsvSource({"service, sslserver", "client, sslclient"})
    void opensslVerifiesCertificate(String name, String purpose) {
        String verified = new OpenSsl(demoSet)
                .print("verify -x509_strict -crl_check -purpose " + purpose + " -CAfile @ca.pem -CRLfile @ca.crl @"
                        + name + ".pem");

        assertThat(verified).endsWith(name + ".pem: OK");
    }

    @Test
    void opensslSeesThatCertificateIsRevoked(@TempDir Path folder) {
        certTools("init", "--out", folder.toString());
        certTools(
                "revoke",
                "--ca=" + folder.resolve("ca.p12"),
                "--ca-password-file=" + folder.resolve("ca.password"),
                "--crl=" + folder.resolve("ca.crl"),
                "--certificate=" + folder.resolve("client.pem"));

        ProgramRun run = new OpenSsl(folder).run("verify -crl_check -CAfile @ca.pem -CRLfile @ca.crl @client.pem");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.errors()).contains("certificate revoked");
    }

    @ParameterizedTest
    @CsvSource({"service, Contoso.com", "client, Cohowinery.com"})
    void opensslOpensStore(String name, String subject) {
        String opened =
                new OpenSsl(demoSet).print("pkcs12 -nodes -in @" + name + ".p12 -passin file:@" + name + ".password");

        assertThat(opened).containsOnlyOnce("BEGIN PRIVATE KEY").contains("subject=CN = " + subject + "\n");
    }

    @ParameterizedTest
    @CsvSource({"service, Contoso.com", "client, Cohowinery.com"})
    void keytoolListsStore(String name, String subject) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();

        ProgramRun listed = Command.of(
                        keytool,
                        "-J-Duser.language=en",
                        "-list",
                        "-v",
                        "-keystore",
                        demoSet.resolve(name + ".p12").toString(),
                        "-storepass:file",
                        demoSet.resolve(name + ".password").toString())
                .run(LIMIT);

        assertThat(listed.exitCode()).as(listed.errors()).isZero();
        assertThat(listed.out())
                .contains("Entry type: PrivateKeyEntry", "Certificate chain length: 2", "Owner: CN=" + subject);
    }

    // What openssl makes

    /** In which files a side has its key. */
    enum Form {
        STORE("""
                message-security.%1$s-certificate.file=%1$s.p12
                message-security.%1$s-certificate.password-file=password
                """),
        PEM("""
                message-security.%1$s-certificate.file=%1$s.pem
                message-security.%1$s-certificate.key-file=%1$s-key.pem
                """);

        private final String settings;

        Form(String settings) {
            this.settings = settings;
        }

        private String settingsOf(String side) {
            return """
                    message-security.address=http://localhost:0/Calculator
                    message-security.negotiate-service-credential=false
                    message-security.establish-security-context=false
                    message-security.trust.file=ca.pem
                    """ + settings.formatted(side);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesProveThemselvesWithWhatOpensslMade(Form form) {
        Path service = write(form + "-service.properties", form.settingsOf("service"));
        Path client = write(form + "-client.properties", form.settingsOf("client") + """
                        message-security.service-certificate.file=service.pem
                        message-security.identity.dns=Contoso.com
                        """);
        try (RunningProgram running = Jars.SERVICE.program().start(List.of("--config", service.toString()))) {
            String address =
                    running.out().await(line -> line.startsWith(READY), LIMIT).substring(READY.length());

            ProgramRun run = Jars.CLIENT
                    .program()
                    .run(
                            LIMIT,
                            List.of(
                                    "--config",
                                    client.toString(),
                                    "--set",
                                    "message-security.address=" + address,
                                    "whoami"));

            assertThat(run.exitCode()).as(run.errors() + running.err().soFar()).isZero();
            assertThat(run.out()).singleElement().asString().startsWith("CN=Cohowinery.com; ");
        }
    }

    private static Path write(String name, String settings) {
        try {
            return Files.writeString(madeByOpenSsl.resolve(name), settings);
        } catch (IOException noSpace) {
            throw new java.io.UncheckedIOException(noSpace);
        }
    }

    private static void certTools(String... arguments) {
        ProgramRun run = Jars.CERT_TOOLS.programForLong().run(LIMIT, List.of(arguments));
        assertThat(run.exitCode()).as(run.errors()).isZero();
    }
}
