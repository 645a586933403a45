// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.xml.ws.api.BindingID;
import com.sun.xml.ws.api.FeatureConstructor;
import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.WSFeatureList;
import com.sun.xml.ws.api.message.Messages;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.ClientTubeAssemblerContext;
import com.sun.xml.ws.api.pipe.ServerTubeAssemblerContext;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.pipe.TubelineAssembler;
import com.sun.xml.ws.api.pipe.TubelineAssemblerFactory;
import com.sun.xml.ws.api.server.Container;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.transport.http.DeploymentDescriptorParser;
import com.sun.xml.ws.transport.http.ResourceLoader;
import com.sun.xml.ws.transport.http.server.EndpointImpl;
import com.sun.xml.ws.util.pipe.StandaloneTubeAssembler;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.jaxws.EchoDesk.Echo;
import dev.wshttp.security.internal.jaxws.EchoDesk.EchoEndpoint;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.RespectBindingFeature;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.handler.LogicalHandler;
import jakarta.xml.ws.handler.LogicalMessageContext;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.http.HTTPBinding;
import jakarta.xml.ws.soap.MTOMFeature;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.spi.WebServiceFeatureAnnotation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every way to make a port or an endpoint of the RI: it is secured on the wire, or refused, or the log says that it is open. */
@Timeout(60)
class TubelineTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Unsecured.class);
    private static final String TUBES = "META-INF/jaxws-tubes.xml";
    private static final String ASSEMBLERS = "META-INF/services/com.sun.xml.ws.api.pipe.TubelineAssemblerFactory";
    private static final String DECORATORS = "META-INF/services/com.sun.xml.ws.assembler.dev.TubelineAssemblyDecorator";
    private static final String TRANSPORTS = "META-INF/services/com.sun.xml.ws.api.pipe.TransportTubeFactory";
    private static final String PAYLOAD =
            "<e:echo xmlns:e='" + EchoDesk.NAMESPACE + "'><text>" + EchoDesk.SECRET + "</text></e:echo>";
    private static final String MESSAGE = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>"
            + PAYLOAD + "</s:Body></s:Envelope>";

    private final EchoDesk desk = new EchoDesk(PKI);

    @RegisterExtension
    final UnsecuredLog log = new UnsecuredLog();

    @BeforeEach
    void publish() {
        LOGGER.setLevel(Level.INFO);
        desk.publish("/Echo", Endpoint.create(new EchoEndpoint(), desk.serviceFeature()));
    }

    @AfterEach
    void close() {
        LOGGER.setLevel(null);
        desk.close();
    }

    // Ports

    @ParameterizedTest
    @EnumSource
    void aDispatchSendsNothingInClear(Service.Mode mode) throws Exception {
        Dispatch<Source> dispatch = dispatch(mode);

        assertThat(text(dispatch.invoke(source(mode == Service.Mode.PAYLOAD ? PAYLOAD : MESSAGE))))
                .contains(EchoDesk.SECRET);
        assertNothingInClear(1);
    }

    @Test
    void anAsynchronousDispatchSendsNothingInClear() throws Exception {
        Dispatch<Source> dispatch = dispatch(Service.Mode.PAYLOAD);

        assertThat(text(dispatch.invokeAsync(source(PAYLOAD)).get(30, TimeUnit.SECONDS)))
                .contains(EchoDesk.SECRET);
        assertNothingInClear(1);
    }

    @Test
    void aOneWayDispatchSendsNothingInClear() {
        dispatch(Service.Mode.PAYLOAD).invokeOneWay(source(PAYLOAD));

        assertNothingInClear(1);
    }

    @Test
    void aPortWhoseHandlersWereExchangedSendsNothingInClear() {
        Echo port = port(desk.clientFeature());
        var passed = new AtomicInteger();
        ((BindingProvider) port).getBinding().setHandlerChain(List.of(new Counting(passed)));

        assertThat(port.echo(EchoDesk.SECRET)).isEqualTo(EchoDesk.SECRET);
        assertThat(passed).hasValue(2);
        assertNothingInClear(1);
    }

    /** The RI asks the validators of features while it goes through them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aPortWithOtherFeaturesBesidesSendsNothingInClear(int count) {
        var features = new WebServiceFeature[] {
            desk.clientFeature(), new MTOMFeature(false), new RespectBindingFeature(false), new Other()
        };

        assertThat(port(Arrays.copyOf(features, count)).echo(EchoDesk.SECRET)).isEqualTo(EchoDesk.SECRET);
        assertNothingInClear(1);
    }

    @Test
    void aPortWithoutWsdlSendsNothingInClear() throws Exception {
        Service service = Service.create(EchoDesk.SERVICE);
        var port = new QName(EchoDesk.NAMESPACE, "Added");
        service.addPort(port, SOAPBinding.SOAP12HTTP_BINDING, desk.address("/Echo"));
        Dispatch<Source> dispatch =
                withAction(service.createDispatch(port, Source.class, Service.Mode.PAYLOAD, desk.clientFeature()));

        assertThat(text(dispatch.invoke(source(PAYLOAD)))).contains(EchoDesk.SECRET);
        assertNothingInClear(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {SOAPBinding.SOAP11HTTP_BINDING, HTTPBinding.HTTP_BINDING})
    void refusesAPortWithABindingThatIsNotSecured(String binding) {
        Service service = Service.create(EchoDesk.SERVICE);
        var port = new QName(EchoDesk.NAMESPACE, "Added");
        service.addPort(port, binding, desk.address("/Echo"));

        var refused =
                refusal(() -> service.createDispatch(port, Source.class, Service.Mode.PAYLOAD, desk.clientFeature()));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("SOAP 1.2");
    }

    @Test
    void refusesAPortWithTheFeatureOfAServiceWhenItIsMade() {
        assertThat(refusal(() -> port(desk.serviceFeature()))).hasMessageContaining("MessageSecurityFeature.forClient");
    }

    // Tubes put together by others

    @Test
    void refusesAPortWhereAnotherAssemblerLeavesTheTubeOut() {
        assertRefused(
                () -> new ContextLoader()
                        .with(ASSEMBLERS, OtherAssembler.class.getName())
                        .call(() -> port(desk.clientFeature())),
                OtherAssembler.class.getName(),
                "TubelineAssemblerFactory");
    }

    @Test
    void refusesAnEndpointWhereAnotherAssemblerLeavesTheTubeOut() {
        assertRefused(
                () -> new ContextLoader()
                        .with(ASSEMBLERS, OtherAssembler.class.getName())
                        .call(() -> Endpoint.create(new EchoEndpoint(), desk.serviceFeature())),
                OtherAssembler.class.getName(),
                "TubelineAssemblerFactory");
    }

    /** The feature was accepted under one class loader, the endpoint published under another one. */
    @Test
    void theCheckStopsAnEndpointThatAnotherAssemblerMadeLater() throws Exception {
        Endpoint endpoint = Endpoint.create(new EchoEndpoint(), desk.serviceFeature());
        new ContextLoader()
                .with(ASSEMBLERS, OtherAssembler.class.getName())
                .call(() -> desk.publish("/Later", endpoint));

        var refused = refusal(() -> MessageSecurity.requireSecured(endpoint));

        assertThat(refused.fault()).isEqualTo(SecurityFault.NOT_SECURED);
        assertThat(refused).hasMessageContaining("that nothing acted on");
        assertThat(endpoint.isPublished()).isFalse();
    }

    /** As in a thread of a pool of a server, or in one jar made of several. */
    @Test
    void refusesAPortWhereTheContextClassLoaderDoesNotFindThisLibrary() {
        assertRefused(
                () -> new ContextLoader().without(DECORATORS).call(() -> port(desk.clientFeature())),
                "context class loader",
                MessageSecurityDecorator.class.getName(),
                DECORATORS);
    }

    @Test
    void refusesAnEndpointWhereTheContextClassLoaderDoesNotFindThisLibrary() {
        assertRefused(
                () -> new ContextLoader()
                        .without(DECORATORS)
                        .call(() -> Endpoint.create(new EchoEndpoint(), desk.serviceFeature())),
                "context class loader",
                MessageSecurityDecorator.class.getName());
    }

    @Test
    void refusesAFeatureOfASecondCopyOfThisLibrary() {
        var refused = refusal(() -> port(new SecondCopy()));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("more than once").hasMessageContaining(SecondCopy.class.getName());
    }

    @Test
    void aPortWithTubesOfAnotherConfigurationSendsNothingInClear() throws Exception {
        Echo port = new ContextLoader()
                .with(TUBES, tubes("HandlerTubeFactory", "BasicTransportTubeFactory"))
                .call(() -> MessageSecurity.requireSecured(port(desk.clientFeature())));

        assertThat(port.echo(EchoDesk.SECRET)).isEqualTo(EchoDesk.SECRET);
        assertNothingInClear(1);
    }

    /** A transport that is not the last tube takes the place of what is behind it, security included. */
    @Test
    void aPortWhoseConfigurationPutsTheTransportBeforeSecuritySendsNothingInClear() throws Exception {
        Echo port = new ContextLoader()
                .with(TUBES, tubes("BasicTransportTubeFactory", "HandlerTubeFactory"))
                .call(() -> port(desk.clientFeature()));

        assertThatThrownBy(() -> port.echo(EchoDesk.SECRET)).isInstanceOf(RuntimeException.class);
        assertThat(desk.requests()).noneMatch(request -> request.contains(EchoDesk.SECRET));
    }

    @Test
    void aPortOverAnotherTransportSendsNothingInClear() throws Exception {
        OtherTransport.SENT.clear();
        Echo port = new ContextLoader()
                .with(TRANSPORTS, OtherTransport.class.getName())
                .call(() -> MessageSecurity.requireSecured(port(desk.clientFeature())));

        assertThatThrownBy(() -> port.echo(EchoDesk.SECRET)).hasMessageContaining("there is no answer here");
        assertThat(OtherTransport.SENT)
                .singleElement()
                .asString()
                .contains("EncryptedData")
                .doesNotContain(EchoDesk.SECRET);
    }

    // Endpoints

    /** Without any transport, and so without the codec of the endpoint. */
    @Test
    void anEndpointAnswersNothingInClearInsideTheVirtualMachine() throws Exception {
        WSEndpoint<?> endpoint = MessageSecurity.requireSecured(deploy(AnnotatedEndpoint.class));
        var request = new Packet(Messages.create(source(MESSAGE), SOAPVersion.SOAP_12));

        Packet answer = endpoint.createPipeHead().process(request, null, null);

        assertThat(answer.getInternalMessage().isFault()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "POST"})
    void anEndpointAnswersNoMethodInClear(String method) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(desk.address("/Echo")))
                                .header("Content-Type", "application/soap+xml; charset=utf-8")
                                .method(method, HttpRequest.BodyPublishers.ofString(MESSAGE))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).doesNotContain(EchoDesk.SECRET);
    }

    @ParameterizedTest
    @ValueSource(classes = {PayloadProvider.class, MessageProvider.class})
    void anEndpointOfSourcesAnswersNothingInClear(Class<?> type) throws Exception {
        Endpoint endpoint = Endpoint.create(type.getConstructor().newInstance(), desk.serviceFeature());
        MessageSecurity.requireSecured(desk.publish("/Sources", endpoint));

        assertThat(openly("/Sources")).contains("InvalidSecurity").doesNotContain(EchoDesk.SECRET);
    }

    @Test
    void refusesAnEndpointWithABindingThatIsNotSecured() {
        Endpoint endpoint = Endpoint.create(new XmlProvider(), desk.serviceFeature());

        assertThatThrownBy(() -> desk.publish("/Xml", endpoint))
                .isInstanceOf(MessageSecurityException.class)
                .hasMessageContaining("SOAP 1.2");
    }

    @Test
    void warnsOfAnOpenEndpoint() throws Exception {
        desk.publish("/Open", Endpoint.create(new EchoEndpoint()));

        assertThat(openly("/Open")).contains(EchoDesk.SECRET);
        assertWarned();
    }

    @Test
    void warnsOfAnOpenEndpointOfTheServletsDescriptor() throws Exception {
        WSEndpoint<?> endpoint = deploy(EchoEndpoint.class);
        publish("/Servlet", endpoint);

        assertThat(openly("/Servlet")).contains(EchoDesk.SECRET);
        assertWarned();
        assertThat(refusal(() -> MessageSecurity.requireSecured(endpoint)).fault())
                .isEqualTo(SecurityFault.NOT_SECURED);
    }

    @Test
    void anEndpointOfTheServletsDescriptorIsSecuredByAnAnnotation() throws Exception {
        WSEndpoint<?> endpoint = MessageSecurity.requireSecured(deploy(AnnotatedEndpoint.class));
        publish("/Servlet", endpoint);

        assertThat(openly("/Servlet")).contains("InvalidSecurity").doesNotContain(EchoDesk.SECRET);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void anEndpointIsSecuredByAnAnnotation() throws Exception {
        MessageSecurity.requireSecured(desk.publish("/Annotated", Endpoint.create(new AnnotatedEndpoint())));

        assertThat(openly("/Annotated")).contains("InvalidSecurity").doesNotContain(EchoDesk.SECRET);
    }

    @Test
    void tellsOfAPortWithoutTheFeature() {
        desk.publish("/Open", Endpoint.create(new EchoEndpoint()));
        log.events().clear();

        desk.service("/Open").getPort(EchoDesk.PORT, Echo.class);

        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getFormattedMessage()).contains(desk.address("/Open"), "sends in clear");
        });
    }

    private void assertWarned() {
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains(EchoDesk.PORT.toString(), EchoEndpoint.class.getName(), "in clear", "sun-jaxws.xml");
        });
    }

    private void assertNothingInClear(int requests) {
        assertThat(desk.requests())
                .hasSize(requests)
                .allMatch(request -> request.contains("EncryptedData") && !request.contains(EchoDesk.SECRET));
    }

    private static void assertRefused(ThrowingCallable making, String... words) {
        var refused = refusal(making);

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContainingAll(words);
    }

    private Echo port(WebServiceFeature... features) {
        return desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class, features);
    }

    private Dispatch<Source> dispatch(Service.Mode mode) {
        return withAction(
                desk.service("/Echo").createDispatch(EchoDesk.PORT, Source.class, mode, desk.clientFeature()));
    }

    private static Dispatch<Source> withAction(Dispatch<Source> dispatch) {
        dispatch.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        dispatch.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, EchoDesk.ACTION);
        return dispatch;
    }

    /** What the endpoint answers to a message in clear. */
    private String openly(String path) throws IOException, InterruptedException {
        return HttpPost.send(desk.address(path), MESSAGE).body();
    }

    /** As the RI's servlet deploys it. */
    private static WSEndpoint<?> deploy(Class<?> type) throws IOException {
        String descriptor =
                "<endpoints xmlns='http://java.sun.com/xml/ns/jax-ws/ri/runtime' version='2.0'><endpoint name='echo'"
                        + " implementation='" + type.getName() + "' url-pattern='/Servlet'/></endpoints>";
        return new DeploymentDescriptorParser<WSEndpoint<?>>(
                        TubelineTest.class.getClassLoader(),
                        new NoResources(),
                        Container.NONE,
                        (name, pattern, endpoint) -> endpoint)
                .parse("sun-jaxws.xml", new ByteArrayInputStream(descriptor.getBytes(UTF_8)))
                .get(0);
    }

    @SuppressWarnings("deprecation") // The way from a WSEndpoint to the JDK's server.
    private void publish(String path, WSEndpoint<?> endpoint) {
        new EndpointImpl(endpoint, desk.context(path));
    }

    private static String tubes(String... client) {
        var side = new StringBuilder();
        for (String factory : client) {
            side.append("<tube-factory className='com.sun.xml.ws.assembler.jaxws.")
                    .append(factory)
                    .append("'/>");
        }
        return "<metro xmlns='http://java.sun.com/xml/ns/metro/config' version='1.0'><tubelines default='#own'><tubeline name='own'><client-side>"
                + side + "</client-side></tubeline></tubelines></metro>";
    }

    private static Source source(String text) {
        return new StreamSource(new StringReader(text));
    }

    private static String text(Source source) throws Exception {
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance().newTransformer().transform(source, new StreamResult(text));
        return text.toString();
    }

    /** A feature that means nothing. */
    private static final class Other extends WebServiceFeature {
        @Override
        public String getID() {
            return "urn:test:other";
        }
    }

    /** What the feature of another class loader looks like to this one. */
    private static final class SecondCopy extends WebServiceFeature {
        @Override
        public String getID() {
            return MessageSecurityFeature.ID;
        }
    }

    /** Counts the messages that pass. */
    private record Counting(AtomicInteger passed) implements LogicalHandler<LogicalMessageContext> {
        @Override
        public boolean handleMessage(LogicalMessageContext context) {
            return passed.incrementAndGet() > 0;
        }

        @Override
        public boolean handleFault(LogicalMessageContext context) {
            return true;
        }

        @Override
        public void close(MessageContext context) {}
    }

    /** Puts the RI's own tubes together and asks no decorator. */
    public static final class OtherAssembler extends TubelineAssemblerFactory implements TubelineAssembler {
        private final StandaloneTubeAssembler tubes = new StandaloneTubeAssembler();

        @Override
        public TubelineAssembler doCreate(BindingID binding) {
            return this;
        }

        @Override
        public Tube createClient(ClientTubeAssemblerContext context) {
            return tubes.createClient(context);
        }

        @Override
        public Tube createServer(ServerTubeAssemblerContext context) {
            return tubes.createServer(context);
        }
    }

    private static final class NoResources implements ResourceLoader {
        @Override
        public @Nullable URL getResource(String path) {
            return null;
        }

        @Override
        public @Nullable URL getCatalogFile() {
            return null;
        }

        @Override
        public Set<String> getResourcePaths(String path) {
            return Set.of();
        }
    }

    /** What an application writes to secure an endpoint where only its class is named. */
    @Retention(RetentionPolicy.RUNTIME)
    @WebServiceFeatureAnnotation(id = "urn:test:secured", bean = SecuredByAnnotation.class)
    public @interface Secured {}

    /** Stands for the annotation in the RI's list of features, and brings the feature along. */
    @SuppressWarnings("deprecation") // of the RI, whose validators cannot add to the list
    public static final class SecuredByAnnotation extends WebServiceFeature
            implements com.sun.xml.ws.api.ImpliesWebServiceFeature {
        @FeatureConstructor
        public SecuredByAnnotation() {
            enabled = true;
        }

        @Override
        public String getID() {
            return "urn:test:secured";
        }

        @Override
        public void implyFeatures(WSFeatureList features) {
            try (var any = new EchoDesk(PKI)) {
                features.mergeFeatures(new WebServiceFeature[] {any.serviceFeature()}, false);
            }
        }
    }

    /** The service under the annotation. */
    @Secured
    @WebService(
            serviceName = "EchoService",
            portName = "EchoPort",
            targetNamespace = EchoDesk.NAMESPACE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.EchoDesk$Echo")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class AnnotatedEndpoint implements Echo {
        @Override
        public String echo(String text) {
            return text;
        }
    }

    /** A service of sources. */
    @WebServiceProvider
    @ServiceMode(Service.Mode.PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class PayloadProvider implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }

    /** A service of whole messages. */
    @WebServiceProvider
    @ServiceMode(Service.Mode.MESSAGE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class MessageProvider implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }

    /** A service without SOAP. */
    @WebServiceProvider
    @ServiceMode(Service.Mode.PAYLOAD)
    @BindingType(HTTPBinding.HTTP_BINDING)
    public static final class XmlProvider implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }
}
