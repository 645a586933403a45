// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.Refusals.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.config.DemoFiles;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.credential.EndpointIdentity;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a client that names the WSDL of its service. */
class PublishedSettingsTest {
    private static final URI PUBLISHED = URI.create("http://localhost:18100/ServiceModelSamples/service");

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static DemoFiles files;

    @BeforeAll
    static void writeFiles() {
        files = DemoFiles.write(PKI, directory);
        files.write(
                "service.wsdl",
                recording("1-nonego-nosession/singleWsdl", PKI.service().certificate()));
        files.write(
                "negotiated.wsdl",
                recording("4-nego-nosession/singleWsdl", PKI.service().certificate()));
        files.write(
                "without-identity.wsdl", recording("cxf-direct", PKI.service().certificate()));
    }

    @Test
    void takesAllFromAFile() {
        ConfiguredClient client = client(settings("service.wsdl"));

        assertThat(client.address()).isEqualTo(PUBLISHED);
        assertThat(client.feature().binding().negotiateServiceCredential()).isFalse();
        assertThat(client.feature().binding().establishSecurityContext()).isFalse();
        assertThat(side(client).credentials().serviceCertificate())
                .contains(PKI.service().certificate());
        assertThat(side(client).identity())
                .contains(EndpointIdentity.certificate(PKI.service().certificate()));
    }

    @Test
    void doesNotNeedTheCertificateWhereItIsNegotiated() {
        ConfiguredClient client = client(settings("negotiated.wsdl"));

        assertThat(client.feature().binding().negotiateServiceCredential()).isTrue();
        assertThat(side(client).credentials().serviceCertificate()).isEmpty();
    }

    @Test
    void expectsTheHostOfTheWsdlThatCameOverTheNetwork() {
        var server = LoopbackServer.create();
        byte[] wsdl = recording("4-nego-nosession/singleWsdl", PKI.otherName().certificate())
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, wsdl.length);
            exchange.getResponseBody().write(wsdl);
            exchange.close();
        });
        server.start();
        try {
            ConfiguredClient client =
                    client(settings("http://localhost:" + server.getAddress().getPort() + "/service?singleWsdl"));

            assertThat(side(client).identity()).contains(EndpointIdentity.dns("localhost"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void prefersWhatIsSetToWhatTheWsdlSays() {
        var settings = settings("service.wsdl");
        set(settings, "address", "http://localhost:8080/Calculator");
        set(settings, "identity.dns", "Contoso.com");
        PKI.expired(TestPki.Role.SERVICE).writeCertificate(files.file("earlier.pem"));
        set(settings, "service-certificate.file", "earlier.pem");

        ConfiguredClient client = client(settings);

        assertThat(client.address()).isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(side(client).identity()).contains(EndpointIdentity.dns("Contoso.com"));
        assertThat(side(client).credentials().serviceCertificate())
                .contains(PKI.expired(TestPki.Role.SERVICE).certificate());
    }

    @Test
    void takesMtomFromTheWsdlAndRefusesAnotherEncoding() {
        files.write(
                "mtom.wsdl",
                recording("4-nego-nosession/singleWsdl", PKI.service().certificate())
                        .replace(
                                "<wsaw:UsingAddressing/>",
                                "<wsoma:OptimizedMimeSerialization xmlns:wsoma="
                                        + "'http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization'/><wsaw:UsingAddressing/>"));
        var settings = settings("mtom.wsdl");
        set(settings, "text-encoding", "utf-16");

        assertThat(client(settings).feature().binding().messageEncoding()).isEqualTo(WsMessageEncoding.MTOM);
        assertThat(client(settings).feature().binding().textEncoding()).isEqualTo(TextEncoding.UTF_16);

        set(settings, "message-encoding", "text");
        assertThat(textOf(() -> client(settings)))
                .contains("message-security.message-encoding is 'text'", "says 'mtom' (expected the same)");
        var other = settings("negotiated.wsdl");
        set(other, "message-encoding", "mtom");
        assertThat(textOf(() -> client(other))).contains("message-security.message-encoding is 'mtom'", "says 'text'");
    }

    @Test
    void takesOtherKeysOfTheBindingAsEver() {
        var settings = settings("service.wsdl");
        set(settings, "max-received-message-bytes", "1000000");
        set(settings, "negotiate-service-credential", "false");
        set(settings, "algorithm-suite", "Basic256");

        ConfiguredClient client = client(settings);

        assertThat(client.feature().binding().maxReceivedMessageBytes()).isEqualTo(1_000_000);
        assertThat(client.feature().binding().algorithmSuite()).isEqualTo(AlgorithmSuite.BASIC256);
    }

    @ParameterizedTest
    @CsvSource({
        "negotiate-service-credential, true, false",
        "establish-security-context, true, false",
        "algorithm-suite, basic256sha256, basic256"
    })
    void refusesAKeyThatContradictsTheWsdl(String key, String set, String published) {
        var settings = settings("service.wsdl");
        set(settings, key, set);

        MessageSecurityException refused = refusal(() -> client(settings));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused)
                .hasMessageContainingAll(
                        "message-security." + key + " is '" + set + "'", "'" + published + "'", "There is a problem");
    }

    @Test
    void asksForTheCertificateThatNobodyShows() {
        assertThat(refusal(() -> client(settings("without-identity.wsdl"))))
                .hasMessageContaining("message-security.service-certificate.file is missing");
    }

    @Test
    void namesTheWsdlIfItsIdentityIsNotThatOfTheCertificate() {
        PKI.otherName().writeCertificate(files.file("other.pem"));
        var settings = settings("service.wsdl");
        set(settings, "service-certificate.file", "other.pem");

        MessageSecurityException refused = refusal(() -> client(settings));

        assertThat(refused.fault()).isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
        assertThat(refused).hasMessageContainingAll("message-security.wsdl", "Fabrikam.com");
    }

    @Test
    void keepsTheCodeOfAWsdlThatCannotBeRead() {
        var settings = settings("absent.wsdl");
        set(settings, "negotiate-service-credential", "false");

        MessageSecurityException refused = refusal(() -> client(settings));

        assertThat(refused.fault()).isEqualTo(SecurityFault.METADATA_UNREADABLE);
        assertThat(refused).hasMessageContainingAll("message-security.wsdl", "absent.wsdl", "There is a problem");
    }

    @Test
    void takesAFileAsAUriOrAsAName() {
        URI uri = directory.resolve("service.wsdl").toUri();

        assertThat(client(settings("file:service.wsdl")).address()).isEqualTo(PUBLISHED);
        assertThat(client(settings(uri.toString())).address()).isEqualTo(PUBLISHED);
        assertThat(client(settings("FILE://localhost" + uri.getRawPath())).address())
                .isEqualTo(PUBLISHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://localhost/service?wsdl",
                "file://server/share/service.wsdl",
                "http://user@localhost/?wsdl",
                "http://localhost/#x",
                "http://:80/"
            })
    void refusesAddressesThatAreNoneOfAWsdl(String address) {
        MessageSecurityException refused = refusal(() -> client(settings(address)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("message-security.wsdl is '" + address + "'");
    }

    @Test
    void takesTheEndpointThatIsNamed() {
        var settings = settings("service.wsdl");
        set(settings, "endpoint", "WSHttpBinding_ICalculator");
        assertThat(client(settings).address()).isEqualTo(PUBLISHED);

        set(settings, "endpoint", "Another");
        assertThat(refusal(() -> client(settings))).hasMessageContainingAll("'Another'", "'WSHttpBinding_ICalculator'");
    }

    @Test
    void refusesToChooseAnEndpointWhereThereIsOne() {
        var settings = files.clientSettings();
        set(settings, "endpoint", "WSHttpBinding_ICalculator");

        assertThat(refusal(() -> client(settings)))
                .hasMessageContainingAll("message-security.endpoint is set", "together with a WSDL", "Remove it");
    }

    private static Map<String, String> settings(String wsdl) {
        var settings = new LinkedHashMap<String, String>();
        set(settings, "wsdl", wsdl);
        set(settings, "client-certificate.file", "client.p12");
        set(settings, "client-certificate.password-file", "store.password");
        set(settings, "trust.file", "ca.pem");
        set(settings, "trust.revocation-list", "ca.crl");
        return settings;
    }

    private static void set(Map<String, String> settings, String key, String value) {
        settings.put(MessageSecurityConfiguration.PREFIX + key, value);
    }

    private static ConfiguredClient client(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "client.properties", 250))
                .build();
        return MessageSecurityConfiguration.of(config, directory).client();
    }

    private static MessageSecurityFeature.Client side(ConfiguredClient client) {
        return (MessageSecurityFeature.Client) client.feature().side();
    }

    private static String recording(String name, X509Certificate certificate) {
        try (var resource = PublishedSettingsTest.class.getResourceAsStream("/captures/wsdl/" + name + ".xml")) {
            String base64 = Base64.getEncoder().encodeToString(certificate.getEncoded());
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("<X509Certificate>[^<]*<", "<X509Certificate>" + base64 + "<");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
