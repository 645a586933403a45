// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much cryptography with asymmetric keys an unauthenticated peer can cause, in octets over HTTP. */
@Timeout(60)
class HandshakeFloodTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final String DESK = "urn:test:desk";
    private static final String CALL = DESK + "/Desk/whoamiRequest";
    private static final String RST = Namespaces.TRUST + "/RST/SCT";
    private static final int AT_ONCE = 30;
    private static final String BUSY = "ServerTooBusy";

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final HttpServer server = LoopbackServer.create();
    private final List<String> sent = new ArrayList<>();
    private final List<Closeable> open = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
        server.stop(0);
    }

    @Test
    void brokenSecondLegGivesNoRoomForMoreHandshakesThanAnAddressMayBegin() throws Exception {
        serve(true, 1);
        call(port(true));
        String first = message("/RST/Issue");
        String second = message("/RSTR/Issue");
        // The client was the first of them.
        for (int i = 1; i < AT_ONCE; i++) {
            String context = "uuid-" + UUID.randomUUID() + "-1";
            assertThat(post(inContext(first, context))).contains("RequestSecurityTokenResponse");
            // Of another handshake, so it is broken, and its place is free again.
            assertThat(post(inContext(second, context))).contains("FailedAuthentication");
        }

        assertThat(post(inContext(first, "uuid-one-too-many-1"))).contains(BUSY).doesNotContain("BinaryExchange");
        assertThat(refusal(() -> call(port(true))))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS));
        clock.advance(Duration.ofSeconds(1));
        call(port(true));
    }

    @Test
    void replayedAndMalformedFirstLegsTakeNothingFromTheRate() throws Exception {
        serve(true, 1);
        call(port(true));
        String first = inContext(message("/RST/Issue"), "uuid-replayed-1");
        post(first);
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            assertThat(post(first)).contains("InvalidRequest");
            assertThat(post(first.replace("KeySize>256", "KeySize>many"))).contains("InvalidRequest");
        }

        call(port(true));
    }

    @Test
    void requestsForSessionsWithKeysOfTheirOwnAreBoundedLikeHandshakes() throws Exception {
        serve(false, 1);
        Dispatch<Source> legitimate = port(false);
        call(legitimate);
        String opening = message("/RST/SCT");
        for (int i = 1; i < AT_ONCE; i++) {
            assertThat(post(opening)).contains("InvalidSecurity");
        }

        assertThat(post(opening)).contains(BUSY);
        assertThat(refusal(() -> call(port(false)))).hasMessageContaining(BUSY);
        // A session that is open needs none of it.
        call(legitimate);
        clock.advance(Duration.ofSeconds(1));
        call(port(false));
    }

    @Test
    void requestsToRenewASessionThatEveryoneSeesAreBoundedLikeHandshakes() throws Exception {
        serve(false, 1);
        Dispatch<Source> legitimate = port(false);
        call(legitimate);
        String renewal = message(CALL).replace(">" + CALL + "<", ">" + RST + "/Renew<");
        for (int i = 1; i < AT_ONCE; i++) {
            assertThat(post(renewal)).contains("Fault").doesNotContain(BUSY);
        }

        assertThat(post(renewal)).contains(BUSY);
        call(legitimate);
    }

    private void serve(boolean negotiates, int perSecondPerAddress) {
        HttpContext context = server.createContext("/Desk");
        var tap = new WireTap();
        tap.tamper(octets -> {
            sent.add(new String(octets, UTF_8));
            return octets;
        });
        context.getFilters().add(tap);
        var binding = binding(negotiates)
                .negotiationSettings(NegotiationSettings.builder()
                        .maxPerSecond(1_000)
                        .maxPerSecondPerAddress(perSecondPerAddress)
                        .build())
                .build();
        var endpoint = Endpoint.create(
                new SecuredSessionTest.Desk(),
                MessageSecurityFeature.forService(binding, CREDENTIALS.service())
                        .withClock(clock));
        endpoint.publish(context);
        open.add(endpoint::stop);
        server.start();
    }

    private static WsHttpBinding.Builder binding(boolean negotiates) {
        return WsHttpBinding.builder().negotiateServiceCredential(negotiates);
    }

    private Dispatch<Source> port(boolean negotiates) throws IOException {
        var feature = MessageSecurityFeature.forClient(binding(negotiates).build(), CREDENTIALS.client(), Sides.CONTOSO)
                .withClock(clock);
        Dispatch<Source> port = Service.create(URI.create(address() + "?wsdl").toURL(), new QName(DESK, "DeskService"))
                .createDispatch(new QName(DESK, "DeskPort"), Source.class, Service.Mode.PAYLOAD, feature);
        port.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
        port.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        port.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, CALL);
        return port;
    }

    private static void call(Dispatch<Source> port) {
        assertThat(port.invoke(new StreamSource(new StringReader("<d:whoami xmlns:d='" + DESK + "'/>"))))
                .isNotNull();
    }

    /** The first message that was sent with an action of this end. */
    private String message(String action) {
        return sent.stream()
                .filter(message -> message.contains(action + "</a:Action>"))
                .findFirst()
                .orElseThrow();
    }

    private static String inContext(String leg, String context) {
        return leg.replaceFirst("Context=\"[^\"]*\"", "Context=\"" + context + "\"");
    }

    private String post(String envelope) throws IOException, InterruptedException {
        return HttpPost.send(address(), envelope).body();
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/Desk";
    }
}
