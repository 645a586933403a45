// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.sun.net.httpserver.HttpServer;
import com.sun.xml.ws.assembler.dev.TubelineAssemblyDecorator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.policy.WcfWsdl;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The metadata that an endpoint of the RI with the feature publishes, and how the RI's own client reads it. */
@Timeout(60)
class PublishedWsdlTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);

    private static final String DESK = "urn:test:desk";
    private static final QName SERVICE = new QName(DESK, "DeskService");
    private static final QName PORT = new QName(DESK, "DeskPort");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final URI LOGICAL = URI.create("http://contoso.example:8000/ServiceModelSamples/service");

    private final HttpServer server = LoopbackServer.create();
    private final List<Endpoint> endpoints = new ArrayList<>();

    @RegisterExtension
    final JavaLog warnings = new JavaLog(Level.WARNING);

    @RegisterExtension
    final UnsecuredLog ownWarnings = new UnsecuredLog();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        endpoints.forEach(Endpoint::stop);
        server.stop(0);
    }

    // What is published

    @ParameterizedTest
    @EnumSource
    void publishesWcfsPolicyOfTheModeInAWsdlThatTheRiMade(WcfWsdl mode) throws Exception {
        serve(mode);

        Document wsdl = wsdl("?wsdl");

        assertThat(policies(wsdl))
                .containsExactly(
                        "DeskPortBinding_policy",
                        "DeskPortBinding_ask_Input_policy",
                        "DeskPortBinding_ask_output_policy");
        Document wcf = WcfWsdl.parse(mode.text("wsdl.xml")
                .replace("WSHttpBinding_ICalculator", "DeskPortBinding")
                .replace("_Add_", "_ask_"));
        for (int i = 0; i < 3; i++) {
            assertThat(WcfWsdl.meaning(policy(wsdl, i))).isEqualTo(WcfWsdl.meaning(policy(wcf, i)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishesOfWcfsContractWhatWcfPublishes(WcfWsdl mode) throws Exception {
        Endpoint endpoint = Endpoint.create(new OneDocument(), feature(mode).withAddress(LOGICAL));
        endpoint.setMetadata(List.of(withoutPolicies(mode.text("singleWsdl.xml"), "http://wcf.example/?wsdl")));
        publish(endpoint);

        for (String query : List.of("?wsdl", "?singleWsdl")) {
            assertThat(WcfWsdl.meaning(wsdl(query)))
                    .isEqualTo(WcfWsdl.meaning(WcfWsdl.parse(own(mode, "singleWsdl.xml"))));
        }
        assertThat(warnings.records()).isEmpty();
    }

    // Its own WSDL with a policy, as a partner's

    @ParameterizedTest
    @EnumSource
    void takesThePolicyOfItsOwnWsdlWhereItIsThatOfTheBinding(WcfWsdl mode) throws Exception {
        publish(withOwnWsdl(mode.text("singleWsdl.xml"), feature(mode).withAddress(LOGICAL)));

        assertThat(WcfWsdl.meaning(wsdl("?wsdl")))
                .isEqualTo(WcfWsdl.meaning(WcfWsdl.parse(own(mode, "singleWsdl.xml"))));
        assertThat(warnings.records()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
    void refusesAnotherModeThanThatOfItsOwnWsdl(WcfWsdl other) {
        MessageSecurityException refused =
                refusalOf(withOwnWsdl(other.text("singleWsdl.xml"), feature(WcfWsdl.DIRECT)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused)
                .hasMessageContaining("is 'true' in the WSDL and 'false' in the service")
                .hasMessageContaining("ServiceEndpoint.fromWsdl");
    }

    @Test
    void refusesAnotherSuiteThanThatOfItsOwnWsdl() {
        String wsdl = WcfWsdl.DIRECT
                .text("singleWsdl.xml")
                .replace("sp:Basic256 ", "sp:Basic128 ")
                .replace("sp:Basic256/", "sp:Basic128/");

        MessageSecurityException refused = refusalOf(withOwnWsdl(wsdl, feature(WcfWsdl.DIRECT)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused)
                .hasMessageContaining("algorithmSuite is 'BASIC128' in the WSDL and 'BASIC256' in the service");
    }

    @Test
    void refusesOtherLevelsThanThoseOfItsOwnWsdl() {
        String wsdl = WcfWsdl.DIRECT.text("singleWsdl.xml");
        var levels = ProtectionRequirements.of(List.of(
                OperationProtection.of("http://Microsoft.ServiceModel.Samples/ICalculator/Add", ProtectionLevel.SIGN)));

        MessageSecurityException refused =
                refusalOf(withOwnWsdl(wsdl, feature(WcfWsdl.DIRECT).withProtection(levels)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("the protection of the input of 'Add' is ");
    }

    @Test
    void refusesWhatNoBindingHereHas() {
        String wsdl = WcfWsdl.DIRECT
                .text("singleWsdl.xml")
                .replace(
                        "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy",
                        "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702");

        MessageSecurityException refused = refusalOf(withOwnWsdl(wsdl, feature(WcfWsdl.DIRECT)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
        assertThat(refused).hasMessageContaining("WS-SecurityPolicy 1.2");
    }

    @Test
    void refusesAnEndpointWithoutSecurityWhoseOwnWsdlDemandsIt() {
        MessageSecurityException refused = refusalOf(withOwnWsdl(WcfWsdl.DIRECT.text("singleWsdl.xml")));

        assertThat(refused.fault()).isEqualTo(SecurityFault.NOT_SECURED);
    }

    /** Where nothing of this library judges the endpoint, the RI has to. */
    @Test
    void isRefusedByTheRiWhereItDoesNotFindThisLibrary() {
        var withoutDecorator =
                new ContextLoader().without("META-INF/services/" + TubelineAssemblyDecorator.class.getName());
        Endpoint endpoint = withOwnWsdl(WcfWsdl.DIRECT.text("singleWsdl.xml"));

        assertThatThrownBy(() -> withoutDecorator.call(() -> {
                    publish(endpoint);
                    return endpoint;
                }))
                .hasMessageContaining("Server side assertion validation failed");
    }

    private static Endpoint withOwnWsdl(String wsdl, WebServiceFeature... features) {
        Endpoint endpoint = Endpoint.create(new OneDocument(), features);
        endpoint.setMetadata(List.of(source(wsdl, "http://wcf.example/?wsdl")));
        return endpoint;
    }

    private MessageSecurityException refusalOf(Endpoint endpoint) {
        Throwable thrown = catchThrowable(() -> publish(endpoint));
        while (thrown != null && !(thrown instanceof MessageSecurityException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown)
                .as("the endpoint was published, or another exception was thrown")
                .isNotNull();
        return (MessageSecurityException) thrown;
    }

    @Test
    void publishesAWsdlOfSeveralDocumentsAsSuch() throws Exception {
        Endpoint endpoint =
                Endpoint.create(new SeveralDocuments(), feature(WcfWsdl.DIRECT).withAddress(LOGICAL));
        String base = "http://localhost:18100/ServiceModelSamples/service";
        endpoint.setMetadata(List.of(
                withoutPolicies(WcfWsdl.NEGOTIATED.text("wsdl.xml"), base + "?wsdl"),
                source(WcfWsdl.DIRECT.text("wsdl-wsdl0.xml"), base + "?wsdl=wsdl0"),
                source(WcfWsdl.DIRECT.text("xsd-xsd0.xml"), base + "?xsd=xsd0"),
                source(WcfWsdl.DIRECT.text("xsd-xsd1.xml"), base + "?xsd=xsd1")));
        publish(endpoint);

        Document first = wsdl("?wsdl");
        String reference = ((Element) first.getElementsByTagNameNS("http://schemas.xmlsoap.org/wsdl/", "import")
                        .item(0))
                .getAttribute("location");
        assertThat(reference).startsWith("Desk?");
        Document imported = wsdl(reference.substring(reference.indexOf('?')));

        assertThat(WcfWsdl.meaning(first))
                .isEqualTo(WcfWsdl.meaning(
                        WcfWsdl.parse(own(WcfWsdl.DIRECT, "wsdl.xml").replace(base + "?wsdl=wsdl0", reference))));
        assertThat(policies(imported)).isEmpty();
        for (String schema : schemaLocations(imported)) {
            assertThat(get(schema.substring(schema.indexOf('?'))).body()).contains("<xs:schema");
        }
        assertThat(get("?singleWsdl").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?wsdl", "?WSDL", "?Wsdl"})
    void letsCaseBeAsItMay(String query) throws Exception {
        serve(WcfWsdl.DIRECT);

        assertThat(policies(wsdl(query))).isNotEmpty();
    }

    @Test
    void publishesTheIdentityThatItIsGiven() throws Exception {
        publish(Endpoint.create(
                new Desk(),
                MessageSecurityFeature.forService(
                        WcfWsdl.DIRECT.binding(AlgorithmSuite.BASIC256),
                        CREDENTIALS.service(),
                        EndpointIdentity.dns("contoso.example"))));

        assertThat(get("?wsdl").body()).contains("Dns>contoso.example<").doesNotContain("X509Certificate");
    }

    @Test
    void publishesTheAddressOfTheTransportWhereItHasNoOther() throws Exception {
        serve(WcfWsdl.DIRECT);

        assertThat(get("?wsdl").body())
                .contains("location=\"" + address() + "\"", ">" + address() + "</wsa10:Address>");
    }

    @Test
    void letsNoHostHeaderDecideAnAddress() throws Exception {
        publish(Endpoint.create(new Desk(), feature(WcfWsdl.DIRECT).withAddress(LOGICAL)));

        for (String query : List.of("?wsdl", "?WsDl")) {
            String answer = getWithHost(query, "evil.example");
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains(LOGICAL.toString())
                    .doesNotContain("evil.example");
        }
    }

    @Test
    void refersToItsOtherDocumentsWithoutAnyHost() throws Exception {
        serve(WcfWsdl.DIRECT);

        List<String> locations = schemaLocations(wsdl("?wsdl"));

        assertThat(locations).containsExactly("Desk?xsd=1");
        assertThat(get("?xsd=1").body()).contains("schema", "askResponse").doesNotContain("Policy");
    }

    @Test
    void publishesNothingWhereThereIsNoWsdl() throws Exception {
        publish(Endpoint.create(new WithoutWsdl(), feature(WcfWsdl.DIRECT)));

        assertThat(get("?wsdl").statusCode()).isEqualTo(404);
        assertThat(get("?singleWsdl").body()).doesNotContain("Policy");
    }

    @Test
    void publishesTheSameToAll() throws Exception {
        serve(WcfWsdl.NEGOTIATED_SESSION);
        String once = get("?wsdl").body();
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> asking = () -> get("?wsdl").body();
            var answers = new HashSet<String>();
            for (var answer : threads.invokeAll(Collections.nCopies(100, asking))) {
                answers.add(answer.get());
            }
            assertThat(answers).containsExactly(once);
        } finally {
            threads.shutdownNow();
        }
    }

    // What the RI's client makes of it

    @ParameterizedTest
    @EnumSource
    void isUnderstoodByAClientThatHasTheFeatureToo(WcfWsdl mode) throws Exception {
        serve(mode);

        Dispatch<Source> dispatch = dispatch(MessageSecurityFeature.forClient(
                mode.binding(AlgorithmSuite.BASIC256), CREDENTIALS.client(), Sides.CONTOSO));
        dispatch.getRequestContext().put("jakarta.xml.ws.soap.http.soapaction.use", true);
        dispatch.getRequestContext().put("jakarta.xml.ws.soap.http.soapaction.uri", DESK + "/Desk/askRequest");
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(
                        dispatch.invoke(new StreamSource(new StringReader("<d:ask xmlns:d='" + DESK + "'/>"))),
                        new StreamResult(text));

        assertThat(text.toString()).contains("Here.");
        assertThat(warnings.records()).extracting(LogRecord::getMessage).isEmpty();
        assertThat(ownWarnings.events())
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Test
    void warnsAClientThatWouldSendInClear() throws Exception {
        serve(WcfWsdl.DIRECT);

        dispatch();

        assertThat(ownWarnings.events())
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains(PORT.toString(), "sends in clear", "MessageSecurityFeature");
    }

    @Test
    void warnsNoClientOfAServiceWithoutSecurity() throws Exception {
        publish(Endpoint.create(new Desk()));
        ownWarnings.events().clear();

        dispatch();

        assertThat(ownWarnings.events()).isEmpty();
    }

    private Dispatch<Source> dispatch(WebServiceFeature... features) throws MalformedURLException {
        return Service.create(new URL(address() + "?wsdl"), SERVICE)
                .createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, features);
    }

    private void serve(WcfWsdl mode) {
        publish(Endpoint.create(new Desk(), feature(mode)));
    }

    private void publish(Endpoint endpoint) {
        endpoints.add(endpoint);
        endpoint.publish(server.createContext("/Desk"));
    }

    private static MessageSecurityFeature feature(WcfWsdl mode) {
        WsHttpBinding binding = mode.binding(AlgorithmSuite.BASIC256);
        return MessageSecurityFeature.forService(binding, CREDENTIALS.service());
    }

    /** WCF's document, had it been this service's. */
    private static String own(WcfWsdl mode, String file) {
        return mode.text(file)
                .replace(">http://localhost:18100/ServiceModelSamples/service<", ">" + LOGICAL + "<")
                .replace(
                        "location=\"http://localhost:18100/ServiceModelSamples/service\"",
                        "location=\"" + LOGICAL + "\"")
                .replace(
                        base64(Recorded.serviceCredentials().serviceCertificate()),
                        base64(CREDENTIALS.service().serviceCertificate()));
    }

    private static String base64(X509Credential credential) {
        try {
            return Base64.getEncoder().encodeToString(credential.certificate().getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Document wsdl(String query) throws Exception {
        HttpResponse<String> response = get(query);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/xml;charset=utf-8");
        return WcfWsdl.parse(response.body());
    }

    private HttpResponse<String> get(String query) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address() + query)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String getWithHost(String query, String host) throws IOException {
        try (var socket =
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            socket.getOutputStream()
                    .write(("GET /Desk" + query + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/Desk";
    }

    private static List<String> policies(Document wsdl) {
        var ids = new ArrayList<String>();
        var found = wsdl.getElementsByTagNameNS("*", "Policy");
        for (int i = 0; i < found.getLength(); i++) {
            if (found.item(i).getParentNode() == wsdl.getDocumentElement()) {
                ids.add(((Element) found.item(i)).getAttribute("wsu:Id"));
            }
        }
        return ids;
    }

    private static Element policy(Document wsdl, int position) {
        var policies = new ArrayList<Element>();
        for (var node = wsdl.getDocumentElement().getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && "Policy".equals(element.getLocalName())) {
                policies.add(element);
            }
        }
        return policies.get(position);
    }

    private static List<String> schemaLocations(Document wsdl) {
        var locations = new ArrayList<String>();
        var found = wsdl.getElementsByTagNameNS("http://www.w3.org/2001/XMLSchema", "import");
        for (int i = 0; i < found.getLength(); i++) {
            locations.add(((Element) found.item(i)).getAttribute("schemaLocation"));
        }
        return locations;
    }

    private static Source withoutPolicies(String text, String systemId) {
        return new DOMSource(WcfWsdl.withoutPolicies(text), systemId);
    }

    private static Source source(String text, String systemId) {
        return new StreamSource(new StringReader(text), systemId);
    }

    /** A service whose WSDL the RI makes. */
    @WebService(name = "Desk", serviceName = "DeskService", portName = "DeskPort", targetNamespace = DESK)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Desk {
        /** Answers. */
        @WebMethod(action = DESK + "/Desk/askRequest")
        public String ask() {
            return "Here.";
        }
    }

    /** A service under WCF's WSDL in one document. */
    @WebServiceProvider(
            serviceName = "CalculatorService",
            portName = "WSHttpBinding_ICalculator",
            targetNamespace = "http://Microsoft.ServiceModel.Samples")
    @ServiceMode(Service.Mode.PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OneDocument implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }

    /** A service under WCF's WSDL in several. */
    @WebServiceProvider(
            serviceName = "CalculatorService",
            portName = "WSHttpBinding_ICalculator",
            targetNamespace = "http://tempuri.org/")
    @ServiceMode(Service.Mode.PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class SeveralDocuments implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }

    /** A service without a WSDL. */
    @WebServiceProvider
    @ServiceMode(Service.Mode.PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class WithoutWsdl implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }
}
