// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientMainTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ClientFiles files;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ClientFiles.write(PKI, directory);
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isEqualTo(0);
        assertThat(out.toString())
                .contains(
                        "add",
                        "subtract",
                        "multiply",
                        "divide",
                        "whoami",
                        "demo",
                        "doctor",
                        "Exit codes:",
                        "Start here:");
    }

    @Test
    void explainsEachCommandWithAnExample() {
        for (String command : new String[] {"add", "subtract", "multiply", "divide", "whoami", "demo", "doctor"}) {
            out.getBuffer().setLength(0);

            assertThat(run(command, "--help")).as(command).isEqualTo(0);
            assertThat(out.toString())
                    .contains("Example:", "calculator-client --config client.properties " + command, "--json");
        }
    }

    @Test
    void endsWithUsageWithoutCommand() {
        assertThat(run()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void convertsAFileOfWcf() throws IOException {
        assertThat(run("--config", wcfFile("App.config").toString(), "convert")).isEqualTo(ExitCode.DONE.number());
        assertThat(out.toString().lines())
                .contains(
                        "message-security.address=http://localhost:8080/Calculator",
                        "message-security.send-timeout=PT9S");
    }

    @Test
    void readsFilesOfWcfByTheirNames() throws IOException {
        assertThat(run("--config", wcfFile("APP.CONFIG").toString(), "convert")).isEqualTo(ExitCode.DONE.number());
        assertThat(run("--config", wcfFile("settings.XML").toString(), "convert"))
                .isEqualTo(ExitCode.DONE.number());
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
        assertThat(run("add", "1", "2")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--config");
    }

    @Test
    void endsWithUsageWhenNumberIsNone() {
        assertThat(run("--config", settings(), "add", "1", "15,99")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("'15,99' is no number", "Write a point");
    }

    @Test
    void endsWithUsageWhenNumberIsMissing() {
        assertThat(run("--config", settings(), "add", "1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("N2");
    }

    @Test
    void endsWithUsageWhenOptionIsUnknown() {
        assertThat(run("--config", settings(), "whoami", "--jsn")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void explainsUsageInShortAndNamesTheHelp() {
        assertThat(run("--config", settings(), "add", "1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("N2", "Try 'calculator-client add --help'.")
                .doesNotContain("Exit codes:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void tellsMistakeInUsageAsJson() {
        assertThat(run("--json", "add", "1", "ten")).isEqualTo(ExitCode.USAGE.number());

        var error =
                Json.createReader(new StringReader(out.toString())).readObject().getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("USAGE");
        assertThat(error.getInt("exitCode")).isEqualTo(2);
        assertThat(error.getString("message")).contains("'ten' is no number");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void endsWithCertificateWhenItsOwnCannotBeUsed(TestCredential credential, String code) throws IOException {
        assertThat(run("--config", ownCertificate(credential), "whoami")).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(err.toString()).contains("CN=Cohowinery.com", "[" + code + "]");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void doctorFindsUnusableOwnCertificate(TestCredential credential, String code) throws IOException {
        assertThat(run("--config", ownCertificate(credential), "doctor")).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(out.toString()).contains("BAD own certificate").doesNotContain("chain");
        assertThat(err.toString()).contains("[" + code + "]");
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(PKI.expired(CLIENT), "CERTIFICATE_NOT_IN_VALIDITY"),
                Arguments.of(PKI.notYetValid(CLIENT), "CERTIFICATE_NOT_IN_VALIDITY"),
                Arguments.of(PKI.wrongPurpose(CLIENT), "CERTIFICATE_PURPOSE_WRONG"),
                Arguments.of(PKI.weakKey(CLIENT), "CERTIFICATE_KEY_NOT_ACCEPTED"));
    }

    @ParameterizedTest
    @MethodSource("badServices")
    void doctorFindsBadCertificateOfTheService(TestCredential credential, String code) {
        credential.writeCertificate(directory.resolve(credential.name() + ".pem"));

        int exitCode = runGiven(credential.name() + ".pem", "doctor");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(out.toString()).contains("ok  own certificate", "BAD chain").doesNotContain("identity");
        assertThat(err.toString()).contains("[" + code + "]");
    }

    static Stream<Arguments> badServices() {
        return Stream.of(
                Arguments.of(PKI.untrustedTwin(SERVICE), "CERTIFICATE_NOT_TRUSTED"),
                Arguments.of(PKI.expired(SERVICE), "CERTIFICATE_NOT_IN_VALIDITY"),
                Arguments.of(PKI.notYetValid(SERVICE), "CERTIFICATE_NOT_IN_VALIDITY"),
                Arguments.of(PKI.revoked(SERVICE), "CERTIFICATE_REVOKED"),
                Arguments.of(PKI.wrongPurpose(SERVICE), "CERTIFICATE_PURPOSE_WRONG"),
                Arguments.of(PKI.weakKey(SERVICE), "CERTIFICATE_KEY_NOT_ACCEPTED"));
    }

    @Test
    void doctorRefusesServerThatHasNoServiceThere() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.start();
        try {
            String elsewhere = "http://localhost:" + server.getAddress().getPort() + "/Elsewhere";

            int exitCode = run("--config", settings(), "--set", "message-security.via=" + elsewhere, "doctor");

            assertThat(exitCode).isEqualTo(ExitCode.CANNOT_CONNECT.number());
            assertThat(out.toString()).contains("ok  identity", "BAD address");
            assertThat(err.toString()).contains("'404'", "[NOT_A_SERVICE]");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void doctorTellsMissingAddressFirst() {
        int exitCode = run("--config", settings(), "--set", "message-security.address=", "doctor");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(out.toString()).contains("BAD settings, files and passwords");
        assertThat(err.toString()).contains("message-security.address is empty in 'the command line (--set)'");
    }

    @Test
    void endsWithConfigurationWhenSettingIsBad() {
        int exitCode = run("whoami", "--config", settings(), "--set", "message-security.max-clock-skew=soon");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString()).contains("max-clock-skew is 'soon'", "[CONFIGURATION_INVALID]");
    }

    @Test
    void endsWithConfigurationWhenPasswordIsWrong() throws IOException {
        Files.writeString(directory.resolve("wrong.password"), "not it");

        int exitCode = run(
                "--config",
                settings(),
                "--set",
                "message-security.client-certificate.password-file=wrong.password",
                "demo");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString())
                .contains("the password is wrong", "[CREDENTIAL_UNREADABLE]")
                .doesNotContain("not it");
    }

    @Test
    void endsWithCertificateWhenServiceIsAnotherOne() {
        int exitCode = runGiven("service.pem", "--set", "message-security.identity.dns=fabrikam.com", "whoami");

        assertThat(exitCode).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(err.toString()).contains("fabrikam.com", "[SERVICE_IDENTITY_MISMATCH]");
    }

    @Test
    void endsWithCannotConnectWhenNoServerListens() throws IOException {
        int exitCode =
                run("--config", settings(), "--set", "message-security.via=" + unusedAddress(), "add", "1", "-3");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CANNOT_CONNECT.number());
        assertThat(err.toString()).contains("Is the service running", "[CONNECTION_REFUSED]");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void tellsFailureAsJsonOnly() {
        int exitCode = run("--json", "--config", "absent.properties", "whoami");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        var error =
                Json.createReader(new StringReader(out.toString())).readObject().getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("CONFIGURATION_INVALID");
        assertThat(error.getInt("exitCode")).isEqualTo(3);
    }

    @Test
    void doctorStopsAtTheFirstFault() throws IOException {
        int exitCode = run("--config", settings(), "--set", "message-security.via=" + unusedAddress(), "doctor");

        assertThat(exitCode).isEqualTo(ExitCode.CANNOT_CONNECT.number());
        assertThat(out.toString())
                .contains("ok  own certificate", "ok  chain", "ok  identity", "BAD address")
                .doesNotContain("clocks", "All is well");
    }

    @Test
    void doctorNamesTheChainBeforeTheIdentity() throws IOException {
        PKI.untrustedTwin(TestPki.Role.SERVICE).writeCertificate(directory.resolve("twin.pem"));

        int exitCode = runGiven("twin.pem", "--set", "message-security.identity.dns=fabrikam.com", "doctor");

        assertThat(exitCode).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(out.toString()).contains("BAD chain").doesNotContain("identity");
        assertThat(err.toString()).contains("[CERTIFICATE_NOT_TRUSTED]");
    }

    /** Settings with another own certificate. */
    private static String ownCertificate(TestCredential credential) throws IOException {
        Path store = directory.resolve(credential.name() + ".p12");
        Files.deleteIfExists(store);
        credential.writePkcs12(store, ClientFiles.PASSWORD.toCharArray());
        String changed = Files.readString(files.settings()).replace("=client.p12", "=" + credential.name() + ".p12");
        return Files.writeString(directory.resolve(credential.name() + ".properties"), changed)
                .toString();
    }

    /** Returns an address at which no server listens. */
    private static String unusedAddress() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://localhost:" + socket.getLocalPort() + "/Calculator";
        }
    }

    /** The file of WCF's documentation, in short, with stores for it. */
    private static Path wcfFile(String name) throws IOException {
        return Files.writeString(directory.resolve(name), """
                <configuration>
                  <appSettings>
                    <add key="message-security.stores.local-machine.my" value="client.p12"/>
                    <add key="message-security.stores.local-machine.my.password-file" value="client.password"/>
                    <add key="message-security.stores.local-machine.root" value="ca.pem"/>
                  </appSettings>
                  <system.serviceModel>
                    <client>
                      <endpoint address="http://localhost:8080/Calculator" binding="wsHttpBinding" bindingConfiguration="Secured"
                                behaviorConfiguration="Credentials" contract="ICalculator">
                        <identity><dns value="Contoso.com"/></identity>
                      </endpoint>
                    </client>
                    <bindings>
                      <wsHttpBinding>
                        <binding name="Secured" sendTimeout="00:00:09">
                          <security><message clientCredentialType="Certificate"/></security>
                        </binding>
                      </wsHttpBinding>
                    </bindings>
                    <behaviors>
                      <endpointBehaviors>
                        <behavior name="Credentials">
                          <clientCredentials>
                            <clientCertificate findValue="Cohowinery.com" x509FindType="FindBySubjectName" storeLocation="LocalMachine"/>
                            <serviceCertificate><authentication revocationMode="NoCheck"/></serviceCertificate>
                          </clientCredentials>
                        </behavior>
                      </endpointBehaviors>
                    </behaviors>
                  </system.serviceModel>
                </configuration>
                """);
    }

    private static String settings() {
        return files.settings().toString();
    }

    /** Runs without negotiation, with a service certificate that is given. */
    private int runGiven(String serviceCertificate, String... arguments) {
        var all = new ArrayList<>(List.of(
                "--config",
                settings(),
                "--set",
                "message-security.negotiate-service-credential=false",
                "--set",
                "message-security.service-certificate.file=" + serviceCertificate));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
