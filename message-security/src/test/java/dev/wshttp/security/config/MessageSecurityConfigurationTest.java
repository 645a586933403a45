// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.audit.AuditLevel;
import dev.wshttp.security.audit.AuditSettings;
import dev.wshttp.security.audit.AuditTrail;
import dev.wshttp.security.context.RoleMapping;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Pipes;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidationMode;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509FindType;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSecurityConfigurationTest {
    private static final String FILE = "calculator.properties";
    private static final URI ADDRESS = URI.create("http://localhost:8080/Calculator");

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static DemoFiles files;

    @BeforeAll
    static void writeFiles() {
        files = DemoFiles.write(PKI, directory);
    }

    @Test
    void buildsTheClientThatCodeBuilds() {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .build();
        var credentials = ClientCredentials.of(
                        X509Credential.fromKeyStore(files.file("client.p12"), DemoFiles.PASSWORD.toCharArray()),
                        CertificateTrust.chain(files.file("ca.pem")).withRevocationList(files.file("ca.crl")))
                .withServiceCertificate(files.file("service.pem"));
        var inCode = MessageSecurityFeature.forClient(binding, credentials, EndpointIdentity.dns("Contoso.com"))
                .withAddress(ADDRESS);

        var fromFile = client(files.clientSettings());

        assertSameFeature(fromFile.feature(), inCode);
        assertThat(fromFile.address()).isEqualTo(ADDRESS);
        assertThat(fromFile.connectTo()).isEqualTo(ADDRESS);
    }

    @Test
    void buildsTheServiceThatCodeBuilds() {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .algorithmSuite(AlgorithmSuite.BASIC256_SHA256)
                .maxClockSkew(Duration.ofMinutes(2))
                .build();
        var credentials = ServiceCredentials.of(
                X509Credential.fromKeyStore(
                        files.file("service.p12"),
                        DemoFiles.PASSWORD.toCharArray(),
                        X509FindType.FIND_BY_SUBJECT_NAME,
                        "contoso.com"),
                CertificateTrust.chain(files.file("ca.pem")).withRevocationList(files.file("ca.crl")));
        var inCode = MessageSecurityFeature.forService(binding, credentials).withAddress(ADDRESS);

        var settings = files.serviceSettings();
        set(settings, "algorithm-suite", "Basic256Sha256");
        set(settings, "max-clock-skew", "2m");
        set(settings, "service-certificate.find-type", "FindBySubjectName");
        set(settings, "service-certificate.find-value", "contoso.com");
        set(settings, "listen-uri", "http://127.0.0.1:0/Calculator");
        var fromFile = service(settings);

        assertSameFeature(fromFile.feature(), inCode);
        assertThat(fromFile.listenOn()).isEqualTo(URI.create("http://127.0.0.1:0/Calculator"));
    }

    @Test
    void readsEveryKeyOfTheBinding() {
        var settings = files.clientSettings();
        set(settings, "client-credential-type", "Certificate");
        set(settings, "algorithm-suite", "basic128-sha256-rsa15");
        set(settings, "max-clock-skew", "PT90S");
        set(settings, "max-received-message-bytes", "1000000");
        set(settings, "reader-quotas.max-depth", "16");
        set(settings, "reader-quotas.max-attributes", "20");
        set(settings, "replay-cache-size", "1000");
        set(settings, "message-encoding", "Mtom");
        set(settings, "text-encoding", "unicodeFFFE");
        set(settings, "open-timeout", "7s");
        set(settings, "send-timeout", "2m");
        set(settings, "session.key-renewal-interval", "1h");
        set(settings, "session.key-rollover-interval", "PT2M");
        set(settings, "via", "http://127.0.0.1:9999/proxy");

        var client = client(settings);

        assertThat(client.feature().binding())
                .isEqualTo(new WsHttpBinding(
                        false,
                        false,
                        AlgorithmSuite.BASIC128_SHA256_RSA15,
                        WsMessageEncoding.MTOM,
                        TextEncoding.UNICODE_FFFE,
                        Duration.ofSeconds(90),
                        1_000_000,
                        new ReaderQuotas(16, 20),
                        1_000,
                        false,
                        Duration.ofSeconds(7),
                        Duration.ofMinutes(2),
                        SessionSettings.builder()
                                .keyRenewalInterval(Duration.ofHours(1))
                                .keyRolloverInterval(Duration.ofMinutes(2))
                                .build(),
                        NegotiationSettings.DEFAULT));
        assertThat(client.connectTo()).isEqualTo(URI.create("http://127.0.0.1:9999/proxy"));
        assertThat(client.feature().address()).contains(ADDRESS);
    }

    @Test
    void readsEveryKeyOfSessionsOnTheService() {
        var settings = files.serviceSettings();
        set(settings, "session.key-lifetime", "2h");
        set(settings, "session.key-rollover-interval", "30s");
        set(settings, "session.inactivity-timeout", "1m");
        set(settings, "session.pending-timeout", "10s");
        set(settings, "session.max-pending", "5");
        set(settings, "session.max", "50");

        assertThat(service(settings).feature().binding().sessionSettings())
                .isEqualTo(SessionSettings.builder()
                        .keyLifetime(Duration.ofHours(2))
                        .keyRolloverInterval(Duration.ofSeconds(30))
                        .inactivityTimeout(Duration.ofMinutes(1))
                        .pendingTimeout(Duration.ofSeconds(10))
                        .maxPendingSessions(5)
                        .maxSessions(50)
                        .build());
    }

    @Test
    void readsEveryKeyOfNegotiationsOnTheService() {
        var settings = files.serviceSettings();
        set(settings, "negotiation.timeout", "30s");
        set(settings, "negotiation.max-pending", "5");
        set(settings, "negotiation.token-lifetime", "1h");
        set(settings, "negotiation.max-tokens", "50");
        set(settings, "negotiation.max-per-second", "6");
        set(settings, "negotiation.max-per-second-per-address", "2");

        assertThat(service(settings).feature().binding().negotiationSettings())
                .isEqualTo(new NegotiationSettings(Duration.ofSeconds(30), 5, Duration.ofHours(1), 50, 6, 2));
    }

    @Test
    void refusesWhatWasCreatedBeforeTheStartOnlyIfToldSo() {
        var settings = files.serviceSettings();
        assertThat(service(settings).feature().binding().refuseCreatedBeforeStart())
                .isFalse();

        set(settings, "refuse-created-before-start", "true");

        assertThat(service(settings).feature().binding().refuseCreatedBeforeStart())
                .isTrue();
    }

    @Test
    void auditsWhatTheKeysSayAndNothingWithoutThem() {
        var settings = files.serviceSettings();
        assertThat(service(settings).feature().listeners()).isEmpty();

        set(settings, "audit.message-authentication", "success-or-failure");
        set(settings, "audit.service-authorization", "FAILURE");
        set(settings, "audit.suppress-failure", "false");

        assertThat(service(settings).feature().listeners())
                .singleElement()
                .isInstanceOfSatisfying(
                        AuditTrail.class,
                        audit -> assertThat(audit.settings())
                                .isEqualTo(new AuditSettings(
                                        AuditLevel.SUCCESS_OR_FAILURE,
                                        AuditLevel.FAILURE,
                                        AuditSettings.OnFailure.REFUSE)));
    }

    @Test
    void explainsWhichLevelsOfAnAuditThereAre() {
        var settings = files.serviceSettings();
        set(settings, "audit.message-authentication", "all");

        assertRefused(() -> service(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("message-security.audit.message-authentication is 'all'")
                .contains("(expected 'none', 'success', 'failure' or 'success-or-failure')");
    }

    @Test
    void givesRolesOnlyWhereAFileDoes() {
        var settings = files.serviceSettings();
        assertThat(service(settings).feature().roles()).isEmpty();

        files.write("roles.txt", "clerk: subject=CN=Cohowinery.com\n");
        set(settings, "service-authorization.roles-file", "roles.txt");

        assertThat(service(settings).feature().roles()).contains(RoleMapping.fromFile(files.file("roles.txt")));
    }

    @Test
    void tellsWhatIsWrongWithAFileOfRoles() {
        var settings = files.serviceSettings();
        files.write("wrong-roles.txt", "clerk: CN=Cohowinery.com\n");
        set(settings, "service-authorization.roles-file", "wrong-roles.txt");

        assertThat(refusal(() -> service(settings)))
                .hasMessageContaining("message-security.service-authorization.roles-file")
                .hasMessageContaining("line 1");
    }

    @Test
    void readsPemFilesAndPinnedPeers() {
        var settings = files.clientSettings();
        settings.keySet()
                .removeIf(key -> key.contains("password") || key.contains("trust.") || key.contains("identity"));
        set(settings, "client-certificate.file", "client.pem");
        set(settings, "client-certificate.key-file", "client-key.pem");
        set(settings, "trust.mode", "peer-trust");
        set(settings, "trust.peers-file", "service.pem");
        set(settings, "identity.certificate-file", "service.pem");

        var side = (MessageSecurityFeature.Client) client(settings).feature().side();

        assertThat(side.credentials().clientCertificate().privateKey())
                .isEqualTo(PKI.client().key());
        assertThat(side.credentials().serviceTrust().mode()).isEqualTo(X509CertificateValidationMode.PEER_TRUST);
        assertThat(side.credentials().serviceTrust().peers())
                .containsExactly(PKI.service().certificate());
        assertThat(side.identity())
                .contains(EndpointIdentity.certificate(PKI.service().certificate()));
    }

    @Test
    void letsTheServiceSayWhomItsClientsShouldExpect() {
        var settings = files.serviceSettings();
        assertThat(((MessageSecurityFeature.Service) service(settings).feature().side()).published(PKI.now()))
                .isEqualTo(EndpointIdentity.certificate(PKI.service().certificate()));

        set(settings, "identity.dns", "contoso.com");

        assertThat(((MessageSecurityFeature.Service) service(settings).feature().side()).published(PKI.now()))
                .isEqualTo(EndpointIdentity.dns("contoso.com"));
    }

    @Test
    void leavesTheIdentityToTheAddressWhenNoneIsSet() {
        var settings = files.clientSettings();
        settings.remove("message-security.identity.dns");

        var side = (MessageSecurityFeature.Client) client(settings).feature().side();

        assertThat(side.identity()).isEmpty();
    }

    @Test
    void negotiatesAndEstablishesSessionsUnlessToldOtherwiseAsWcfDoes() {
        var settings = files.clientSettings();
        settings.remove("message-security.negotiate-service-credential");
        settings.remove("message-security.establish-security-context");
        settings.remove("message-security.service-certificate.file");

        assertThat(client(settings).feature().binding())
                .isEqualTo(WsHttpBinding.builder().build());
    }

    @Test
    void reportsEveryProblemAtOnceWithItsSource() {
        var settings = files.clientSettings();
        settings.remove("message-security.address");
        set(settings, "max-clock-skew", "five minutes");
        set(settings, "algorithm-suite", "tripleaes");
        set(settings, "client-certificate.file", "absent.p12");
        set(settings, "trust.mode", "none");
        set(settings, "establishSecurityContext", "false");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("There are 6 problems")
                .contains("message-security.address is missing", "MESSAGE_SECURITY_ADDRESS")
                .contains("max-clock-skew is 'five minutes' in '" + FILE + "'")
                .contains("algorithm-suite is 'tripleaes'", "absent.p12", "trust.mode is 'none'")
                .contains("Did you mean 'message-security.establish-security-context'?");
    }

    @Test
    void refusesKeyThatDoesNotExistAndSuggestsTheNearest() {
        var settings = files.serviceSettings();
        set(settings, "trust.revokation-list", "ca.crl");

        assertRefused(() -> service(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("'message-security.trust.revokation-list' is set in '" + FILE + "'")
                .contains("Did you mean 'message-security.trust.revocation-list'?");
    }

    @Test
    void refusesEnvironmentVariableThatDoesNotExist() {
        var environment = Map.of("MESSAGE_SECURITY_ADRESS", "http://localhost/");

        assertRefused(
                        () -> configuration(files.serviceSettings(), environment)
                                .service(),
                        SecurityFault.CONFIGURATION_INVALID)
                .contains("'MESSAGE_SECURITY_ADRESS' is set in 'the environment'")
                .contains("Did you mean 'message-security.address'?");
    }

    @Test
    void refusesKeyOfTheOtherSide() {
        var settings = files.serviceSettings();
        set(settings, "via", "http://localhost/");

        assertRefused(() -> service(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("'message-security.via'", "does not belong to a service");
    }

    @Test
    void prefersTheEnvironmentToTheFile() {
        var environment = Map.of(
                "MESSAGE_SECURITY_ADDRESS",
                "http://other:81/Calculator",
                "MESSAGE_SECURITY_READER_QUOTAS_MAX_DEPTH",
                "9");

        var service = configuration(files.serviceSettings(), environment).service();

        assertThat(service.address()).isEqualTo(URI.create("http://other:81/Calculator"));
        assertThat(service.feature().binding().readerQuotas().maxDepth()).isEqualTo(9);
    }

    @Test
    void namesTheEnvironmentAsSource() {
        var environment = Map.of("MESSAGE_SECURITY_MAX_DEPTH", "9", "MESSAGE_SECURITY_REPLAY_CACHE_SIZE", "many");

        assertRefused(
                        () -> configuration(files.serviceSettings(), environment)
                                .service(),
                        SecurityFault.CONFIGURATION_INVALID)
                .contains("replay-cache-size is 'many' in 'the environment'")
                .contains("'MESSAGE_SECURITY_MAX_DEPTH' is set in 'the environment'");
    }

    @Test
    void refusesPasswordInTheSettingsFileWithoutShowingIt() {
        var settings = files.serviceSettings();
        settings.remove("message-security.service-certificate.password-file");
        set(settings, "service-certificate.password", DemoFiles.PASSWORD);

        assertRefused(() -> service(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("service-certificate.password is set in '" + FILE + "'")
                .contains("service-certificate.password-file", "MESSAGE_SECURITY_SERVICE_CERTIFICATE_PASSWORD")
                .doesNotContain(DemoFiles.PASSWORD);
    }

    @Test
    void takesPasswordFromSystemProperty() {
        var settings = files.serviceSettings();
        settings.remove("message-security.service-certificate.password-file");
        String key = "message-security.service-certificate.password";
        System.setProperty(key, DemoFiles.PASSWORD);
        try {
            var config = new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(settings, FILE, 250), new SysPropConfigSource())
                    .build();
            var service = MessageSecurityConfiguration.of(config, directory).service();

            assertThat(((MessageSecurityFeature.Service) service.feature().side())
                            .credentials()
                            .serviceCertificate()
                            .certificate())
                    .isEqualTo(PKI.service().certificate());
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void tellsWrongPasswordFromWrongSetting() {
        files.write("wrong.password", "not it\n");
        var settings = files.clientSettings();
        set(settings, "client-certificate.password-file", "wrong.password");

        assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains("message-security.client-certificate.file", "the password is wrong")
                .doesNotContain("not it");
    }

    /** As by {@code --set ...password-file=<(command)} of a shell. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such pipes")
    void readsAPasswordOnceFromAPipe() throws Exception {
        Path pipe = Pipes.at(directory.resolve("password.pipe"));
        var settings = files.clientSettings();
        set(settings, "client-certificate.password-file", pipe.toString());
        var writing = CompletableFuture.runAsync(() -> files.write("password.pipe", DemoFiles.PASSWORD + "\n"));

        var client = CompletableFuture.supplyAsync(() -> client(settings)).get(30, TimeUnit.SECONDS);

        writing.get(30, TimeUnit.SECONDS);
        assertThat(client.feature().side()).isInstanceOf(MessageSecurityFeature.Client.class);
    }

    @Test
    void tellsForeignServiceCertificateFromWrongSetting() {
        var settings = files.clientSettings();
        set(settings, "identity.dns", "fabrikam.com");

        assertRefused(() -> client(settings), SecurityFault.SERVICE_IDENTITY_MISMATCH)
                .contains("message-security.identity.dns", "fabrikam.com");
        var reading = configuration(settings, Map.of()).readClient();
        assertThat(reading.credentials().serviceCertificate())
                .contains(PKI.service().certificate());
        assertRefused(reading::configured, SecurityFault.SERVICE_IDENTITY_MISMATCH)
                .contains("message-security.identity.dns", "fabrikam.com");
    }

    @Test
    void refusesKeyStoreThatHasNoMatchingCertificate() {
        var settings = files.clientSettings();
        set(settings, "client-certificate.find-type", "find-by-thumbprint");
        set(settings, "client-certificate.find-value", "00");

        assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains("find-by-thumbprint '00'", "'CN=Cohowinery.com'");
    }

    @Test
    void findsBySubjectDistinguishedNameUnlessSaidOtherwise() {
        var settings = files.clientSettings();
        String subject = PKI.client().certificate().getSubjectX500Principal().getName();
        set(settings, "client-certificate.find-value", subject);

        var side = (MessageSecurityFeature.Client) client(settings).feature().side();

        assertThat(side.credentials().clientCertificate().certificate())
                .isEqualTo(PKI.client().certificate());
    }

    @Test
    void refusesFindTypeWithoutValue() {
        var settings = files.clientSettings();
        set(settings, "client-certificate.find-type", "find-by-subject-name");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("message-security.client-certificate.find-value is missing");
    }

    @Test
    void refusesTwoIdentities() {
        var settings = files.clientSettings();
        set(settings, "identity.certificate-file", "service.pem");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("identity.dns", "identity.certificate-file", "Remove one");
    }

    @Test
    void refusesPasswordBesidePemKey() {
        var settings = files.clientSettings();
        set(settings, "client-certificate.file", "client.pem");
        set(settings, "client-certificate.key-file", "client-key.pem");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("client-certificate.password-file", "client-certificate.key-file");
    }

    @Test
    void takesKeyAndCertificateInOnePemFile() throws IOException {
        files.write(
                "both.pem",
                Files.readString(files.file("client-key.pem")) + Files.readString(files.file("client.pem")));
        var settings = files.clientSettings();
        settings.keySet().removeIf(key -> key.contains("client-certificate."));
        set(settings, "client-certificate.file", "both.pem");

        assertThat(client(settings)).isNotNull();
    }

    @Test
    void takesThePasswordOfAnEncryptedPemKey() throws Exception {
        byte[] pkcs8 = PKI.client().key().getEncoded();
        files.write("locked-key.pem", encrypted(pkcs8));
        var settings = files.clientSettings();
        set(settings, "client-certificate.file", "client.pem");
        set(settings, "client-certificate.key-file", "locked-key.pem");

        assertThat(client(settings)).isNotNull();
        settings.remove("message-security.client-certificate.password-file");
        assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains("locked-key.password");
    }

    private static String encrypted(byte[] pkcs8) throws java.security.GeneralSecurityException, IOException {
        String algorithm = "PBEWithSHA1AndDESede";
        var cipher = javax.crypto.Cipher.getInstance(algorithm);
        cipher.init(
                javax.crypto.Cipher.ENCRYPT_MODE,
                javax.crypto.SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new javax.crypto.spec.PBEKeySpec(DemoFiles.PASSWORD.toCharArray())));
        byte[] encoded =
                new javax.crypto.EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(pkcs8)).getEncoded();
        return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    }

    @Test
    void refusesKeyAndCertificateOfTwoOwners() {
        PKI.untrustedTwin(CLIENT).writeCertificate(files.file("twin.pem"));
        var settings = files.clientSettings();
        settings.remove("message-security.client-certificate.password-file");
        set(settings, "client-certificate.file", "twin.pem");
        set(settings, "client-certificate.key-file", "client-key.pem");

        assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains("private key");
    }

    @Test
    void tellsOneProblemForMalformedFlag() {
        var settings = files.clientSettings();
        set(settings, "negotiate-service-credential", "maybe");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("There is a problem", "negotiate-service-credential is 'maybe' in '" + FILE + "'");
    }

    @Test
    void refusesPinnedPeersThatWouldNotCount() {
        var settings = files.clientSettings();
        set(settings, "trust.peers-file", "service.pem");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains(
                        "trust.peers-file is set",
                        "would not count",
                        "trust.mode 'peer-trust' or 'peer-or-chain-trust'");
    }

    @Test
    void tellsOneProblemForMalformedTrustMode() {
        var settings = files.clientSettings();
        settings.remove("message-security.trust.file");
        set(settings, "trust.mode", "peer-thrust");
        set(settings, "trust.peers-file", "service.pem");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("There is a problem", "trust.mode is 'peer-thrust'");
    }

    @Test
    void tellsOneProblemForMalformedFindType() {
        var settings = files.clientSettings();
        set(settings, "client-certificate.find-type", "find-by-colour");
        set(settings, "client-certificate.find-value", "red");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("There is a problem", "find-type is 'find-by-colour'");
    }

    @Test
    void namesKeyAndSourceOfValuesOutOfRange() {
        var settings = files.clientSettings();
        set(settings, "max-clock-skew", "2h");
        set(settings, "reader-quotas.max-depth", "0");
        set(settings, "replay-cache-size", "0");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains(
                        "There are 3 problems",
                        "max-clock-skew is '2h' in '" + FILE + "' (expected a duration of at most an hour",
                        "reader-quotas.max-depth is '0' in '" + FILE + "'",
                        "replay-cache-size is '0' in '" + FILE + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "address",
                "algorithm-suite",
                "client-certificate.file",
                "client-certificate.password-file",
                "client-certificate.find-value",
                "service-certificate.file",
                "trust.file",
                "trust.mode",
                "trust.revocation-list",
                "identity.dns"
            })
    void refusesEmptyValue(String key) {
        var settings = files.clientSettings();
        set(settings, key, "");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains(
                        "There is a problem",
                        "message-security." + key + " is empty in '" + FILE
                                + "' (expected a value). Set it or remove the line.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:99999/c", "http://localhost:0/c", "ftp://localhost/c", "http://local host/c"})
    void refusesAddressThatNobodyCanCall(String address) {
        var settings = files.clientSettings();
        set(settings, "address", address);

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains(
                        "message-security.address is '" + address + "'",
                        "an http:// address such as 'http://localhost:8080/Calculator' (without query, fragment and"
                                + " user; https:// is possible, too)");
    }

    @Test
    void takesPortZeroForServiceOnlyWhereItListens() {
        var settings = files.serviceSettings();
        set(settings, "address", "http://localhost:0/Calculator");
        assertThat(service(settings).listenOn()).hasPort(0);

        set(settings, "listen-uri", "http://localhost:8080/Calculator");
        assertRefused(() -> service(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("message-security.address is 'http://localhost:0/Calculator'");
    }

    @Test
    void tellsOneProblemForPasswordWhereItMustNotBe() {
        var settings = files.serviceSettings();
        set(settings, "service-certificate.password", DemoFiles.PASSWORD);

        assertRefused(() -> service(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains("There is a problem", "service-certificate.password is set in '" + FILE + "'")
                .doesNotContain(DemoFiles.PASSWORD);
    }

    @Test
    void namesTheKeyFileWhenThereIsNoKeyBesideAPemFile() throws IOException {
        Files.copy(files.file("client.pem"), files.file("alone.pem"));
        var settings = files.clientSettings();
        set(settings, "client-certificate.file", "alone.pem");

        assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains(
                        "There is a problem",
                        "there is no 'alone-key.pem' nor 'alone.key' beside it",
                        "Set message-security.client-certificate.key-file");
    }

    @Test
    void findsTheKeyBesideAPemFile() throws IOException {
        var settings = files.clientSettings();
        set(settings, "client-certificate.file", "client.pem");
        assertThat(client(settings).feature()).isNotNull();

        Files.copy(files.file("client.pem"), files.file("other.pem"));
        Files.copy(files.file("client-key.pem"), files.file("other.key"));
        set(settings, "client-certificate.file", "other.pem");
        assertThat(client(settings).feature()).isNotNull();
    }

    @Test
    void saysWhatIsPeculiarAboutAWrongPassword() {
        files.write("empty.password", "\nsecond line\n");
        files.write("echo.password", DemoFiles.PASSWORD + " \r\n");
        files.write("before.password", "\u00a0" + DemoFiles.PASSWORD);
        files.write("twice.password", "\ufeff\ufeff" + DemoFiles.PASSWORD);

        assertPasswordFileRefused("empty.password").contains("the password is wrong: it is empty (expected");
        assertPasswordFileRefused("echo.password").contains("it ends with a blank, as `echo secret > file`");
        assertPasswordFileRefused("before.password").contains("it begins with a blank");
        assertPasswordFileRefused("twice.password").contains("it has a character that cannot be seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void takesAByteOrderMarkForNoPartOfAPassword(String charset) throws IOException {
        Files.write(
                files.file("marked.password"),
                ("\ufeff" + DemoFiles.PASSWORD + "\r\n").getBytes(Charset.forName(charset)));
        var settings = files.clientSettings();
        set(settings, "client-certificate.password-file", "marked.password");

        assertThat(client(settings)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void takesPemInTheEncodingsOfWindows(String charset) throws IOException {
        for (String pem : List.of("client.pem", "client-key.pem", "ca.pem")) {
            String text = "\ufeff" + Files.readString(files.file(pem));
            Files.write(files.file("marked-" + pem), text.getBytes(Charset.forName(charset)));
        }
        var settings = files.clientSettings();
        settings.keySet().removeIf(key -> key.contains("client-certificate."));
        set(settings, "client-certificate.file", "marked-client.pem");
        set(settings, "client-certificate.key-file", "marked-client-key.pem");
        set(settings, "trust.file", "marked-ca.pem");

        assertThat(client(settings)).isNotNull();
    }

    /** As a properties file that MicroProfile Config itself reads gives it. */
    @Test
    void showsAPathThatBrokeOnOneLineWithItsEscapes() {
        var settings = files.clientSettings();
        set(settings, "trust.file", "C:\temp\new.pem");

        assertRefused(() -> client(settings), SecurityFault.CONFIGURATION_INVALID)
                .contains(
                        "There is a problem",
                        "message-security.trust.file is 'C:\\temp\\new.pem' in",
                        "write / between folders, or each backslash twice.");
    }

    @Test
    void opensAKeyStoreWithoutPassword() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", PKI.client().key(), new char[0], new Certificate[] {
            PKI.client().certificate()
        });
        try (var out = Files.newOutputStream(files.file("no-password.p12"))) {
            store.store(out, new char[0]);
        }
        files.write("no.password", "");
        var settings = files.clientSettings();
        set(settings, "client-certificate.file", "no-password.p12");
        set(settings, "client-certificate.password-file", "no.password");

        assertThat(client(settings)).isNotNull();
    }

    @Test
    void explainsPasswordFileThatCannotBeReadWithoutNamesOfClasses() throws IOException {
        Files.write(files.file("binary.password"), new byte[] {(byte) 0xC3, 0x28});

        assertPasswordFileRefused("absent.password")
                .contains("there is no such file", "relative names start at the folder of the settings file");
        assertPasswordFileRefused("binary.password").contains("line 1 is no UTF-8");
        assertPasswordFileRefused(".").contains("it is a folder");
    }

    @Test
    void tellsTheRemedyForEachFileThatCannotBeRead() {
        files.write("damaged.p12", "this is no key store");
        files.write("wrong.password", "not it\n");

        assertKeyStoreRefused("absent.p12").contains("relative names start at the folder of the settings file");
        assertKeyStoreRefused("damaged.p12").contains("`cert-tools inspect` shows what a file is.");
        assertPasswordFileRefused("wrong.password")
                .contains("Check the password file: it has to hold the password with which this store was written.");
    }

    private static AbstractStringAssert<?> assertKeyStoreRefused(String file) {
        var settings = files.clientSettings();
        set(settings, "client-certificate.file", file);
        return assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains("There is a problem")
                .doesNotContain("Exception", "Is a directory");
    }

    private static AbstractStringAssert<?> assertPasswordFileRefused(String file) {
        var settings = files.clientSettings();
        set(settings, "client-certificate.password-file", file);
        return assertRefused(() -> client(settings), SecurityFault.CREDENTIAL_UNREADABLE)
                .contains("There is a problem")
                .doesNotContain("Exception", "Is a directory");
    }

    private static ConfiguredClient client(Map<String, String> settings) {
        return configuration(settings, Map.of()).client();
    }

    private static ConfiguredService service(Map<String, String> settings) {
        return configuration(settings, Map.of()).service();
    }

    private static MessageSecurityConfiguration configuration(
            Map<String, String> settings, Map<String, String> environment) {
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, FILE, 250), new EnvConfigSource(environment, 300))
                .build();
        return MessageSecurityConfiguration.of(config, directory);
    }

    private static void set(Map<String, String> settings, String key, String value) {
        settings.put(MessageSecurityConfiguration.PREFIX + key, value);
    }

    private static AbstractStringAssert<?> assertRefused(ThrowingCallable call, SecurityFault fault) {
        var refused = catchThrowableOfType(MessageSecurityException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.fault()).as(refused.getMessage()).isEqualTo(fault);
        return assertThat(refused.getMessage());
    }

    private static void assertSameFeature(MessageSecurityFeature actual, MessageSecurityFeature expected) {
        assertThat(actual.binding()).isEqualTo(expected.binding());
        assertThat(actual.address()).isEqualTo(expected.address());
        assertThat(actual.side())
                .usingRecursiveComparison()
                .withEqualsForType(
                        (one, other) -> one.certificate().equals(other.certificate())
                                && one.privateKey().equals(other.privateKey()),
                        X509Credential.class)
                .withEqualsForType(Object::equals, CertificateTrust.class)
                .ignoringFields("credentials.source")
                .withEqualsForType(Object::equals, java.security.cert.X509Certificate.class)
                .isEqualTo(expected.side());
    }
}
