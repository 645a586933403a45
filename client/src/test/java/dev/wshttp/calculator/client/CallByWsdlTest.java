// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client has a WSDL, its own certificate and its trusted authorities, and nothing else. */
class CallByWsdlTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeFiles() throws IOException {
        ClientFiles.write(PKI, directory);
        Files.writeString(directory.resolve("credentials.properties"), """
                message-security.client-certificate.file=client.p12
                message-security.client-certificate.password-file=client.password
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, BASIC256, Basic256",
        "true, false, BASIC256_SHA256, Basic256Sha256",
        "false, true, BASIC128, Basic128",
        "false, false, BASIC256_RSA15, Basic256Rsa15"
    })
    void configuresItselfInEachMode(boolean negotiate, boolean establish, AlgorithmSuite suite, String published)
            throws IOException {
        try (var service = open(negotiate, establish, suite);
                var wsdl = PublishedWsdl.open(PublishedWsdl.adapted(
                        PublishedWsdl.recording(negotiate, establish).replace("sp:Basic256/", "sp:" + published + "/"),
                        service.address(),
                        certificate()))) {
            int exitCode = run("--wsdl", wsdl.address().toString(), "doctor");

            assertThat(exitCode).as(err.toString()).isEqualTo(0);
            assertThat(out.toString())
                    .contains(
                            "ok  binding: as the WSDL says: negotiateServiceCredential=" + negotiate
                                    + ", establishSecurityContext=" + establish + ", " + suite.configurationName(),
                            "endpoint 'WSHttpBinding_ICalculator' at '" + service.address() + "'",
                            "ok  secured call");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void takesMtomFromTheWsdl(boolean negotiate, boolean establish) throws IOException {
        WsHttpBinding binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .messageEncoding(WsMessageEncoding.MTOM)
                .build();
        String published = PublishedWsdl.recording(negotiate, establish)
                .replace(
                        "<wsaw:UsingAddressing/>",
                        "<wsoma:OptimizedMimeSerialization xmlns:wsoma="
                                + "\"http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization\"/><wsaw:UsingAddressing/>");
        try (var service = SecuredService.open(PKI, binding);
                var wsdl = PublishedWsdl.open(PublishedWsdl.adapted(published, service.address(), certificate()))) {
            int exitCode = run(
                    "--wsdl", wsdl.address().toString(), "--set", "message-security.text-encoding=utf-16", "doctor");

            assertThat(exitCode).as(err.toString()).isEqualTo(0);
            assertThat(out.toString()).contains("MTOM", "ok  secured call");

            assertThat(run(
                            "--wsdl",
                            wsdl.address().toString(),
                            "--set",
                            "message-security.message-encoding=text",
                            "doctor"))
                    .isEqualTo(ExitCode.CONFIGURATION.number());
        }
    }

    @Test
    void worksWithoutASettingsFile() throws IOException {
        try (var service = open(true, true, AlgorithmSuite.BASIC256);
                var wsdl = PublishedWsdl.open(true, true, service.address(), certificate())) {
            int exitCode = runBare(
                    "--wsdl",
                    wsdl.address().toString(),
                    "--set",
                    "message-security.client-certificate.file=" + directory.resolve("client.p12"),
                    "--set",
                    "message-security.client-certificate.password-file=" + directory.resolve("client.password"),
                    "--set",
                    "message-security.trust.file=" + directory.resolve("ca.pem"),
                    "add",
                    "1",
                    "2");

            assertThat(exitCode).as(err.toString()).isEqualTo(0);
            assertThat(out.toString().strip()).isEqualTo("3");
        }
    }

    @Test
    void takesTheIdentityOfAFile() throws IOException {
        try (var service = open(false, false, AlgorithmSuite.BASIC256)) {
            String text =
                    PublishedWsdl.adapted(PublishedWsdl.recording(false, false), service.address(), certificate());
            Files.writeString(directory.resolve("service.wsdl"), text);

            int exitCode = run("--wsdl", "service.wsdl", "whoami");

            assertThat(exitCode).as(err.toString()).isEqualTo(0);
        }
    }

    @Test
    void refusesAServiceOfAnotherNameWhateverTheDocumentSays() throws IOException {
        X509Certificate another = PKI.otherName().certificate();
        try (var service = open(false, false, AlgorithmSuite.BASIC256);
                var wsdl = PublishedWsdl.open(false, false, service.address(), another)) {
            int exitCode = run("--wsdl", wsdl.address().toString(), "whoami");

            assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CERTIFICATE.number());
            assertThat(err.toString())
                    .contains(
                            "message-security.wsdl",
                            "expects 'localhost'",
                            "set identity.dns",
                            "[SERVICE_IDENTITY_MISMATCH]");
        }
    }

    @Test
    void refusesACertificateThatIsNotTrustedWhateverTheDocumentSays() throws IOException {
        X509Certificate twin = PKI.untrustedTwin(TestPki.Role.SERVICE).certificate();
        try (var service = open(false, false, AlgorithmSuite.BASIC256);
                var wsdl = PublishedWsdl.open(false, false, service.address(), twin)) {
            int exitCode = run("--wsdl", wsdl.address().toString(), "whoami");

            assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CERTIFICATE.number());
            assertThat(err.toString()).contains("[CERTIFICATE_NOT_TRUSTED]");
        }
    }

    @Test
    void neverCallsAServiceThatPublishesNoSecurity() throws IOException {
        String open = PublishedWsdl.recording(false, false)
                .replace("<wsp:PolicyReference URI=\"#WSHttpBinding_ICalculator_policy\"/>", "");
        try (var wsdl = PublishedWsdl.open(open)) {
            int exitCode = run("--wsdl", wsdl.address().toString(), "whoami");

            assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CONFIGURATION.number());
            assertThat(err.toString()).contains("mode=\"None\"", "mode=\"Message\"", "[POLICY_NOT_SUPPORTED]");
        }
    }

    @Test
    void tellsThatThereIsNoWsdl() throws IOException {
        String unused;
        try (var socket = new ServerSocket(0)) {
            unused = "http://localhost:" + socket.getLocalPort() + "/service?wsdl";
        }

        assertThat(run("--wsdl", unused, "whoami")).isEqualTo(ExitCode.CANNOT_CONNECT.number());
        assertThat(err.toString()).contains(unused, "ConnectException", "[METADATA_UNREADABLE]");
    }

    private static X509Certificate certificate() {
        return PKI.service().certificate();
    }

    private static SecuredService open(boolean negotiate, boolean establish, AlgorithmSuite suite) throws IOException {
        return SecuredService.open(
                PKI,
                WsHttpBinding.builder()
                        .negotiateServiceCredential(negotiate)
                        .establishSecurityContext(establish)
                        .algorithmSuite(suite)
                        .build());
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(
                List.of("--config", directory.resolve("credentials.properties").toString()));
        all.addAll(List.of(arguments));
        return runBare(all.toArray(String[]::new));
    }

    private int runBare(String... arguments) {
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
