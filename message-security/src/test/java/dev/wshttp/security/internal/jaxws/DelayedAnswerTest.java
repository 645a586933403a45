// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.xml.ws.api.BindingID;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.server.Container;
import com.sun.xml.ws.api.server.InstanceResolver;
import com.sun.xml.ws.api.server.WSEndpoint;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.direct.Adder;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An asynchronous transport, as that of a servlet container: the RI runs an endpoint on an executor and calls back with the answer. */
@Timeout(60)
class DelayedAnswerTest {
    private static final WireFormat TEXT =
            new WireFormat(WsHttpBinding.builder().build());

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();
    private static final String ADD = "http://Microsoft.ServiceModel.Samples/ICalculator/Add";
    private static final int PROMPT_ANSWERS = 8;
    private static final int DELAYED_ANSWERS = 40;
    private static final Duration TICK = Duration.ofMillis(250);

    private final Sides sides = Sides.of(BINDING, CREDENTIALS.client(), CREDENTIALS.service(), Clock.systemUTC());
    private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
    private final WSEndpoint<?> endpoint = endpoint();

    @AfterEach
    void end() {
        oneThread.shutdownNow();
    }

    @Test
    void takesNoThreadOfAnAsynchronousTransport() throws Exception {
        byte[] changed = changed();
        for (int i = 0; i < PROMPT_ANSWERS; i++) {
            answer(changed).get();
        }

        long start = System.nanoTime();
        List<CompletableFuture<Duration>> answers = new ArrayList<>();
        for (int i = 0; i < DELAYED_ANSWERS; i++) {
            answers.add(answer(changed));
        }

        for (var answer : answers) {
            assertThat(answer.get()).isGreaterThanOrEqualTo(TICK);
        }
        // If each kept the only thread, they would take 40 * 250 ms at least.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }

    private CompletableFuture<Duration> answer(byte[] message) {
        long start = System.nanoTime();
        var answered = new CompletableFuture<Duration>();
        var packet = new Packet(new EnvelopeMessage.Incoming(sides.engine().read(message, UTF_8), ""));
        endpoint.process(
                packet,
                answer -> {
                    boolean refused = answer.getInternalMessage() instanceof EnvelopeMessage.Outgoing envelope
                            && new String(envelope.body(TEXT).octets(), UTF_8).contains("InvalidSecurity");
                    assertThat(refused).isTrue();
                    answered.complete(Duration.ofNanos(System.nanoTime() - start));
                },
                null);
        return answered;
    }

    private byte[] changed() {
        byte[] request = sides.client()
                .protect(
                        new OutgoingMessage(
                                Addressing.request(ADD, "http://localhost/Calculator"),
                                List.of(),
                                writer -> writer.writeEmptyElement("Add")),
                        Sides.CONTOSO)
                .octets();
        String text = new String(request, UTF_8);
        return text.replaceFirst("(<a:To [^>]*>)[^<]*", "$1http://localhost/Other")
                .getBytes(UTF_8);
    }

    private WSEndpoint<?> endpoint() {
        var feature = MessageSecurityFeature.forService(BINDING, CREDENTIALS.service());
        WSEndpoint<Adder> made = WSEndpoint.create(
                Adder.class,
                true,
                InstanceResolver.createSingleton(new Adder()).createInvoker(),
                null,
                null,
                Container.NONE,
                BindingID.parse(Adder.class).createBinding(feature),
                null,
                List.of(),
                (org.xml.sax.EntityResolver) null,
                false);
        made.setExecutor(oneThread);
        return made;
    }
}
