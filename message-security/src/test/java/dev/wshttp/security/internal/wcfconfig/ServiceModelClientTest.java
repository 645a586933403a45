// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.HttpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client's file becomes. */
class ServiceModelClientTest {
    private static final String DNS = "<identity><dns value=\"Contoso.com\"/></identity>";
    private static final String MESSAGE = "<message clientCredentialType=\"Certificate\"/>";
    private static final String NO_CHECK = "<authentication revocationMode=\"NoCheck\"/>";
    private static final String CLIENT_CERTIFICATE = "<clientCertificate findValue=\"CN=Cohowinery.com\"/>";

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path directory;

    @Test
    void readsTheFileOfWcfsDocumentation() {
        WcfFile file = WcfFile.ofResource("App.config")
                .withStore("local-machine.my", "client.p12")
                .withStore("local-machine.my.password-file", "store.password")
                .withStore("local-machine.root", "ca.pem");

        assertThat(settings(file))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("message-security.address", "http://machineName/Calculator"),
                        Map.entry("message-security.client-credential-type", "certificate"),
                        Map.entry("message-security.identity.dns", "Contoso.com"),
                        Map.entry("message-security.client-certificate.file", "client.p12"),
                        Map.entry("message-security.client-certificate.password-file", "store.password"),
                        Map.entry("message-security.client-certificate.find-type", "find-by-subject-name"),
                        Map.entry("message-security.client-certificate.find-value", "Cohowinery.com"),
                        Map.entry("message-security.trust.mode", "chain-trust"),
                        Map.entry("message-security.trust.file", "ca.pem"),
                        Map.entry("message-security.trust.revocation-mode", "online")));
    }

    @Test
    void readsWhatSvcutilWrites() {
        WcfFile file = WcfFile.CLIENT
                .with("<binding name=\"Secured\">", """
                        <binding name="Secured" closeTimeout="00:01:00" openTimeout="00:01:00"
                            receiveTimeout="00:10:00" sendTimeout="00:01:00" bypassProxyOnLocal="false"
                            transactionFlow="false" hostNameComparisonMode="StrongWildcard" maxBufferPoolSize="524288"
                            maxReceivedMessageSize="65536" messageEncoding="Text" textEncoding="utf-8"
                            useDefaultWebProxy="true" allowCookies="false">
                            <readerQuotas maxDepth="32" maxStringContentLength="8192" maxArrayLength="16384"
                                maxBytesPerRead="4096" maxNameTableCharCount="16384"/>
                            <reliableSession ordered="true" inactivityTimeout="00:10:00" enabled="false"/>
                        """)
                .with("<security>", """
                        <security mode="Message">
                          <transport clientCredentialType="Windows" proxyCredentialType="None" realm=""/>
                        """)
                .with(MESSAGE, """
                        <message clientCredentialType="Certificate" negotiateServiceCredential="true"
                            algorithmSuite="Default" establishSecurityContext="true"/>
                        """)
                .with(
                        DNS,
                        "<identity><certificate encodedValue=\""
                                + serialized(PKI.service().certificate()) + "\"/></identity>");

        Map<String, String> settings = settings(file);
        var expected = new TreeMap<>(settings(WcfFile.CLIENT));
        expected.remove("message-security.identity.dns");
        expected.putAll(Map.of("message-security.message-encoding", "text", "message-security.text-encoding", "utf-8"));
        expected.putAll(Map.of(
                "message-security.identity.certificate",
                        serialized(PKI.service().certificate()),
                "message-security.max-received-message-bytes", "65536",
                "message-security.reader-quotas.max-depth", "32",
                "message-security.open-timeout", "PT1M",
                "message-security.send-timeout", "PT1M",
                "message-security.negotiate-service-credential", "true",
                "message-security.establish-security-context", "true",
                "message-security.algorithm-suite", "basic256"));
        assertThat(settings).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<message, negotiateServiceCredential, False, negotiate-service-credential, false",
        "<message, establishSecurityContext, false, establish-security-context, false",
        "<message, algorithmSuite, Basic128Sha256, algorithm-suite, basic128sha256",
        "<message, algorithmSuite, TripleDesSha256Rsa15, algorithm-suite, tripledessha256rsa15",
        "<binding, messageEncoding, Mtom, message-encoding, mtom",
        "<binding, messageEncoding, Text, message-encoding, text",
        "<binding, textEncoding, utf-16, text-encoding, utf-16",
        "<binding, textEncoding, Unicode, text-encoding, utf-16",
        "<binding, textEncoding, unicodeFFFE, text-encoding, unicodeFFFE",
        "<binding, textEncoding, UTF-16BE, text-encoding, unicodeFFFE",
        "<binding, maxReceivedMessageSize, 1000000, max-received-message-bytes, 1000000",
        "<clientCertificate, x509FindType, FindByThumbprint, client-certificate.find-type, find-by-thumbprint",
    })
    void givesEachAttributeItsKey(String element, String attribute, String value, String key, String expected) {
        WcfFile file = WcfFile.CLIENT.with(element + " ", element + " " + attribute + "=\"" + value + "\" ");

        assertThat(settings(file)).containsEntry("message-security." + key, expected);
    }

    @Test
    void readsTimeouts() {
        assertThat(settings(WcfFile.CLIENT.with(
                        "<binding ", "<binding openTimeout=\"00:00:07\" sendTimeout=\"00:02:00.5\" ")))
                .containsEntry("message-security.open-timeout", "PT7S")
                .containsEntry("message-security.send-timeout", "PT2M0.5S");
        assertThat(problems(WcfFile.CLIENT.with("<binding ", "<binding sendTimeout=\"soon\" ")))
                .contains("<binding sendTimeout=\"soon\">");
    }

    @Test
    void readsTheBindingWithoutNameForEndpointsThatNameNone() {
        WcfFile file = WcfFile.CLIENT
                .with(" bindingConfiguration=\"Secured\"", "")
                .with("<binding name=\"Secured\">", "<binding name=\"Other\"/><binding>");

        assertThat(settings(file)).isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void readsTheBehaviourWithoutNameForEndpointsThatNameNone() {
        WcfFile file = WcfFile.CLIENT
                .with(" behaviorConfiguration=\"Credentials\"", "")
                .with("<behavior name=\"Credentials\">", "<behavior name=\"Other\"/><behavior>");

        assertThat(settings(file)).isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void needsCertificateCredentialsBecauseWcfsDefaultIsWindows() {
        assertThat(problems(WcfFile.CLIENT.with(MESSAGE, "<message/>")))
                .contains("App.config, line 13, <message> has no clientCredentialType, and WCF's default is 'Windows'");
        assertThat(problems(WcfFile.CLIENT.with(MESSAGE, "")))
                .contains("line 12, <security> has no clientCredentialType");
        assertThat(problems(WcfFile.CLIENT.with(" bindingConfiguration=\"Secured\"", "")))
                .contains("line 4, <endpoint> has no bindingConfiguration, and WCF's default credential is 'Windows'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Windows", "UserName", "IssuedToken", "None", "certificate"})
    void refusesOtherCredentials(String type) {
        assertThat(problems(WcfFile.CLIENT.with("\"Certificate\"", "\"" + type + "\"")))
                .contains("line 13, <message clientCredentialType=\"" + type
                        + "\"> is not supported (expected 'Certificate')");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "messageEncoding, MTOM, `one of Text, Mtom`",
                "messageEncoding, Binary, `one of Text, Mtom`",
                "textEncoding, utf-7, `'utf-8', 'utf-16' or 'unicodeFFFE'`",
                "textEncoding, iso-8859-1, `'utf-8', 'utf-16' or 'unicodeFFFE'`",
            })
    void refusesOtherEncodings(String attribute, String value, String expected) {
        assertThat(problems(WcfFile.CLIENT.with("<binding ", "<binding " + attribute + "=\"" + value + "\" ")))
                .contains(" " + attribute + "=\"" + value + "\"> is not supported (expected " + expected + ")");
    }

    @Test
    void refusesSuitesThatAreNotHere() {
        assertThat(problems(WcfFile.CLIENT.with("<message ", "<message algorithmSuite=\"TripleDes256\" ")))
                .contains(
                        "<message algorithmSuite=\"TripleDes256\"> is not supported (expected 'Default' or one of Basic256,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "8192", "65536", "2147483647"})
    void acceptsQuotasThatCannotBind(String quota) {
        assertThat(settings(quotas("maxStringContentLength=\"" + quota + "\""))).isEqualTo(settings(WcfFile.CLIENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxStringContentLength", "maxArrayLength", "maxBytesPerRead", "maxNameTableCharCount"})
    void refusesQuotasThatWouldBind(String quota) {
        assertThat(problems(quotas(quota + "=\"65535\"")))
                .contains("<readerQuotas " + quota + "=\"65535\"> is not supported (expected '");
        assertThat(problems(
                        quotas(quota + "=\"65536\"").with("<binding ", "<binding maxReceivedMessageSize=\"65537\" ")))
                .contains("which is 65537");
    }

    @Test
    void readsTheDepth() {
        assertThat(settings(quotas("maxDepth=\"16\""))).containsEntry("message-security.reader-quotas.max-depth", "16");
        assertThat(settings(quotas("maxDepth=\"0\""))).isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void tellsBindingsAndBehavioursThatDoNotExist() {
        assertThat(problems(WcfFile.CLIENT.with("bindingConfiguration=\"Secured\"", "bindingConfiguration=\"Secure\"")))
                .contains(
                        "App.config, line 4, <endpoint bindingConfiguration=\"Secure\"> names a <binding> of <wsHttpBinding>"
                                + " that does not exist (expected one of: 'Secured'). Did you mean 'Secured'?");
        assertThat(problems(
                        WcfFile.CLIENT.with("behaviorConfiguration=\"Credentials\"", "behaviorConfiguration=\"X\"")))
                .contains(
                        "<endpoint behaviorConfiguration=\"X\"> names a <behavior> of <endpointBehaviors> that does not"
                                + " exist (expected one of: 'Credentials'). Write");
        assertThat(problems(WcfFile.CLIENT.with("<binding name=\"Secured\">", "<binding>")))
                .contains("and there is none with a name");
    }

    @Test
    void tellsNamesThatStandTwice() {
        assertThat(problems(WcfFile.CLIENT.with("</wsHttpBinding>", "<binding name=\"Secured\"/></wsHttpBinding>")))
                .contains("<binding name=\"Secured\"> has the name of the one on line 11");
        assertThat(problems(WcfFile.CLIENT.with("</behaviors>", "</behaviors><behaviors/>")))
                .contains("<behaviors> stands in <system.serviceModel> a second time");
        assertThat(problems(WcfFile.CLIENT.with("</configuration>", "<system.serviceModel/></configuration>")))
                .contains("<system.serviceModel> stands in <configuration> a second time");
    }

    @Test
    void tellsSlips() {
        assertThat(problems(WcfFile.CLIENT.with("<message ", "<message algoritmSuite=\"Basic256\" ")))
                .contains("<message algoritmSuite=\"...\"> is not supported here: there is no 'algoritmSuite'"
                        + " (expected one of: algorithmSuite, ")
                .contains("Did you mean 'algorithmSuite'?");
        assertThat(problems(WcfFile.CLIENT.with(DNS, "<idendity/>")))
                .contains("line 6, <idendity> is not supported here (expected one of: headers, identity). Did you mean"
                        + " 'identity'?");
        assertThat(problems(WcfFile.CLIENT.with(DNS, "<surprise/>"))).contains("Remove it if the other side does not");
        assertThat(problems(WcfFile.CLIENT.with(DNS, "text"))).contains("<endpoint> has text in it");
        assertThat(problems(WcfFile.CLIENT.with("<bindings>", "<bindings configSource=\"bindings.config\">")))
                .contains("<bindings configSource=\"...\"> refers to another file");
    }

    @Test
    void tellsEverythingAtOnce() {
        WcfFile file = WcfFile.CLIENT
                .with("\"Certificate\"", "\"Windows\"")
                .with("\"NoCheck\"", "\"Sometimes\"")
                .with(DNS, "<headers><a/></headers>")
                .withoutStores();

        assertThat(problems(file))
                .startsWith("There are 5 problems with the settings:")
                .contains(
                        "line 6, <headers>",
                        "<message clientCredentialType=\"Windows\">",
                        "revocationMode=\"Sometimes\"",
                        "CurrentUser/My",
                        "CurrentUser/Root");
    }

    @Test
    void readsOtherBindings() {
        assertThat(problems(WcfFile.CLIENT.with("binding=\"wsHttpBinding\"", "binding=\"ws2007HttpBinding\"")))
                .contains("<endpoint binding=\"ws2007HttpBinding\"> is not supported (expected 'wsHttpBinding' or");
        assertThat(settings(WcfFile.CLIENT.with(
                        "<wsHttpBinding>",
                        "<netTcpBinding><binding name=\"x\" any=\"y\"/></netTcpBinding><wsHttpBinding>")))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void choosesTheEndpointThatTheKeyNames() {
        WcfFile two = WcfFile.CLIENT.with(
                "</client>",
                "<endpoint name=\"Other\" address=\"net.tcp://other/\" binding=\"netTcpBinding\" contract=\"I\"/></client>");

        assertThat(problems(two))
                .contains(
                        "line 3, <client> has 2 endpoints (expected one, or a choice among: 'Calculator' of 'ICalculator' on"
                                + " line 4, 'Other' of 'I' on line 8). Set message-security.endpoint");
        assertThat(settings(two.withOutside("message-security.endpoint", "Calculator")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(problems(two.withOutside("message-security.endpoint", "Calc")))
                .contains(
                        "has no <endpoint> with the name 'Calc' (expected one of: 'Calculator' of 'ICalculator' on line 4,");
    }

    /** For .NET, contract and name together are the key of an endpoint. */
    @Test
    void choosesAmongEndpointsOfOneName() {
        WcfFile otherBinding = WcfFile.CLIENT.with(
                "</client>",
                "<endpoint name=\"Calculator\" address=\"http://other/\" binding=\"basicHttpBinding\" contract=\"I\"/></client>");
        WcfFile otherContract = WcfFile.CLIENT.with(
                "</client>",
                "<endpoint name=\"Calculator\" address=\"http://other/\" binding=\"wsHttpBinding\" contract=\"I\"/></client>");

        assertThat(settings(otherBinding)).isEqualTo(settings(WcfFile.CLIENT));
        assertThat(settings(otherBinding.withOutside("message-security.endpoint", "Calculator")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(problems(otherContract)).contains("2 endpoints", "to its contract, a slash and its name");
        assertThat(settings(otherContract.withOutside("message-security.endpoint", "ICalculator/Calculator")))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void takesAwayWhatClearAndRemoveTakeAway() {
        String surprise = "<endpoint name=\"Other\" surprise=\"\"/>";

        assertThat(settings(WcfFile.CLIENT.with("<client>", "<client>" + surprise + "<clear/>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(settings(WcfFile.CLIENT.with("</client>", surprise + "<remove name=\"Other\"/></client>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(settings(WcfFile.CLIENT.with(
                        "<wsHttpBinding>", "<wsHttpBinding><binding name=\"Secured\" surprise=\"\"/><clear/>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(
                        settings(
                                WcfFile.CLIENT.with(
                                        "<endpointBehaviors>",
                                        "<endpointBehaviors><behavior name=\"Credentials\"><surprise/></behavior><remove name=\"Credentials\"/>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(problems(WcfFile.CLIENT.with("</client>", "<clear/></client>")))
                .contains("has no <endpoint>");
        assertThat(problems(WcfFile.CLIENT.with("</client>", surprise + "<remove name=\"Another\"/></client>")))
                .contains("2 endpoints");
    }

    @Test
    void leavesSectionsOfServicesAlone() {
        String ofServices =
                "<serviceHostingEnvironment multipleSiteBindingsEnabled=\"true\" aspNetCompatibilityEnabled=\"true\">"
                        + "<serviceActivations><add relativeAddress=\"x.svc\"/></serviceActivations></serviceHostingEnvironment>"
                        + "<protocolMapping><add scheme=\"https\" binding=\"basicHttpsBinding\"/></protocolMapping>"
                        + "<services><service name=\"s\"><surprise/></service></services>";

        assertThat(settings(WcfFile.CLIENT.with("<client>", ofServices + "<client>")))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "receiveTimeout=\"Infinite\"",
                "receiveTimeout=\"00:20:00\"",
                "hostNameComparisonMode=\"Exact\"",
                "hostNameComparisonMode=\"WeakWildcard\""
            })
    void takesWhatHasNoEffectOnAClient(String attribute) {
        assertThat(settings(WcfFile.CLIENT.with(
                        "<binding name=\"Secured\">", "<binding name=\"Secured\" " + attribute + ">")))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiveTimeout=\"soon\"", "hostNameComparisonMode=\"Any\""})
    void refusesWhatDotNetDoesNotReadThere(String attribute) {
        assertThat(problems(WcfFile.CLIENT.with(
                        "<binding name=\"Secured\">", "<binding name=\"Secured\" " + attribute + ">")))
                .contains("is not supported (expected");
    }

    @Test
    void takesInfiniteForTheLongestTime() {
        assertThat(settings(WcfFile.CLIENT.with(
                        "<binding name=\"Secured\">", "<binding name=\"Secured\" sendTimeout=\"infinite\">")))
                .containsEntry("message-security.send-timeout", "PT256204778H48M5.4775807S");
    }

    @Test
    void takesAReliableSessionThatIsOff() {
        assertThat(
                        settings(
                                WcfFile.CLIENT.with(
                                        "<security>",
                                        "<reliableSession enabled=\"false\" ordered=\"false\" inactivityTimeout=\"00:20:00\"/><security>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(settings(WcfFile.CLIENT.with(
                        "<security>", "<reliableSession inactivityTimeout=\"Infinite\"/><security>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(problems(WcfFile.CLIENT.with("<security>", "<reliableSession enabled=\"true\"/><security>")))
                .contains("there is no WS-ReliableMessaging here");
    }

    @ParameterizedTest
    @CsvSource({
        "http://machine_name/Calculator, http://machine_name/Calculator",
        "http://machineName/My Calc/Service.svc, http://machineName/My%20Calc/Service.svc",
        "http://m\u00fcller.example/Gr\u00f6\u00dfe, http://xn--mller-kva.example/Gr%C3%B6%C3%9Fe"
    })
    void takesAddressesAsDotNetDoes(String written, String address) {
        assertThat(settings(WcfFile.CLIENT.with("http://machineName/Calculator", written)))
                .containsEntry("message-security.address", address);
    }

    @Test
    void refusesAnEmptyNameWhereItStands() {
        assertThat(problems(WcfFile.CLIENT.with("<dns value=\"Contoso.com\"/>", "<dns value=\"\"/>")))
                .contains("<dns value=\"\"> is not supported (expected a name such as 'Contoso.com'");
    }

    @Test
    void saysWhatToDoForAGatewayWithTls() {
        assertThat(problems(WcfFile.CLIENT.with("http://machineName", "https://machineName")))
                .contains("WCF itself refuses https:// with the mode Message", "message-security.via");
    }

    @Test
    void needsAnEndpoint() {
        assertThat(problems(WcfFile.ofResource("Web.config")))
                .contains("<client> has no <endpoint> for a client (expected one)");
        assertThat(problems(new WcfFile("<configuration/>", Map.of())))
                .contains("line 1, <configuration> has no <system.serviceModel>");
    }

    @Test
    void needsAnAddressFromSomewhere() {
        WcfFile without = WcfFile.CLIENT.with(" address=\"http://machineName/Calculator\"", "");

        assertThat(problems(without))
                .contains("<endpoint> has no address (expected one, or the key message-security.address)");
        assertThat(settings(without.withOutside("message-security.address", "http://localhost/")))
                .doesNotContainKey("message-security.address");
        assertThat(problems(WcfFile.CLIENT.with("http://machineName", "https://machineName")))
                .contains(
                        "<endpoint address=\"https://machineName/Calculator\"> is not supported (expected an http://");
    }

    @Test
    void readsWhereToConnect() {
        assertThat(settings(WcfFile.CLIENT.with(
                        "<clientCredentials>", "<clientVia viaUri=\"http://proxy:8080/c\"/><clientCredentials>")))
                .containsEntry("message-security.via", "http://proxy:8080/c");
    }

    @Test
    void findsTheClientCertificateWhereTheFileSays() {
        WcfFile file = WcfFile.CLIENT
                .with(
                        CLIENT_CERTIFICATE,
                        "<clientCertificate findValue=\"a\" storeLocation=\"LocalMachine\" storeName=\"TrustedPeople\"/>")
                .withStore("local-machine.trusted-people", "people")
                .withStore("local-machine.trusted-people.password-file", "people.password");

        assertThat(settings(file))
                .containsEntry("message-security.client-certificate.file", "people")
                .containsEntry("message-security.client-certificate.password-file", "people.password")
                .doesNotContainKey("message-security.client-certificate.find-type");
    }

    @Test
    void needsTheStoresThatTheFileNames() {
        assertThat(problems(WcfFile.CLIENT.withoutStores()))
                .contains("<clientCertificate> needs the Windows store CurrentUser/My, and no file stands for it")
                .contains("--set message-security.stores.current-user.my=certs")
                .contains("MESSAGE_SECURITY_STORES_CURRENT_USER_MY=certs")
                .contains("<appSettings><add key=\"message-security.stores.current-user.my\" value=\"certs\"/>")
                .contains("line 24, <authentication> needs the Windows store CurrentUser/Root");
        // The personal store of a user does not show the machine's.
        assertThat(problems(WcfFile.CLIENT
                        .withoutStores()
                        .withStore("local-machine.my", "my")
                        .withStore("local-machine.root", "ca")))
                .contains("There is a problem")
                .contains("CurrentUser/My");
    }

    @Test
    void needsNoStoreWhereTheFileIsGiven() {
        WcfFile file = WcfFile.CLIENT
                .withoutStores()
                .withOutside("message-security.client-certificate.file", "client.p12")
                .withOutside("message-security.trust.file", "ca.pem");

        assertThat(settings(file))
                .containsEntry("message-security.client-certificate.find-value", "CN=Cohowinery.com")
                .doesNotContainKeys("message-security.client-certificate.file", "message-security.trust.file");
    }

    @Test
    void needsNoStoreWhereTheTypeOfAStoreThatIsNoFileIsGiven() {
        WcfFile file = WcfFile.CLIENT
                .withoutStores()
                .withOutside("message-security.client-certificate.store-type", "Windows-MY")
                .withOutside("message-security.trust.file", "ca.pem");

        assertThat(settings(file))
                .containsEntry("message-security.client-certificate.find-value", "CN=Cohowinery.com")
                .doesNotContainKey("message-security.client-certificate.file");
    }

    @ParameterizedTest
    @CsvSource({
        "storeLocation, Machine, 'CurrentUser, LocalMachine'",
        "storeName, my, 'AddressBook, AuthRoot, CertificateAuthority, My, Root, TrustedPeople, TrustedPublisher'",
        "x509FindType, findbysubjectname, 'FindByThumbprint, FindBySubjectName'",
        "x509FindType, FindByTemplateName, 'FindByThumbprint, FindBySubjectName'"
    })
    void refusesLookupsThatAreNotHere(String attribute, String value, String expected) {
        assertThat(problems(WcfFile.CLIENT.with(
                        "<clientCertificate ", "<clientCertificate " + attribute + "=\"" + value + "\" ")))
                .contains("<clientCertificate " + attribute + "=\"" + value + "\"> is not supported (expected one of "
                        + expected);
    }

    @Test
    void needsToKnowWhichCertificate() {
        assertThat(problems(WcfFile.CLIENT.with(CLIENT_CERTIFICATE, "<clientCertificate/>")))
                .contains("<clientCertificate> does not say which certificate");
        assertThat(problems(WcfFile.CLIENT.with(CLIENT_CERTIFICATE, "")))
                .contains("<clientCredentials> has no client certificate");
        assertThat(problems(WcfFile.CLIENT.with(" behaviorConfiguration=\"Credentials\"", "")))
                .contains("line 4, <endpoint> has no client certificate");
    }

    @Test
    void readsTheServiceCertificate() {
        String found = "<defaultCertificate findValue=\"CN=Contoso.com\" storeName=\"AddressBook\"/>";
        WcfFile file =
                WcfFile.CLIENT.with(NO_CHECK, found + NO_CHECK).withStore("local-machine.address-book", "others");

        assertThat(settings(file))
                .containsEntry("message-security.service-certificate.file", "others")
                .containsEntry("message-security.service-certificate.find-value", "CN=Contoso.com");
        assertThat(settings(WcfFile.CLIENT.with(NO_CHECK, "<defaultCertificate/>" + NO_CHECK)))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void prefersTheServiceCertificateOfTheAddress() {
        String scoped = """
                <defaultCertificate findValue="default"/>
                <scopedCertificates>
                  <add targetUri="http://other/" findValue="other"/>
                  <add targetUri="http://machineName/Calculator" findValue="scoped" x509FindType="FindBySubjectName"/>
                </scopedCertificates>
                """;

        assertThat(settings(WcfFile.CLIENT.with(NO_CHECK, scoped + NO_CHECK)))
                .containsEntry("message-security.service-certificate.find-value", "scoped")
                .containsEntry("message-security.service-certificate.find-type", "find-by-subject-name");
        assertThat(settings(WcfFile.CLIENT.with(NO_CHECK, scoped.replace("machineName", "elsewhere") + NO_CHECK)))
                .containsEntry("message-security.service-certificate.find-value", "default");
    }

    @ParameterizedTest
    @CsvSource({
        "http://machineName/Calculator, HTTP://MACHINENAME:80/Calculator",
        "http://machineName:8080/Calculator, http://machinename:8080/x/../Calculator#f",
        "https://machine_name:443/, https://machine_name:443",
        "http://user@machineName/a?b, http://machineName/a?b"
    })
    void comparesAddressesAsDotNetDoes(String one, String other) {
        assertThat(HttpAddress.parse(one)).isPresent().isEqualTo(HttpAddress.parse(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://machineName/Calculator",
                "http://machineName/calculator",
                "http://machineName/Calculator/",
                "http://machineName:81/Calculator",
                "http://machineName/Calculator?x",
                "http://elsewhere/Calculator"
            })
    void tellsAddressesApartAsDotNetDoes(String other) {
        assertThat(HttpAddress.parse(other))
                .isPresent()
                .isNotEqualTo(HttpAddress.parse("http://machineName/Calculator"));
    }

    @Test
    void findsTheServiceCertificateOfTheAddressThatHolds() {
        WcfFile file = WcfFile.CLIENT.with(NO_CHECK, """
                <defaultCertificate findValue="default"/>
                <scopedCertificates>
                  <add targetUri="a b" findValue="malformed"/>
                  <add targetUri="http://MACHINENAME:80/Calculator" findValue="written"/>
                  <add targetUri="http://outside/" findValue="outside"/>
                </scopedCertificates>
                """ + NO_CHECK);

        assertThat(settings(file)).containsEntry("message-security.service-certificate.find-value", "written");
        assertThat(settings(file.withOutside("message-security.address", "http://outside")))
                .containsEntry("message-security.service-certificate.find-value", "outside");
        assertThat(settings(file.with(
                        "<configuration>",
                        "<configuration><appSettings><add key=\"message-security.address\""
                                + " value=\"http://elsewhere/\"/></appSettings>")))
                .containsEntry("message-security.service-certificate.find-value", "default");
    }

    @Test
    void refusesTwoServiceCertificatesOfTheAddress() {
        assertThat(problems(WcfFile.CLIENT.with(NO_CHECK, """
                <scopedCertificates>
                  <add targetUri="http://machineName/Calculator" findValue="a"/>
                  <add targetUri="http://machinename/Calculator" findValue="b"/>
                </scopedCertificates>
                """ + NO_CHECK)))
                .startsWith("There is a problem")
                .contains("line 26, <add targetUri=\"http://machinename/Calculator\"> is the address of the one on"
                        + " line 25 (expected one certificate for an address)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<defaultCertificate findValue=\"CN=Contoso.com\" storeName=\"TrustedPeople\"/>",
                "<scopedCertificates><add targetUri=\"http://machineName/Calculator\" findValue=\"a\""
                        + " storeName=\"TrustedPeople\"/></scopedCertificates>"
            })
    void refusesPasswordFilesForTheServiceCertificate(String element) {
        assertRefusesPasswordFile(WcfFile.CLIENT.with(NO_CHECK, element + NO_CHECK), "trusted-people");
    }

    @Test
    void refusesPasswordFilesForIdentitiesAndTrust() {
        assertRefusesPasswordFile(
                identity("<certificateReference findValue=\"a\" storeName=\"TrustedPeople\"/>"), "trusted-people");
        assertRefusesPasswordFile(
                authentication("certificateValidationMode=\"PeerTrust\" revocationMode=\"NoCheck\""), "trusted-people");
        assertRefusesPasswordFile(WcfFile.CLIENT, "root");
    }

    private void assertRefusesPasswordFile(WcfFile file, String store) {
        assertThat(problems(file.withStore("local-machine." + store, "x.p12")
                        .withStore("local-machine." + store + ".password-file", "other.password")))
                .startsWith("There is a problem")
                .contains("looks in 'x.p12', and its password-file 'other.password' is not supported for certificates"
                        + " of others (expected the password in the file <stem>.password beside the key store, or a"
                        + " file without keys)");
    }

    @ParameterizedTest
    @CsvSource({
        "ChainTrust, chain-trust, true, false",
        "PeerTrust, peer-trust, false, true",
        "PeerOrChainTrust, peer-or-chain-trust, true, true"
    })
    void readsWhomToTrust(String mode, String expected, boolean authorities, boolean peers) {
        WcfFile file = authentication("certificateValidationMode=\"" + mode + "\"")
                .withStore("local-machine.trusted-people", "machine-people")
                .withStore("current-user.trusted-people", "people");

        Map<String, String> settings = settings(file);
        assertThat(settings).containsEntry("message-security.trust.mode", expected);
        assertThat(settings.containsKey("message-security.trust.file")).isEqualTo(authorities);
        assertThat(settings.getOrDefault("message-security.trust.peers-file", "none"))
                .isEqualTo(peers ? "people" : "none");
    }

    @Test
    void readsTheTrustedStoresOfTheMachine() {
        WcfFile file = authentication("certificateValidationMode=\"PeerTrust\" trustedStoreLocation=\"LocalMachine\"")
                .withStore("local-machine.trusted-people", "machine-people")
                .withStore("current-user.trusted-people", "people");

        assertThat(settings(file)).containsEntry("message-security.trust.peers-file", "machine-people");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "Custom"})
    void refusesToTrustAnybody(String mode) {
        assertThat(problems(authentication("certificateValidationMode=\"" + mode + "\"")))
                .contains("<authentication certificateValidationMode=\"" + mode
                        + "\"> is not supported (expected 'ChainTrust', 'PeerTrust' or 'PeerOrChainTrust'): without a check any"
                        + " certificate is accepted");
    }

    @Test
    void tellsModesThatDoNotExist() {
        assertThat(problems(authentication("certificateValidationMode=\"chainTrust\"")))
                .contains("(expected one of None, PeerTrust, ChainTrust, PeerOrChainTrust, Custom)");
    }

    @ParameterizedTest
    @CsvSource({"NoCheck, no-check", "Offline, offline", "Online, online"})
    void readsHowRevocationIsAsked(String mode, String expected) {
        assertThat(settings(authentication("revocationMode=\"" + mode + "\"")))
                .containsEntry("message-security.trust.revocation-mode", expected);
    }

    @Test
    void asksRevocationOnlineWhereNothingIsSaidAsWcfDoes() {
        assertThat(settings(authentication(""))).containsEntry("message-security.trust.revocation-mode", "online");
        assertThat(settings(WcfFile.CLIENT.with(NO_CHECK, "")))
                .containsEntry("message-security.trust.revocation-mode", "online")
                .containsEntry("message-security.trust.mode", "chain-trust");
    }

    @Test
    void readsCertificatesAsIdentities() throws Exception {
        X509Certificate certificate = PKI.service().certificate();
        String der = Base64.getEncoder().encodeToString(certificate.getEncoded());

        assertThat(settings(identity("<certificate encodedValue=\"" + der + "\"/>")))
                .containsEntry("message-security.identity.certificate", der)
                .doesNotContainKey("message-security.identity.dns");
        assertThat(problems(identity("<certificate encodedValue=\"AwAAAAEAAAAUAAAA\"/>")))
                .contains("<certificate> is not supported: ");
    }

    @Test
    void readsCertificatesInStoresAsIdentities() {
        WcfFile file = identity(
                        "<certificateReference findValue=\"Contoso\" x509FindType=\"FindBySubjectName\" storeName=\"AddressBook\"/>")
                .withStore("local-machine.address-book", "others");

        assertThat(settings(file))
                .containsEntry("message-security.identity.certificate-file", "others")
                .containsEntry("message-security.identity.find-type", "find-by-subject-name")
                .containsEntry("message-security.identity.find-value", "Contoso");
        // What editors leave behind.
        assertThat(
                        settings(
                                identity(
                                        "<dns value=\"Contoso.com\"/><certificateReference storeName=\"My\" x509FindType=\"FindBySubjectName\"/>")))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void refusesSeveralIdentities() {
        assertThat(problems(identity("<dns value=\"a\"/><certificateReference findValue=\"b\"/>")
                        .withStore("local-machine.my", "my")))
                .contains("<identity> has several identities (expected one of <dns>, <certificate> and");
    }

    @Test
    void takesNativeKeysFromAppSettings() {
        WcfFile file = appSettings("""
                <add key="message-security.max-clock-skew" value="2m"/>
                <add key="message-security.address" value="http://native/"/>
                <add key="client.name" value="5"/>
                <add key="somebody.else" value="x"/>
                """);

        assertThat(settings(file))
                .containsEntry("message-security.max-clock-skew", "2m")
                .containsEntry("message-security.address", "http://native/")
                .containsEntry("client.name", "5")
                .doesNotContainKey("somebody.else");
    }

    @Test
    void takesStoresFromAppSettings() {
        WcfFile file = appSettings("""
                        <add key="message-security.stores.current-user.my" value="certs"/>
                        <add key="message-security.stores.current-user.root" value="roots"/>
                        """).withoutStores();

        assertThat(settings(file))
                .containsEntry("message-security.client-certificate.file", "certs")
                .containsEntry("message-security.trust.file", "roots")
                .doesNotContainKey("message-security.stores.current-user.my");
        assertThat(settings(file.withStore("current-user.my", "outside")))
                .containsEntry("message-security.client-certificate.file", "outside");
    }

    @Test
    void forgetsAppSettingsThatAreRemoved() {
        String add = "<add key=\"message-security.max-clock-skew\" value=\"2m\"/>";

        assertThat(settings(appSettings(add + "<remove key=\"message-security.max-clock-skew\"/>")))
                .isEqualTo(settings(WcfFile.CLIENT));
        assertThat(settings(appSettings(add + "<clear/>"))).isEqualTo(settings(WcfFile.CLIENT));
        assertThat(problems(appSettings("<put/>"))).contains("<put> is not supported here");
    }

    @Test
    void refusesAppSettingsInOtherFiles() {
        assertThat(problems(
                        WcfFile.CLIENT.with("<configuration>", "<configuration><appSettings file=\"keys.config\"/>")))
                .contains("<appSettings file=\"keys.config\"> refers to another file");
    }

    @ParameterizedTest
    @CsvSource({
        "message-security.trust.mod, Did you mean 'message-security.trust.mode'?",
        "message-security.foo&#10;message-security.trust.mode, <add key=\"message-security.foo message-security.trust.mode\">",
        "Message-Security.Trust.Mode, (expected 'message-security.trust.mode'",
        "Client.Name, (expected 'client.name'",
        "client.a&#10;message-security.trust.mode, '(expected letters, digits,'",
        "client.a=b, '(expected letters, digits,'"
    })
    void refusesKeysInAppSettingsThatAreNone(String key, String expected) {
        assertThat(problems(appSettings("<add key=\"" + key + "\" value=\"peer-trust\"/>")))
                .startsWith("There is a problem")
                .hasLineCount(2)
                .contains(expected);
    }

    @Test
    void forgetsAppSettingsInAnyCaseAsDotNetDoes() {
        assertThat(settings(appSettings("<add key=\"message-security.max-clock-skew\" value=\"2m\"/>"
                        + "<remove key=\"Message-Security.Max-Clock-Skew\"/>")))
                .isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void tellsWhatElseStandsInAppSettings() {
        String transform =
                "xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\" xdt:Transform=\"Replace\"";

        assertThat(problems(WcfFile.CLIENT.with(
                        "<configuration>", "<configuration><appSettings " + transform + "></appSettings>")))
                .startsWith("There is a problem")
                .contains("<appSettings xdt:Transform=\"...\"> is not supported here");
        assertThat(problems(appSettings("<add key=\"somebody.else\" value=\"x\" " + transform + "/>")))
                .startsWith("There is a problem")
                .contains("<add xdt:Transform=\"...\"> is not supported here");
    }

    @Test
    void keepsTheValuesOfAttributesThatNobodyKnowsToItself() {
        assertThat(problems(WcfFile.CLIENT.with("<endpoint ", "<endpoint password=\"secret1\" ")))
                .contains("line 4, <endpoint password=\"...\"> is not supported here: there is no 'password'")
                .doesNotContain("secret1");
    }

    @Test
    void refusesPasswords() {
        assertThat(problems(
                        appSettings("<add key=\"message-security.client-certificate.password\" value=\"secret\"/>")))
                .contains("is a password (expected none in a file)", "MESSAGE_SECURITY_CLIENT_CERTIFICATE_PASSWORD")
                .doesNotContain("secret");
    }

    @Test
    void leavesAloneWhatIsNotWcfs() {
        WcfFile file = WcfFile.CLIENT.with("<configuration>", """
                <configuration>
                  <configSections><section name="a" type="b"/></configSections>
                  <startup><supportedRuntime version="v4.0"/></startup>
                  <runtime><assemblyBinding xmlns="urn:schemas-microsoft-com:asm.v1"/></runtime>
                  <system.web><httpRuntime targetFramework="4.7"/></system.web>
                """);

        assertThat(settings(file)).isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void leavesAloneWhatHasNoEffectOnTheEndpoint() {
        WcfFile file = WcfFile.CLIENT
                .with("<client>", "<services><service name=\"s\"/></services><client>")
                .with(
                        "</endpointBehaviors>",
                        "<behavior name=\"x\"><any/></behavior></endpointBehaviors><serviceBehaviors><any/></serviceBehaviors>")
                .with(
                        "</wsHttpBinding>",
                        "<binding name=\"x\"><any/></binding></wsHttpBinding><customBinding><any/></customBinding>");

        assertThat(settings(file)).isEqualTo(settings(WcfFile.CLIENT));
    }

    @Test
    void refusesModelsOfLocations() {
        assertThat(problems(WcfFile.CLIENT
                        .with("<system.serviceModel>", "<location path=\"a\"><system.serviceModel>")
                        .with("</system.serviceModel>", "</system.serviceModel></location>")))
                .contains("line 2, <location path=\"a\"> has a <system.serviceModel> of its own");
    }

    private WcfFile quotas(String attributes) {
        return WcfFile.CLIENT.with("<security>", "<readerQuotas " + attributes + "/><security>");
    }

    private WcfFile authentication(String attributes) {
        return WcfFile.CLIENT.with("revocationMode=\"NoCheck\"", attributes);
    }

    private WcfFile identity(String content) {
        return WcfFile.CLIENT.with(DNS, "<identity>" + content + "</identity>");
    }

    private WcfFile appSettings(String content) {
        return WcfFile.CLIENT.with("<configuration>", "<configuration><appSettings>" + content + "</appSettings>");
    }

    private Map<String, String> settings(WcfFile file) {
        return file.asClient(directory).getProperties();
    }

    private String problems(WcfFile file) {
        return WcfFile.problems(directory, () -> file.asClient(directory));
    }

    /** What Windows writes: the hash, and the certificate itself. */
    static String serialized(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(der);
            ByteBuffer octets =
                    ByteBuffer.allocate(24 + hash.length + der.length).order(ByteOrder.LITTLE_ENDIAN);
            octets.putInt(3).putInt(1).putInt(hash.length).put(hash);
            octets.putInt(0x20).putInt(1).putInt(der.length).put(der);
            return Base64.getEncoder().encodeToString(octets.array());
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
