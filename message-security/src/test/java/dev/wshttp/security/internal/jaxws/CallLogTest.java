// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.xml.ws.api.BindingID;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.server.AsyncProvider;
import com.sun.xml.ws.api.server.AsyncProviderCallback;
import com.sun.xml.ws.api.server.Container;
import com.sun.xml.ws.api.server.InstanceResolver;
import com.sun.xml.ws.api.server.WSEndpoint;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import dev.wshttp.security.events.SecurityListener;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.xml.sax.EntityResolver;

/** What each line of the log can say of the call that is processed, and that nothing remains of it afterwards. */
@Timeout(60)
class CallLogTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String ADDRESS = "http://localhost/Echo";
    private static final WsHttpBinding DIRECT = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();
    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final Sides SIDES = Sides.of(DIRECT, CREDENTIALS.client(), CREDENTIALS.service(), Clock.systemUTC());
    private static final String NAME = new X509Identity(PKI.client().certificate()).getName();

    private final Tap tap = new Tap();

    @BeforeEach
    void listen() {
        tap.start();
        root().addAppender(tap);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(tap);
        MDC.clear();
    }

    @Test
    void theOperationLogsWithIdAddressSessionAndCaller() throws Exception {
        var kept = new KeptEvents();
        try (var desk = ObservedDesk.of(PKI, WsHttpBinding.builder().build(), new Logging(), kept)) {
            desk.port().echo("hello");
        }

        ObservedRequest call =
                kept.events().get(kept.told().indexOf("call accepted")).request();
        assertThat(tap.contextOf("operation"))
                .containsEntry("wshttp.messageId", call.messageId().orElseThrow())
                .containsEntry("wshttp.session", call.session().orElseThrow())
                .containsEntry("wshttp.caller", NAME)
                .containsEntry("wshttp.remoteAddress", "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "fail"})
    void nothingRemainsInAThreadThatProcessedACall(String text) {
        var kept = new KeptEvents();
        WSEndpoint.PipeHead endpoint =
                endpoint(Logging.class, new Logging(), kept).createPipeHead();
        Packet call = call(text);

        Packet answer = endpoint.process(call, null, null);

        assertThat(answer.getInternalMessage()).isInstanceOf(EnvelopeMessage.Outgoing.class);
        assertThat(tap.contextOf("operation " + text)).containsEntry("wshttp.caller", NAME);
        assertThat(kept.told()).containsExactly("call accepted", text.equals("fail") ? "call FAILURE" : "call REPLY");
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void nothingRemainsInAThreadThatRefusedACall() {
        var kept = new KeptEvents();
        WSEndpoint.PipeHead endpoint =
                endpoint(Logging.class, new Logging(), kept).createPipeHead();
        byte[] octets = octets("hello");
        endpoint.process(packet(octets), null, null);

        endpoint.process(packet(octets), null, null);

        assertThat(kept.told()).endsWith("call MESSAGE_REPLAYED");
        assertThat(tap.contextOf("Refused")).containsOnlyKeys("wshttp.messageId");
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void saysWhatIsClaimedOfARefusedMessageOnOneLine() throws Exception {
        try (var desk = ObservedDesk.of(PKI)) {
            HttpPost.send(
                    desk.address(),
                    "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'"
                            + " xmlns:a='http://www.w3.org/2005/08/addressing'><s:Header>"
                            + "<a:MessageID>x&#10;2026 WARN all is well\u2028</a:MessageID></s:Header><s:Body/></s:Envelope>");
        }

        assertThat(tap.contextOf("Refused"))
                .containsEntry("wshttp.messageId", "x 2026 WARN all is well ")
                .doesNotContainKeys("wshttp.caller", "wshttp.session");
    }

    /** An asynchronous operation gives the thread of its caller back before it is done, where the transport is asynchronous, too. */
    @Test
    void nothingRemainsInAThreadThatAnAsynchronousOperationLeaves() throws Exception {
        var threads = Executors.newSingleThreadExecutor();
        var operation = new Later();
        try {
            var answered = new CompletableFuture<Packet>();
            WSEndpoint<?> endpoint = endpoint(Later.class, operation, new KeptEvents());
            endpoint.setExecutor(threads);
            endpoint.process(call("hello"), answered::complete, null);

            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
            Runnable reply = operation.reply.get(20, TimeUnit.SECONDS);
            assertThat(operation.context).containsEntry("wshttp.caller", NAME).containsKey("wshttp.messageId");
            reply.run();
            assertThat(answered.get(20, TimeUnit.SECONDS).getInternalMessage())
                    .isInstanceOf(EnvelopeMessage.Outgoing.class);
            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
            assertThat(threads.submit(MDC::getCopyOfContextMap).get(20, TimeUnit.SECONDS))
                    .isNullOrEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Packet call(String text) {
        return packet(octets(text));
    }

    private static byte[] octets(String text) {
        return SIDES.client()
                .protect(
                        new OutgoingMessage(
                                Addressing.request(EchoDesk.ACTION, ADDRESS), List.of(), writer -> write(text, writer)),
                        Sides.CONTOSO)
                .octets();
    }

    private static void write(String text, XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("e", "echo", EchoDesk.NAMESPACE);
        writer.writeNamespace("e", EchoDesk.NAMESPACE);
        writer.writeStartElement("text");
        writer.writeCharacters(text);
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static Packet packet(byte[] octets) {
        return new Packet(new EnvelopeMessage.Incoming(SIDES.engine().read(octets, UTF_8), ""));
    }

    private static <T> WSEndpoint<T> endpoint(Class<T> type, T operation, SecurityListener listener) {
        return WSEndpoint.create(
                type,
                true,
                InstanceResolver.createSingleton(operation).createInvoker(),
                null,
                null,
                Container.NONE,
                BindingID.parse(type)
                        .createBinding(MessageSecurityFeature.forService(DIRECT, CREDENTIALS.service())
                                .withAddress(URI.create(ADDRESS))
                                .withListener(listener)),
                null,
                List.of(),
                (EntityResolver) null,
                false);
    }

    @Test
    void saysNothingOfARequestBefore() {
        CallLog.of(request(), new CallerNames()).open();
        var unknown = new ObservedRequest(
                RequestKind.UNREADABLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        try (var scope = CallLog.of(unknown, new CallerNames()).open()) {
            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
        }
    }

    @Test
    void leavesTheContextOfTheApplicationAlone() {
        MDC.put("tenant", "blue");
        var log = CallLog.of(request(), new CallerNames());

        try (var scope = log.open()) {
            assertThat(MDC.get("tenant")).isEqualTo("blue");
        }

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("tenant", "blue"));
    }

    @Test
    void remembersTheNameOfACallerAndNotThatOfAnother() {
        var names = new CallerNames();
        var client = new X509Identity(PKI.client().certificate());
        var other = new X509Identity(PKI.service().certificate());

        assertThat(names.of(client)).isEqualTo(client.getName()).isSameAs(names.of(client));
        assertThat(names.of(other)).isEqualTo(other.getName());
        assertThat(names.of(client)).isEqualTo(client.getName());
    }

    private static ObservedRequest request() {
        return new ObservedRequest(
                RequestKind.CALL,
                Optional.of("urn:uuid:1"),
                Optional.of(EchoDesk.ACTION),
                Optional.of(InetAddress.getLoopbackAddress()),
                Optional.of(new X509Identity(PKI.client().certificate())),
                Optional.of("urn:uuid:2"));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** Keeps the lines of the log with their context. */
    private static final class Tap extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        Map<String, String> contextOf(String beginning) {
            return events.stream()
                    .filter(event -> event.getFormattedMessage().startsWith(beginning))
                    .map(ILoggingEvent::getMDCPropertyMap)
                    .reduce((first, last) -> last)
                    .orElseThrow();
        }
    }

    /** An operation that says later how it answers. */
    @WebServiceProvider
    @ServiceMode(Service.Mode.PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Later implements AsyncProvider<Source> {
        private final CompletableFuture<Runnable> reply = new CompletableFuture<>();
        private volatile Map<String, String> context = Map.of();

        @Override
        public void invoke(Source request, AsyncProviderCallback<Source> callback, @Nullable WebServiceContext called) {
            context = MDC.getCopyOfContextMap();
            reply.complete(() -> callback.send(new StreamSource(new StringReader("<later xmlns='urn:test'/>"))));
        }
    }

    /** An operation that logs, and fails if it is told to. */
    @WebService(
            serviceName = "EchoService",
            portName = "EchoPort",
            targetNamespace = EchoDesk.NAMESPACE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.EchoDesk$Echo")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Logging implements EchoDesk.Echo {
        @Override
        public String echo(String text) {
            LoggerFactory.getLogger("application").warn("operation {}", text);
            if (text.equals("fail")) {
                throw new IllegalStateException("as it was told");
            }
            return text;
        }
    }
}
