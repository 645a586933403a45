// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.ServiceSecurityContext;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlParser;
import jakarta.annotation.Resource;
import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.soap.AddressingFeature;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A service and a client of the RI with the feature, and what an unauthenticated peer gets that talks to the service over plain HTTP. */
@Timeout(60)
class SecuredEndpointTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);

    private static final String DESK = "urn:test:desk";
    private static final QName SERVICE = new QName(DESK, "DeskService");
    private static final QName PORT = new QName(DESK, "DeskPort");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();

    private final HttpServer server = LoopbackServer.create();
    private final Sides sides = Sides.of(BINDING, CREDENTIALS.client(), CREDENTIALS.service(), Clock.systemUTC());
    private final Endpoint endpoint =
            Endpoint.create(new Desk(), MessageSecurityFeature.forService(BINDING, CREDENTIALS.service()));

    @BeforeEach
    void publish() {
        endpoint.publish(server.createContext("/Desk"));
        server.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
    }

    // With the feature on both sides

    @Test
    void tellsTheOperationWhoIsCalling() throws Exception {
        assertThat(call("whoami")).contains(new X509Identity(PKI.client().certificate()).getName());
    }

    @Test
    void tellsTheOperationThatNobodyIsInAnyRole() throws Exception {
        assertThat(call("isAdministrator")).contains(">false<");
    }

    @Test
    void answersManyCalls() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(call("whoami")).contains("CN=Cohowinery.com");
        }
    }

    @Test
    void keepsTheTextOfAnUnforeseenExceptionToItself() {
        var fault = catchThrowableOfType(SOAPFaultException.class, () -> call("fail"));

        assertThat(fault).hasMessageNotContaining("secret text");
        assertThat(fault.getFault().getFaultCodeAsQName().getLocalPart()).isEqualTo("Receiver");
        assertThat(fault.getFault().getFaultSubcodes().next())
                .isEqualTo(new QName(Namespaces.DISPATCHER, "InternalServiceFault"));
        assertThat(fault.getFault().hasDetail()).isFalse();
    }

    @Test
    void carriesAFaultThatTheOperationThrewOnPurpose() {
        var fault = catchThrowableOfType(SOAPFaultException.class, () -> call("refuse"));

        assertThat(fault.getFault().getFaultString()).isEqualTo("Not before noon.");
        assertThat(fault.getFault().getFaultSubcodes().next()).isEqualTo(new QName(DESK, "Closed"));
    }

    @Test
    void sendsNoActionParameterInEitherDirection() throws Exception {
        var contentType = new AtomicReference<String>();
        var soapAction = new AtomicReference<String>();
        server.createContext("/Recorder", exchange -> {
            contentType.set(exchange.getRequestHeaders().getFirst("Content-Type"));
            soapAction.set(exchange.getRequestHeaders().getFirst("SOAPAction"));
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> callAt("/Recorder", "whoami")).isInstanceOf(WebServiceException.class);

        assertThat(contentType).hasValue("application/soap+xml; charset=utf-8");
        assertThat(soapAction).hasNullValue();
        assertThat(post(request("whoami").octets()).headers().firstValue("Content-Type"))
                .contains("application/soap+xml; charset=utf-8");
    }

    @Test
    void clientRefusesAnUnsecuredFault() {
        byte[] fault = SoapFault.sender("urn:codes", "Code", "A reason.").unsecured("urn:uuid:1");
        answer("/Broken", 500, fault);

        var refused = refusal(() -> callAt("/Broken", "whoami"));

        assertThat(refused.fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED);
        assertThat(refused).hasMessageContaining("A reason.");
        assertThat(refused.messageId()).isPresent();
    }

    @Test
    void clientRefusesAnUnsecuredReply() {
        answer(
                "/Broken",
                200,
                ("<s:Envelope xmlns:s='" + Namespaces.SOAP + "'><s:Body><whoamiResponse xmlns='" + DESK
                                + "'/></s:Body></s:Envelope>")
                        .getBytes(UTF_8));

        assertThat(faultOf(() -> callAt("/Broken", "whoami"))).isEqualTo(SecurityFault.REPLY_NOT_SECURED);
    }

    @Test
    void clientRefusesAReplyThatIsNoXml() {
        answer("/Broken", 200, "Hello".getBytes(UTF_8));

        assertThat(faultOf(() -> callAt("/Broken", "whoami"))).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    @Test
    void clientSendsNothingToAServiceThatIsNotTheExpectedOne() {
        var requests = countRequestsAt("/Elsewhere");
        var feature = MessageSecurityFeature.forClient(BINDING, CREDENTIALS.client());
        Dispatch<Source> dispatch = dispatch("http://127.0.0.1:" + port() + "/Elsewhere", feature, "whoami");

        assertThat(faultOf(() -> dispatch.invoke(payload("whoami"))))
                .isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
        assertThat(requests).hasValue(0);
    }

    // At deployment

    @Test
    void refusesSoap11() {
        assertRefusedAtDeployment(new Soap11Desk(), MessageSecurityFeature.forService(BINDING, CREDENTIALS.service()));
    }

    @Test
    void refusesAddressingSwitchedOff() {
        assertRefusedAtDeployment(
                new Desk(),
                MessageSecurityFeature.forService(BINDING, CREDENTIALS.service()),
                new AddressingFeature(false));
    }

    @Test
    void refusesTheFeatureOfAClientOnAService() {
        assertRefusedAtDeployment(
                new Desk(), MessageSecurityFeature.forClient(BINDING, CREDENTIALS.client(), Sides.CONTOSO));
    }

    @Test
    void refusesTheFeatureOfAServiceOnAClient() {
        var feature = MessageSecurityFeature.forService(BINDING, CREDENTIALS.service());

        assertThat(faultOf(() -> dispatch(address("/Desk"), feature, "whoami").invoke(payload("whoami"))))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    // Over plain HTTP

    @Test
    void answersASecuredRequest() throws Exception {
        ProtectedMessage request = request("whoami");

        HttpResponse<byte[]> response = post(request.octets());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(opened(response, request)).contains("CN=Cohowinery.com");
    }

    @Test
    void answersARequestWithoutMessageIdAndReplyTo() throws Exception {
        ProtectedMessage request =
                request(new Addressing(action("whoami"), null, null, null, null, address("/Desk")), List.of());

        assertThat(opened(post(request.octets()), request)).contains("CN=Cohowinery.com");
    }

    @Test
    void tellsAStrangerNothing() throws Exception {
        String clear = "<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                + "'><s:Header><a:Action>" + action("whoami") + "</a:Action><a:MessageID>urn:uuid:1</a:MessageID>"
                + "</s:Header><s:Body><whoami xmlns='" + DESK + "'/></s:Body></s:Envelope>";

        HttpResponse<byte[]> response = post(clear.getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response))
                .contains("InvalidSecurity", "An error occurred when verifying security for the message.")
                .contains("<a:RelatesTo>urn:uuid:1</a:RelatesTo>")
                .doesNotContain("Detail", "CN=", "dev.wshttp");
    }

    @Test
    void tellsTheLogWhereARefusedMessageCameFrom() throws Exception {
        var log = (Logger) LoggerFactory.getLogger(ServiceSecurityTube.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            post(request("whoami").octets(), "application/soap+xml; charset=utf-8; action=\"urn:other\"");
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .matches("Refused message urn:uuid:[^ ]*: ACTION_UNKNOWN: .* \\(from 127\\.0\\.0\\.1\\)");
    }

    @Test
    void sendsNothingToTheFaultToOfAStranger() throws Exception {
        var requests = countRequestsAt("/Victim");
        String clear = "<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                + "'><s:Header><a:Action>" + action("whoami") + "</a:Action><a:FaultTo><a:Address>"
                + address("/Victim") + "</a:Address></a:FaultTo><a:ReplyTo><a:Address>" + address("/Victim")
                + "</a:Address></a:ReplyTo></s:Header><s:Body/></s:Envelope>";

        assertThat(post(clear.getBytes(UTF_8)).statusCode()).isEqualTo(500);
        assertThat(requests).hasValue(0);
    }

    @Test
    void refusesAMessageForAnotherEndpoint() throws Exception {
        ProtectedMessage request = request(Addressing.request(action("whoami"), address("/Other")), List.of());

        HttpResponse<byte[]> response = post(request.octets());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(opened(response, request)).contains("DestinationUnreachable");
    }

    @Test
    void refusesAMessageForNobody() throws Exception {
        ProtectedMessage request = request(
                new Addressing(action("whoami"), "urn:uuid:1", null, Namespaces.ANONYMOUS, null, null), List.of());

        assertThat(opened(post(request.octets()), request)).contains("DestinationUnreachable");
    }

    /** WCF: {@code EndpointAddress.UriEquals}. */
    @ParameterizedTest
    @ValueSource(strings = {"/Desk", "/desk", "/Desk/", "/%44esk", "/x/../Desk", "/Desk?query", "/Desk#f"})
    void takesAMessageForEachSpellingOfItsPath(String path) throws Exception {
        ProtectedMessage request = request(Addressing.request(action("whoami"), address(path)), List.of());

        assertThat(opened(post(request.octets()), request)).doesNotContain("DestinationUnreachable");
    }

    /** The path in To with the long s, the Kelvin sign or their percent-encoding: each is another address, because its octets differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/De\u017Fk",
                "/De%C5%BFk",
                "/Des\u212A",
                "/Des%E2%84%AA",
                "/Desk//",
                "//Desk",
                "/Desk/x",
                "/Desk%2500"
            })
    void refusesAMessageForAPathThatOnlyLooksAlike(String path) throws Exception {
        ProtectedMessage request = request(Addressing.request(action("whoami"), address(path)), List.of());

        assertThat(opened(post(request.octets()), request)).contains("DestinationUnreachable");
    }

    /** As WCF does: the operation runs, and nothing is sent. */
    @Test
    void sendsNoReplyToNone() throws Exception {
        ProtectedMessage request = request(
                new Addressing(action("whoami"), "urn:uuid:1", null, Namespaces.NONE, null, address("/Desk")),
                List.of());

        HttpResponse<byte[]> response = post(request.octets());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void sendsNoFaultToNone() throws Exception {
        ProtectedMessage request = request(
                new Addressing(action("whoami"), "urn:uuid:1", null, Namespaces.NONE, null, address("/Other")),
                List.of());

        assertThat(post(request.octets()).statusCode()).isEqualTo(202);
    }

    @Test
    void refusesAnotherReplyToUnderSecurity() throws Exception {
        var requests = countRequestsAt("/Victim");
        ProtectedMessage request = request(
                new Addressing(action("whoami"), "urn:uuid:1", null, address("/Victim"), null, address("/Desk")),
                List.of());

        HttpResponse<byte[]> response = post(request.octets());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(opened(response, request)).contains("OnlyAnonymousAddressSupported");
        assertThat(requests).hasValue(0);
    }

    @Test
    void refusesAnotherFaultToUnderSecurity() throws Exception {
        var requests = countRequestsAt("/Victim");
        String victim = address("/Victim");
        XmlContent faultTo = writer -> {
            writer.writeStartElement("a", "FaultTo", Namespaces.ADDRESSING);
            writer.writeStartElement("a", "Address", Namespaces.ADDRESSING);
            writer.writeCharacters(victim);
            writer.writeEndElement();
            writer.writeEndElement();
        };
        ProtectedMessage request = request(Addressing.request(action("whoami"), address("/Desk")), List.of(faultTo));

        HttpResponse<byte[]> response = post(request.octets());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(opened(response, request)).contains("OnlyAnonymousAddressSupported");
        assertThat(requests).hasValue(0);
    }

    /** WS-Addressing 1.0, section 3.4: what stands with the address comes back as headers. */
    @Test
    void answersAReplyToWithReferenceParameters() throws Exception {
        var replyTo = replyTo("<a:ReferenceParameters><p:Which xmlns:p='urn:p'>7</p:Which></a:ReferenceParameters>");
        ProtectedMessage request = request(
                new Addressing(action("whoami"), "urn:uuid:1", null, null, null, address("/Desk")), List.of(replyTo));

        assertThat(opened(post(request.octets()), request))
                .contains("CN=Cohowinery.com")
                .containsPattern("<p:Which [^>]*IsReferenceParameter=\"(1|true)\"[^>]*>7<");
    }

    /** What a reply address may have beside the address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a:ReferenceParameters/>",
                "<a:Metadata><any xmlns='urn:any'/></a:Metadata>",
                "<any xmlns='urn:any'>text</any>",
                "<a:ReferenceParameters><q xmlns='urn:q'><r/></q><q xmlns='urn:q'/></a:ReferenceParameters><a:Metadata/>",
            })
    void answersAReplyToWithMore(String more) throws Exception {
        ProtectedMessage request = request(
                new Addressing(action("whoami"), "urn:uuid:1", null, null, null, address("/Desk")),
                List.of(replyTo(more)));

        assertThat(opened(post(request.octets()), request)).contains("CN=Cohowinery.com");
    }

    private static XmlContent replyTo(String more) throws XMLStreamException {
        return new XmlParser(10)
                .parse(("<a:ReplyTo xmlns:a='" + Namespaces.ADDRESSING + "'><a:Address>" + Namespaces.ANONYMOUS
                                + "</a:Address>" + more + "</a:ReplyTo>")
                        .getBytes(UTF_8));
    }

    @Test
    void refusesAnUnknownActionInWcfsWords() throws Exception {
        ProtectedMessage request = request(Addressing.request("urn:unknown", address("/Desk")), List.of());

        HttpResponse<byte[]> response = post(request.octets());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response))
                .contains("InvalidSecurity")
                .contains(
                        "The message could not be processed because the action 'urn:unknown' is invalid or unrecognized.");
    }

    @Test
    void refusesAReplay() throws Exception {
        byte[] request = request("whoami").octets();
        assertThat(post(request).statusCode()).isEqualTo(200);

        HttpResponse<byte[]> response = post(request);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response)).contains("An error occurred when verifying security for the message.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "<s:Envelope", "<html/>"})
    void refusesWhatIsNoEnvelope(String body) throws Exception {
        HttpResponse<byte[]> response = post(body.getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        HttpResponse<byte[]> response = post(new byte[BINDING.maxReceivedMessageBytes() + 1]);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml; charset=utf-8", "application/xml", "multipart/related"})
    void refusesAnotherMediaType(String contentType) throws Exception {
        HttpResponse<byte[]> response = post(request("whoami").octets(), contentType);

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void refusesAnActionParameterThatSaysSomethingElse() throws Exception {
        String other = "application/soap+xml; charset=utf-8; action=\"urn:other\"";
        HttpResponse<byte[]> response = post(request("whoami").octets(), other);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void acceptsAnActionParameterThatSaysTheSame() throws Exception {
        String same = "application/soap+xml; charset=utf-8; action=\"" + action("whoami") + "\"";

        assertThat(post(request("whoami").octets(), same).statusCode()).isEqualTo(200);
    }

    private String call(String operation) throws TransformerException {
        return callAt("/Desk", operation);
    }

    private String callAt(String path, String operation) throws TransformerException {
        var feature = MessageSecurityFeature.forClient(BINDING, CREDENTIALS.client());
        return text(dispatch(address(path), feature, operation).invoke(payload(operation)));
    }

    /** The RI processes addressing headers of ports with a WSDL only: it is the one that the endpoint shows. */
    private Dispatch<Source> dispatch(String address, WebServiceFeature feature, String operation) {
        Dispatch<Source> dispatch =
                Service.create(wsdl(), SERVICE).createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, feature);
        dispatch.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address);
        dispatch.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        dispatch.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, action(operation));
        return dispatch;
    }

    private URL wsdl() {
        try {
            return URI.create(address("/Desk?wsdl")).toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void assertRefusedAtDeployment(Object implementation, WebServiceFeature... features) {
        var context = server.createContext("/Refused");
        Throwable failure = catchThrowableOfType(
                Throwable.class, () -> Endpoint.create(implementation, features).publish(context));

        assertThat(failure).as("the endpoint was published").isNotNull();
        assertThat(faultOf(() -> {
                    throw rootOf(failure);
                }))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    /** The RI may wrap what a tube or a validator throws. */
    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private ProtectedMessage request(String operation) {
        return request(Addressing.request(action(operation), address("/Desk")), List.of());
    }

    private ProtectedMessage request(Addressing addressing, List<XmlContent> headers) {
        return sides.client()
                .protect(
                        new OutgoingMessage(addressing, headers, writer -> {
                            writer.writeStartElement("d", "whoami", DESK);
                            writer.writeNamespace("d", DESK);
                            writer.writeEndElement();
                        }),
                        Sides.CONTOSO);
    }

    private HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
        return post(body, "application/soap+xml; charset=utf-8");
    }

    private HttpResponse<byte[]> post(byte[] body, String contentType) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address("/Desk")))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private String opened(HttpResponse<byte[]> response, ProtectedMessage request) {
        return new String(
                Envelopes.octets(sides.client()
                        .verify(sides.engine().read(response.body(), UTF_8), request)
                        .envelope()),
                UTF_8);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static String text(Source source) throws TransformerException {
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance().newTransformer().transform(source, new StreamResult(text));
        return text.toString();
    }

    private AtomicInteger countRequestsAt(String path) {
        var requests = new AtomicInteger();
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        return requests;
    }

    private void answer(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/soap+xml; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String address(String path) {
        return "http://localhost:" + port() + path;
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static String action(String operation) {
        return DESK + "/Desk/" + operation + "Request";
    }

    private static Source payload(String operation) {
        return new StreamSource(new StringReader("<d:" + operation + " xmlns:d='" + DESK + "'/>"));
    }

    /** A service that tells who is calling, and fails in two ways. */
    @WebService(name = "Desk", serviceName = "DeskService", portName = "DeskPort", targetNamespace = DESK)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Desk {
        @Resource
        @SuppressWarnings("NullAway.Init")
        private WebServiceContext context;

        /** The caller's name. */
        @WebMethod(action = DESK + "/Desk/whoamiRequest")
        public String whoami() {
            String name = ServiceSecurityContext.of(context).primaryIdentity().getName();
            return name.equals(context.getUserPrincipal().getName()) ? name : "two callers";
        }

        /** Never. */
        @WebMethod(action = DESK + "/Desk/isAdministratorRequest")
        public boolean isAdministrator() {
            return context.isUserInRole("administrator");
        }

        /** Fails as programs do. */
        @WebMethod(action = DESK + "/Desk/failRequest")
        public void fail() {
            throw new IllegalStateException("secret text with a character that XML cannot carry, \u0000, of "
                    + context.getMessageContext().get(MessageContext.PATH_INFO));
        }

        /** Refuses as services do. */
        @WebMethod(action = DESK + "/Desk/refuseRequest")
        public void refuse() {
            try {
                var fault = SOAPFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                        .createFault("Not before noon.", SOAPConstants.SOAP_SENDER_FAULT);
                fault.appendFaultSubcode(new QName(DESK, "Closed", "d"));
                throw new SOAPFaultException(fault);
            } catch (SOAPException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** A service whose binding is not WSHttpBinding's. */
    @WebService(name = "Desk", serviceName = "DeskService", portName = "DeskPort", targetNamespace = DESK)
    public static final class Soap11Desk {
        /** Nothing. */
        @WebMethod
        public String whoami() {
            return "";
        }
    }
}
