// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.config.HostKeys;
import dev.wshttp.security.config.ServiceModelConfigSource;
import dev.wshttp.security.internal.settings.StoreKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service's file becomes. */
class ServiceModelServiceTest {
    private static final String ADDRESS = "address=\"http://localhost:8000/Calculator\"";
    private static final String METADATA = "<serviceMetadata/>";
    private static final String PUBLISHED = "<serviceMetadata httpGetEnabled=\"True\"/>";
    private static final String MEX =
            "<endpoint address=\"mex\" binding=\"mexHttpBinding\" contract=\"IMetadataExchange\"/></service>";

    @TempDir
    Path directory;

    @Test
    void tellsThatTheFileOfWcfsDocumentationNamesABindingThatDoesNotExist() {
        assertThat(problems(seed()))
                .isEqualTo("There is a problem with the settings:\n  - Web.config, line 17, <endpoint"
                        + " bindingConfiguration=\"MessageAndCertificateClient\"> names a <binding> of <wsHttpBinding> that"
                        + " does not exist (expected one of: 'WSHttpBinding_ICalculator'). Write the name of an existing one"
                        + " here, or rename that one.");
    }

    @Test
    void readsTheFileOfWcfsDocumentationOnceTheNameIsCorrected() {
        assertThat(settings(seed().with("MessageAndCertificateClient", "WSHttpBinding_ICalculator")))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("message-security.address", "http://localhost/Calculator"),
                        Map.entry("message-security.client-credential-type", "certificate"),
                        Map.entry("message-security.service-certificate.file", "service.p12"),
                        Map.entry("message-security.service-certificate.find-type", "find-by-subject-name"),
                        Map.entry("message-security.service-certificate.find-value", "Contoso.com"),
                        Map.entry("message-security.trust.mode", "chain-trust"),
                        Map.entry("message-security.trust.file", "ca.pem"),
                        Map.entry("message-security.trust.revocation-mode", "online"),
                        Map.entry("service.metadata", "false"),
                        Map.entry("service.page", "true")));
    }

    @Test
    void readsTheShapeOfWcfsSample() {
        WcfFile file = WcfFile.SERVICE
                .with(ADDRESS, "address=\"\"")
                .with(
                        "</service>",
                        "<host><baseAddresses><add baseAddress=\"http://localhost:8000/sample\"/></baseAddresses></host>"
                                + MEX)
                .with(METADATA, PUBLISHED)
                .with(
                        "<serviceDebug/>",
                        "<serviceDebug includeExceptionDetailInFaults=\"False\" httpHelpPageEnabled=\"false\"/>")
                .with(
                        "<serviceCertificate findValue=\"CN=Contoso.com\"/>",
                        "<serviceCertificate findValue=\"localhost\" storeLocation=\"LocalMachine\" storeName=\"My\""
                                + " x509FindType=\"FindBySubjectName\"/>")
                .with("revocationMode=\"NoCheck\"", "certificateValidationMode=\"PeerOrChainTrust\"")
                .withStore("local-machine.trusted-people", "people");

        assertThat(settings(file))
                .containsAllEntriesOf(Map.of(
                        "message-security.address", "http://localhost:8000/sample",
                        "message-security.service-certificate.file", "my",
                        "message-security.service-certificate.find-type", "find-by-subject-name",
                        "message-security.trust.mode", "peer-or-chain-trust",
                        "message-security.trust.peers-file", "people",
                        "message-security.trust.revocation-mode", "online",
                        "service.metadata", "true",
                        "service.page", "false"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', http://localhost:8000/base, http://localhost:8000/base",
        "basic, http://localhost:8000/base, http://localhost:8000/base/basic",
        "/basic, http://localhost:8000/base/, http://localhost:8000/base/basic",
        "http://other/x, http://localhost:8000/base, http://other/x"
    })
    void putsRelativeAddressesBehindTheBaseAddress(String address, String base, String expected) {
        WcfFile file = WcfFile.SERVICE
                .with(ADDRESS, "address=\"" + address + "\"")
                .with(
                        "<endpoint ",
                        "<host><baseAddresses><add baseAddress=\"net.tcp://localhost/\"/><add baseAddress=\"" + base
                                + "\"/></baseAddresses></host><endpoint ");

        assertThat(settings(file)).containsEntry("message-security.address", expected);
    }

    @Test
    void leavesBaseAddressesOfOtherSchemesAlone() {
        WcfFile file = WcfFile.SERVICE
                .with(ADDRESS, "address=\"\"")
                .with(
                        "<endpoint ",
                        "<host><baseAddresses><add baseAddress=\"HTTP://localhost:8000/base\"/>"
                                + "<add baseAddress=\"net.tcp://localhost/\"/></baseAddresses></host><endpoint ");

        assertThat(settings(file)).containsEntry("message-security.address", "http://localhost:8000/base");
    }

    @Test
    void refusesASecondBaseAddressForHttp() {
        WcfFile file = WcfFile.SERVICE.with(
                "<endpoint ",
                "<host><baseAddresses><add baseAddress=\"http://localhost:8000/base\"/>"
                        + "<add baseAddress=\"http://localhost:8001/base\"/></baseAddresses></host><endpoint ");

        assertThat(problems(file)).contains("8001/base\"> is a second base address for http", "There is a problem");
    }

    @Test
    void refusesASwitchThatIsSetByStandingThere() {
        assertThat(problems(WcfFile.SERVICE.with("<serviceDebug/>", "<useRequestHeadersForMetadataAddress/>")))
                .contains("<useRequestHeadersForMetadataAddress> is not supported");
    }

    @Test
    void refusesWhatABehaviourWithoutNameWouldDoToEveryEndpoint() {
        String unnamed = "<endpointBehaviors><behavior><dataContractSerializer maxItemsInObjectGraph=\"3\"/></behavior>"
                + "</endpointBehaviors></behaviors>";

        assertThat(problems(WcfFile.SERVICE.with("</behaviors>", unnamed)))
                .contains("<dataContractSerializer> is not supported");
        assertThat(settings(WcfFile.SERVICE.with(
                        "</behaviors>", unnamed.replace("<behavior>", "<behavior name=\"Others\">"))))
                .isNotEmpty();
    }

    @Test
    void refusesAStoreThatNobodyWouldLookInto() {
        assertThat(problems(WcfFile.SERVICE.with(
                        "findValue=\"CN=Contoso.com\"", "findValue=\"CN=Contoso.com\" storeName=\"Disallowed\"")))
                .contains("storeName=\"Disallowed\"> is not supported (expected");
        assertThat(StoreKey.isKey("message-security.stores.local-machine.disallowed"))
                .isFalse();
    }

    @Test
    void needsAnAbsoluteAddressOrABase() {
        WcfFile relative = WcfFile.SERVICE.with(ADDRESS, "address=\"calculator\"");

        assertThat(problems(relative))
                .contains(
                        "line 5, <endpoint address=\"calculator\"> is relative, and the service has no base address for http");
        assertThat(settings(relative.withOutside("message-security.address", "http://localhost/c")))
                .doesNotContainKey("message-security.address");
        assertThat(problems(WcfFile.SERVICE.with(ADDRESS, "address=\"net.tcp://localhost/c\"")))
                .contains("is not supported: it makes 'net.tcp://localhost/c' (expected an http://");
    }

    @Test
    void readsWhereToListen() {
        assertThat(settings(WcfFile.SERVICE.with(ADDRESS, ADDRESS + " listenUri=\"http://0.0.0.0:0/c\"")))
                .containsEntry("message-security.listen-uri", "http://0.0.0.0:0/c");
    }

    @Test
    void readsHowLongASessionMayRest() {
        assertThat(settings(WcfFile.SERVICE.with("<binding ", "<binding receiveTimeout=\"00:20:00\" ")))
                .containsEntry("message-security.session.inactivity-timeout", "PT20M");
    }

    @Test
    void readsTheNameOfTheService() {
        assertThat(settings(identity("<dns value=\"Contoso.com\"/><certificateReference storeName=\"My\"/>")))
                .containsEntry("message-security.identity.dns", "Contoso.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<certificate encodedValue=\"AAAA\"/>", "<certificateReference findValue=\"a\"/>"})
    void refusesCertificatesAsIdentities(String content) {
        assertThat(problems(identity(content)))
                .startsWith("There is a problem")
                .contains("is not supported on a service (expected <dns>)");
    }

    @Test
    void publishesNothingUnlessToldAsWcfDoes() {
        assertThat(settings(WcfFile.SERVICE)).containsEntry("service.metadata", "false");
        assertThat(settings(WcfFile.SERVICE.with(METADATA, ""))).containsEntry("service.metadata", "false");
        assertThat(settings(WcfFile.SERVICE.with(METADATA, PUBLISHED))).containsEntry("service.metadata", "true");
        assertThat(settings(WcfFile.SERVICE.with("<serviceDebug/>", ""))).containsEntry("service.page", "true");
    }

    @Test
    void takesPagesOfProgramsWithoutThatKeyAtTheirDefaultOnly() {
        WcfFile published = WcfFile.SERVICE.with(METADATA, PUBLISHED);
        var other = new HostKeys("program.", Map.of(HostKeys.Setting.HELP_PAGE, "program.page"));

        assertThat(WcfFile.problems(
                        directory,
                        () -> ServiceModelConfigSource.ofService(
                                published.write(directory, "Web.config"), published.config(), other)))
                .contains(
                        "<serviceMetadata httpGetEnabled=\"True\"> has no equivalent in this program (expected 'false'");
    }

    /** The program publishes the endpoint itself, so it decides what else it shows. */
    @Test
    void leavesThePagesToAProgramThatHostsTheEndpointItself() {
        WcfFile published = WcfFile.SERVICE.with(METADATA, PUBLISHED);

        var settings = ServiceModelConfigSource.ofService(
                published.write(directory, "Web.config"), published.config(), HostKeys.NONE);

        assertThat(settings.getPropertyNames())
                .contains("message-security.address")
                .noneMatch(key -> key.contains("metadata"));
    }

    @Test
    void takesElementsWithTheDefaultsOfWcf() {
        String defaults =
                "<serviceAuthorization principalPermissionMode=\"UseWindowsGroups\" impersonateCallerForAllOperations=\"false\">"
                        + "<authorizationPolicies/></serviceAuthorization>"
                        + "<serviceTimeouts transactionTimeout=\"00:00:00\"/>"
                        + "<dataContractSerializer maxItemsInObjectGraph=\"65536\"/>";

        assertThat(settings(WcfFile.SERVICE.with(METADATA, METADATA + defaults)))
                .isEqualTo(settings(WcfFile.SERVICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<serviceTimeouts transactionTimeout=\"00:01:00\"/>"})
    void refusesOtherValuesThanTheDefaultsOfWcf(String element) {
        assertThat(problems(WcfFile.SERVICE.with(METADATA, METADATA + element)))
                .contains("There is a problem", "(expected no such element, or one with WCF's defaults)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<serviceAuthorization principalPermissionMode=\"Custom\"/>",
                "<serviceAuthorization principalPermissionMode=\"Always\"/>",
                "<serviceAuthorization principalPermissionMode=\"UseAspNetRoles\" roleProviderName=\"Any\"/>"
            })
    void refusesRolesThatNothingGives(String element) {
        assertThat(problems(WcfFile.SERVICE.with(METADATA, METADATA + element)))
                .contains("There is a problem", "message-security.service-authorization.roles-file", "withRoles");
    }

    @Test
    void takesTheRolesOfAFileInPlaceOfThoseOfAspNet() {
        String element = "<serviceAuthorization principalPermissionMode=\"UseAspNetRoles\" roleProviderName=\"Any\"/>";
        String key =
                "<appSettings><add key=\"message-security.service-authorization.roles-file\" value=\"roles.txt\"/></appSettings>";

        assertThat(settings(WcfFile.SERVICE
                        .with(METADATA, METADATA + element)
                        .with("<configuration>", "<configuration>" + key)))
                .containsEntry("message-security.service-authorization.roles-file", "roles.txt");
    }

    @Test
    void switchesTheAuditTrailOn() {
        assertThat(settings(WcfFile.SERVICE.with(
                        METADATA,
                        METADATA
                                + "<serviceSecurityAudit auditLogLocation=\"Application\" suppressAuditFailure=\"False\""
                                + " messageAuthenticationAuditLevel=\"SuccessOrFailure\""
                                + " serviceAuthorizationAuditLevel=\"Failure\"/>")))
                .containsEntry("message-security.audit.message-authentication", "success-or-failure")
                .containsEntry("message-security.audit.service-authorization", "failure")
                .containsEntry("message-security.audit.suppress-failure", "false");
        assertThat(settings(WcfFile.SERVICE.with(
                        METADATA, METADATA + "<serviceSecurityAudit auditLogLocation=\"Default\"/>")))
                .isEqualTo(settings(WcfFile.SERVICE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auditLogLocation=\"Security\" | (expected 'Default' or 'Application', or no such attribute): there is no protected log of Windows",
                "auditLogLocation=\"File\" | (expected one of Default, Application, Security)",
                "messageAuthenticationAuditLevel=\"All\" | (expected one of None, Success, Failure, SuccessOrFailure)",
                "serviceAuthorizationAuditLevel=\"success\" | (expected one of None, Success, Failure, SuccessOrFailure)",
                "suppressAuditFailure=\"no\" | (expected 'true' or 'false')",
                "surprise=\"\" | there is no 'surprise'",
            })
    void explainsWhatItDoesNotTakeOfAnAudit(String attribute, String explanation) {
        assertThat(problems(WcfFile.SERVICE.with(METADATA, METADATA + "<serviceSecurityAudit " + attribute + "/>")))
                .contains("<serviceSecurityAudit")
                .contains(explanation);
    }

    @Test
    void takesTheElementOfIisThatHasNoEffectElsewhere() {
        assertThat(settings(WcfFile.SERVICE.with(
                        "<services>", "<serviceHostingEnvironment multipleSiteBindingsEnabled=\"true\"/><services>")))
                .isEqualTo(settings(WcfFile.SERVICE));
        assertThat(problems(WcfFile.SERVICE.with(
                        "<services>", "<serviceHostingEnvironment aspNetCompatibilityEnabled=\"true\"/><services>")))
                .contains("there is no IIS around the service");
    }

    @Test
    void endsSessionsAfterTheTimeOfTheBindingOrNever() {
        assertThat(settings(WcfFile.SERVICE.with(
                        "<binding name=\"Secured\">", "<binding name=\"Secured\" receiveTimeout=\"Infinite\">")))
                .containsEntry("message-security.session.inactivity-timeout", "PT256204778H48M5.4775807S");
    }

    @Test
    void takesAwayBaseAddressesThatClearAndRemoveTakeAway() {
        String addresses = "<host><baseAddresses><add baseAddress=\"http://other/\"/><clear/>"
                + "<add baseAddress=\"http://third/\"/><remove baseAddress=\"http://third/\"/>"
                + "<add baseAddress=\"http://localhost:8000/\"/></baseAddresses></host><endpoint name=\"Calculator\"";
        WcfFile file = WcfFile.SERVICE
                .with("<endpoint name=\"Calculator\"", addresses)
                .with("address=\"http://localhost:8000/Calculator\"", "address=\"Calculator\"");

        assertThat(settings(file)).isEqualTo(settings(WcfFile.SERVICE));
    }

    @Test
    void takesEndpointsForMetadataWhereTheDocumentIsPublished() {
        WcfFile file = WcfFile.SERVICE.with("</service>", MEX);

        assertThat(problems(file))
                .contains("line 7, <endpoint> is for WS-MetadataExchange, which there is not here")
                .contains("Add <serviceMetadata httpGetEnabled=\"true\"/>");
        assertThat(settings(file.with(METADATA, PUBLISHED)))
                .isEqualTo(settings(WcfFile.SERVICE.with(METADATA, PUBLISHED)));
        assertThat(settings(file.with(METADATA, PUBLISHED)
                        .with("binding=\"mexHttpBinding\" contract=\"IMetadataExchange\"", "kind=\"mexEndpoint\"")))
                .containsEntry("service.metadata", "true");
    }

    @Test
    void publishesAtTheAddressOnly() {
        String other = "<serviceMetadata httpGetEnabled=\"true\" httpGetUrl=\"http://localhost:8000/wsdl\"/>";

        assertThat(problems(WcfFile.SERVICE.with(METADATA, other)))
                .contains(
                        "is not supported (expected the address of the endpoint, 'http://localhost:8000/Calculator')");
        assertThat(settings(WcfFile.SERVICE.with(METADATA, other.replace("wsdl", "Calculator"))))
                .containsEntry("service.metadata", "true");
    }

    @Test
    void choosesAmongTheEndpointsOfAllServices() {
        WcfFile two = WcfFile.SERVICE.with(
                "</services>",
                "<service name=\"s\"><endpoint name=\"Other\" binding=\"any\" contract=\"c\"/><surprise/></service></services>");

        assertThat(problems(two))
                .contains(
                        "<services> has 2 endpoints",
                        "'Calculator' of 'ICalculator' on line 5, 'Other' of 'c' on line");
        assertThat(settings(two.withOutside("message-security.endpoint", "Calculator")))
                .isEqualTo(settings(WcfFile.SERVICE));
        assertThat(problems(new WcfFile(WcfFile.CLIENT.xml(), Map.of())))
                .contains("<system.serviceModel> has no <endpoint> for a service");
    }

    @Test
    void needsACertificate() {
        assertThat(problems(WcfFile.SERVICE.with("<serviceCertificate findValue=\"CN=Contoso.com\"/>", "")))
                .contains("<serviceCredentials> has no service certificate");
        assertThat(problems(WcfFile.SERVICE.with(" behaviorConfiguration=\"Credentials\"", "")))
                .contains("line 4, <service> has no service certificate");
        assertThat(problems(
                        WcfFile.SERVICE.with("behaviorConfiguration=\"Credentials\"", "behaviorConfiguration=\"x\"")))
                .startsWith("There is a problem")
                .contains("names a <behavior> of <serviceBehaviors> that does not exist");
    }

    @Test
    void readsTheSecurityOfCustomBindings() {
        assertThat(settings(custom("authenticationMode=\"MutualCertificate\"", "")))
                .containsEntry("message-security.negotiate-service-credential", "false")
                .containsEntry("message-security.establish-security-context", "false");
        assertThat(settings(custom("authenticationMode=\"MutualSslNegotiated\"", "")))
                .containsEntry("message-security.negotiate-service-credential", "true")
                .containsEntry("message-security.establish-security-context", "false");
        assertThat(settings(conversation("MutualCertificate", "", "")))
                .containsEntry("message-security.negotiate-service-credential", "false")
                .containsEntry("message-security.establish-security-context", "true");
        assertThat(settings(conversation("MutualSslNegotiated", "", "")))
                .containsEntry("message-security.negotiate-service-credential", "true")
                .containsEntry("message-security.establish-security-context", "true");
    }

    @Test
    void refusesOtherCustomBindings() {
        assertThat(problems(custom("authenticationMode=\"SspiNegotiated\"", "")))
                .contains(
                        "is not supported (expected one of MutualCertificate, MutualSslNegotiated, SecureConversation)");
        assertThat(problems(custom("", ""))).contains("<security> has no authenticationMode, and WCF's default is");
        assertThat(problems(custom("authenticationMode=\"SecureConversation\"", "")))
                .contains("<security> has no <secureConversationBootstrap>");
        assertThat(problems(conversation("SecureConversation", "", "")))
                .contains("(expected one of MutualCertificate, MutualSslNegotiated)");
        assertThat(problems(WcfFile.SERVICE.withCustomBinding("<httpTransport/>")))
                .contains("<binding> has no <security>");
        assertThat(problems(WcfFile.SERVICE.withCustomBinding("<security authenticationMode=\"MutualCertificate\"/>")))
                .contains("<binding> has no <httpTransport>");
        assertThat(
                        problems(
                                WcfFile.SERVICE.withCustomBinding(
                                        "<security authenticationMode=\"MutualCertificate\"/><binaryMessageEncoding/><httpTransport/>")))
                .contains("<binaryMessageEncoding> is not supported here (expected one of: httpTransport,");
        assertThat(problems(WcfFile.SERVICE.withCustomBinding("<security authenticationMode=\"MutualCertificate\"/>"
                        + "<textMessageEncoding/><mtomMessageEncoding/><httpTransport/>")))
                .contains("<mtomMessageEncoding> stands beside <textMessageEncoding> (expected one of the two)");
        assertThat(problems(custom("authenticationMode=\"MutualCertificate\"", "")
                        .with(" bindingConfiguration=\"Secured\"", "")))
                .contains("<endpoint> has no bindingConfiguration");
    }

    @Test
    void readsTheEncodingsOfCustomBindings() {
        String security = "<security authenticationMode=\"MutualCertificate\"/>";
        assertThat(settings(WcfFile.SERVICE.withCustomBinding(
                        security + "<mtomMessageEncoding writeEncoding=\"utf-16\"/><httpTransport/>")))
                .containsEntry("message-security.message-encoding", "mtom")
                .containsEntry("message-security.text-encoding", "utf-16");
        assertThat(settings(WcfFile.SERVICE.withCustomBinding(
                        security + "<textMessageEncoding writeEncoding=\"unicodeFFFE\"/><httpTransport/>")))
                .containsEntry("message-security.text-encoding", "unicodeFFFE")
                .doesNotContainKey("message-security.message-encoding");
    }

    @Test
    void readsTheSuiteOfCustomBindings() {
        assertThat(settings(custom("authenticationMode=\"MutualCertificate\" defaultAlgorithmSuite=\"Basic128\"", "")))
                .containsEntry("message-security.algorithm-suite", "basic128");
        assertThat(problems(conversation("MutualCertificate", "", "")
                        .with("<security ", "<security defaultAlgorithmSuite=\"Basic128\" ")))
                .contains("<secureConversationBootstrap> differs from the <security> around it");
    }

    @Test
    void takesConfirmationsAsWSHttpBindingHasThem() {
        String confirmed = " requireSignatureConfirmation=\"true\"";

        assertThat(settings(custom("authenticationMode=\"MutualCertificate\"" + confirmed, "")))
                .containsEntry("message-security.negotiate-service-credential", "false");
        assertThat(problems(custom("authenticationMode=\"MutualSslNegotiated\"" + confirmed, "")))
                .contains("(expected 'false', as WSHttpBinding has it for MutualSslNegotiated)");
    }

    @ParameterizedTest
    @CsvSource({
        "maxClockSkew, 00:02:00, max-clock-skew, PT2M",
        "replayCacheSize, 10, replay-cache-size, 10",
        "negotiationTimeout, 00:00:30, negotiation.timeout, PT30S",
        "maxStatefulNegotiations, 7, negotiation.max-pending, 7",
        "issuedCookieLifetime, 01:00:00, negotiation.token-lifetime, PT1H",
        "maxCachedCookies, 9, negotiation.max-tokens, 9"
    })
    void readsTheLocalSettingsOfNegotiations(String attribute, String value, String key, String expected) {
        String settings = "<localServiceSettings " + attribute + "=\"" + value + "\"/>";

        assertThat(settings(custom("authenticationMode=\"MutualSslNegotiated\"", settings)))
                .containsEntry("message-security." + key, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sessionKeyRenewalInterval, 05:00:00, session.key-lifetime, PT5H",
        "sessionKeyRolloverInterval, 00:01:00, session.key-rollover-interval, PT1M",
        "inactivityTimeout, 00:03:00, session.pending-timeout, PT3M",
        "maxPendingSessions, 7, session.max-pending, 7"
    })
    void readsTheLocalSettingsOfSessions(String attribute, String value, String key, String expected) {
        String local = "<localServiceSettings " + attribute + "=\"" + value + "\"/>";

        assertThat(settings(conversation("MutualSslNegotiated", local, "")))
                .containsEntry("message-security." + key, expected);
        assertThat(problems(conversation("MutualSslNegotiated", "", local)))
                .contains("it belongs to the outer <security>");
    }

    @Test
    void needsTheSameForSessionAndNegotiation() {
        String local = "<localServiceSettings maxClockSkew=\"00:02:00\"/>";

        assertThat(settings(conversation("MutualSslNegotiated", local, local)))
                .containsEntry("message-security.max-clock-skew", "PT2M");
        assertThat(problems(conversation("MutualSslNegotiated", local, "")))
                .contains("<localServiceSettings maxClockSkew=\"00:02:00\"> differs between <security> and");
        assertThat(problems(conversation("MutualSslNegotiated", "", local))).contains("Write maxClockSkew in both");
    }

    @Test
    void takesTheSettingsOfNegotiationsInTheBootstrapOnly() {
        String local = "<localServiceSettings negotiationTimeout=\"00:00:30\"/>";
        String cookies = "<localServiceSettings issuedCookieLifetime=\"01:00:00\"/>";

        assertThat(settings(conversation("MutualSslNegotiated", "", local)))
                .containsEntry("message-security.negotiation.timeout", "PT30S");
        assertThat(problems(conversation("MutualSslNegotiated", local, "")))
                .contains("it belongs to the <secureConversationBootstrap>");
        assertThat(problems(conversation("MutualSslNegotiated", "", cookies)))
                .contains("(expected '00:15:00', or no such attribute)");
    }

    @Test
    void readsTheTransportOfCustomBindings() {
        WcfFile file = custom("authenticationMode=\"MutualCertificate\"", "")
                .with(
                        "<httpTransport/>",
                        "<textMessageEncoding><readerQuotas maxDepth=\"8\"/></textMessageEncoding>"
                                + "<httpTransport maxReceivedMessageSize=\"70000\" maxBufferSize=\"70000\"/>");

        assertThat(settings(file))
                .containsEntry("message-security.reader-quotas.max-depth", "8")
                .containsEntry("message-security.max-received-message-bytes", "70000");
        assertThat(problems(file.with("maxBufferSize=\"70000\"", "maxBufferSize=\"80000\"")))
                .contains("(expected maxReceivedMessageSize, which is '70000')");
    }

    @Test
    void leavesTheSettingsOfTheOtherSideAlone() {
        assertThat(settings(custom(
                        "authenticationMode=\"MutualCertificate\"", "<localClientSettings cacheCookies=\"false\"/>")))
                .isEqualTo(settings(custom("authenticationMode=\"MutualCertificate\"", "")));
    }

    @Test
    void readsTheLocalSettingsOfClients() {
        String local =
                "<localClientSettings sessionKeyRenewalInterval=\"05:00:00\" sessionKeyRolloverInterval=\"00:01:00\""
                        + " reconnectTransportOnFailure=\"false\"/>";
        WcfFile file = WcfFile.CLIENT.withCustomBinding(
                "<security authenticationMode=\"SecureConversation\">" + local
                        + "<secureConversationBootstrap authenticationMode=\"MutualSslNegotiated\"/></security><httpTransport/>");

        assertThat(file.asClient(directory).getProperties())
                .containsEntry("message-security.session.key-renewal-interval", "PT5H")
                .containsEntry("message-security.session.key-rollover-interval", "PT1M");
    }

    private static WcfFile custom(String attributes, String local) {
        return WcfFile.SERVICE.withCustomBinding(
                "<security " + attributes + ">" + local + "</security><httpTransport/>");
    }

    private static WcfFile conversation(String bootstrap, String local, String localOfBootstrap) {
        return custom(
                "authenticationMode=\"SecureConversation\"",
                local + "<secureConversationBootstrap authenticationMode=\"" + bootstrap + "\">" + localOfBootstrap
                        + "</secureConversationBootstrap>");
    }

    private static WcfFile identity(String content) {
        return WcfFile.SERVICE.with(
                "bindingConfiguration=\"Secured\"/>",
                "bindingConfiguration=\"Secured\"><identity>" + content + "</identity></endpoint>");
    }

    private static WcfFile seed() {
        return WcfFile.ofResource("Web.config")
                .withStore("local-machine.my", "service.p12")
                .withStore("local-machine.root", "ca.pem");
    }

    private Map<String, String> settings(WcfFile file) {
        return file.asService(directory).getProperties();
    }

    private String problems(WcfFile file) {
        return WcfFile.problems(directory, () -> file.asService(directory));
    }
}
