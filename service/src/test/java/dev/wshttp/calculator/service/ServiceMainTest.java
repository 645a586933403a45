// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceMainTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ServiceFiles files;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ServiceFiles.write(PKI, directory);
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isEqualTo(0);
        assertThat(out.toString()).contains("--config", "Exit codes:", "Start here:", "MESSAGE_SECURITY_TRUST_FILE");
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isEqualTo(0);
        assertThat(out.toString()).startsWith("calculator-service ");
    }

    @Test
    void saysWhenItIsReadyAndEndsWhenInterrupted() throws Exception {
        var pipe = new PipedWriter();
        var reader = new BufferedReader(new PipedReader(pipe));
        var exitCode = new FutureTask<>(() -> ServiceMain.commandLine()
                .setOut(new PrintWriter(pipe, true))
                .execute("--config", settings(), "--set", "message-security.listen-uri=http://localhost:0/Calculator"));
        var thread = new Thread(exitCode);
        thread.start();

        assertThat(reader.readLine()).matches("READY http://localhost:\\d+/Calculator");
        thread.interrupt();
        assertThat(exitCode.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
    }

    @Test
    void convertsAFileOfWcf() throws IOException {
        assertThat(run("--config", wcfFile("Web.config").toString(), "convert")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString().lines())
                .contains("message-security.address=http://localhost:8080/Calculator", "service.metadata=true");
    }

    @Test
    void readsFilesOfWcfByTheirNames() throws IOException {
        assertThat(run("--config", wcfFile("WEB.CONFIG").toString(), "convert")).isEqualTo(ExitCode.DONE);
        assertThat(run("--config", wcfFile("settings.XML").toString(), "convert"))
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void convertsAConvertedFileToNothing() {
        assertThat(run("--config", settings(), "convert")).isEqualTo(3);
        assertThat(err.toString()).contains("it is read as a properties file (expected an App.config or Web.config");
    }

    @Test
    void tellsWhatIsWrongWithAFileOfWcf() throws IOException {
        Path file = Files.writeString(directory.resolve("Empty.config"), "<configuration/>");

        assertThat(run("--config", file.toString(), "convert")).isEqualTo(3);
        assertThat(err.toString()).contains("Empty.config, line 1, <configuration> has no <system.serviceModel>");
    }

    @Test
    void endsWithUsageWithoutSettings() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--config", "Try 'calculator-service --help'.")
                .doesNotContain("Exit codes:");
    }

    @Test
    void endsWithConfigurationWhenFileIsMissing() {
        assertThat(run("--config", "absent.properties")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).contains("absent.properties");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void endsWithConfigurationWhenSettingIsBad() {
        int exitCode = run("--config", settings(), "--set", "message-security.max-clock-skew=soon");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).contains("max-clock-skew is 'soon' in 'the command line (--set)'");
    }

    @Test
    void endsWithConfigurationWhenKeyStoreIsMissing() {
        int exitCode = run("--config", settings(), "--set", "message-security.service-certificate.file=gone.p12");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).contains("gone.p12", "CREDENTIAL_UNREADABLE");
    }

    @Test
    void endsWithCannotBindWhenPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            String address = "http://localhost:" + taken.getLocalPort() + "/Calculator";

            assertThat(run("--config", settings(), "--set", "message-security.address=" + address))
                    .isEqualTo(ExitCode.CANNOT_BIND);
            assertThat(err.toString()).contains(address, "Stop the process that has the port");
        }
    }

    @Test
    void endsWithCannotBindWhenHostIsNotThisMachine() {
        int exitCode = run("--config", settings(), "--set", "message-security.address=http://192.0.2.1:1/");

        assertThat(exitCode).isEqualTo(ExitCode.CANNOT_BIND);
        assertThat(err.toString())
                .contains("192.0.2.1", "Set message-security.listen-uri to an address of this machine");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void endsWithCertificateWhenItsOwnCannotBeUsed(TestCredential credential, String code) throws IOException {
        credential.writePkcs12(directory.resolve(credential.name() + ".p12"), ServiceFiles.PASSWORD.toCharArray());
        String changed = Files.readString(files.settings())
                .replace("=service.p12", "=" + credential.name() + ".p12")
                .replace("find-value=Contoso.com", "find-value=com");
        Path settings = Files.writeString(directory.resolve(credential.name() + ".properties"), changed);

        assertThat(run("--config", settings.toString())).isEqualTo(ExitCode.CERTIFICATE);
        assertThat(err.toString())
                .contains(credential.certificate().getSubjectX500Principal().toString(), "[" + code + "]");
        assertThat(out.toString()).isEmpty();
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(PKI.client(), "CERTIFICATE_PURPOSE_WRONG"),
                Arguments.of(PKI.wrongPurpose(SERVICE), "CERTIFICATE_PURPOSE_WRONG"),
                Arguments.of(PKI.expired(SERVICE), "CERTIFICATE_NOT_IN_VALIDITY"),
                Arguments.of(PKI.notYetValid(SERVICE), "CERTIFICATE_NOT_IN_VALIDITY"),
                Arguments.of(PKI.weakKey(SERVICE), "CERTIFICATE_KEY_NOT_ACCEPTED"));
    }

    /** The file of WCF's documentation, in short, with stores for it. */
    private static Path wcfFile(String name) throws IOException {
        return Files.writeString(directory.resolve(name), """
                <configuration>
                  <appSettings>
                    <add key="message-security.stores.local-machine.my" value="service.p12"/>
                    <add key="message-security.stores.local-machine.my.password-file" value="service.password"/>
                    <add key="message-security.stores.local-machine.root" value="ca.pem"/>
                  </appSettings>
                  <system.serviceModel>
                    <services>
                      <service name="Calculator" behaviorConfiguration="Credentials">
                        <endpoint address="http://localhost:8080/Calculator" binding="wsHttpBinding" bindingConfiguration="Secured"
                                  contract="ICalculator"/>
                      </service>
                    </services>
                    <bindings>
                      <wsHttpBinding>
                        <binding name="Secured">
                          <security><message clientCredentialType="Certificate"/></security>
                        </binding>
                      </wsHttpBinding>
                    </bindings>
                    <behaviors>
                      <serviceBehaviors>
                        <behavior name="Credentials">
                          <serviceMetadata httpGetEnabled="true"/>
                          <serviceCredentials>
                            <serviceCertificate findValue="Contoso.com" x509FindType="FindBySubjectName"/>
                            <clientCertificate><authentication revocationMode="NoCheck"/></clientCertificate>
                          </serviceCredentials>
                        </behavior>
                      </serviceBehaviors>
                    </behaviors>
                  </system.serviceModel>
                </configuration>
                """);
    }

    private static String settings() {
        return files.settings().toString();
    }

    private int run(String... arguments) {
        return ServiceMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
