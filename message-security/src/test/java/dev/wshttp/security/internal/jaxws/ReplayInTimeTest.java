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
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the octets of a call that was accepted are accepted again: at the edge of their time, after a restart, by another instance. */
@Timeout(60)
class ReplayInTimeTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final String DESK = "urn:test:desk";
    private static final String CALL = DESK + "/Desk/whoamiRequest";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final RunningClock clock = new RunningClock(PKI.now());
    private final HttpServer server = LoopbackServer.create();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();

    @AfterEach
    void stop() {
        endpoints.forEach(Endpoint::stop);
        server.stop(0);
    }

    // A copy that comes when its timestamp is just good enough, and whose verification ends later

    @ParameterizedTest
    @CsvSource({"false, PT0.5S", "false, PT10S", "true, PT0.5S", "true, PT10S"})
    void copyWhoseVerificationCrossesTheEndOfTheWindowIsRefused(boolean negotiates, Duration eachReading)
            throws Exception {
        publish("/Desk", binding(negotiates).build());
        server.start();
        // As early as a message can be accepted, so that it is forgotten as early as can be.
        Dispatch<Source> port =
                port(binding(negotiates).build(), new AdjustableClock(PKI.now().plus(SKEW)));
        call(port);
        Instant end = PKI.now().plus(SKEW).plus(LIFE).plus(SKEW);
        for (int readings = 6; readings > 0; readings--) {
            clock.runBy(end.minus(eachReading.multipliedBy(readings)), eachReading);
            assertRefused(post("/Desk", lastCall()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copyAtTheEndOfTheWindowIsRefused(boolean negotiates) throws Exception {
        publish("/Desk", binding(negotiates).build());
        server.start();
        call(port(binding(negotiates).build(), new AdjustableClock(PKI.now().plus(SKEW))));
        clock.advance(SKEW.plus(LIFE).plus(SKEW).minusMillis(1));
        assertRefused(post("/Desk", lastCall()));
        clock.advance(Duration.ofMillis(1));

        assertRefused(post("/Desk", lastCall()));
    }

    // What is not promised in direct mode

    @Test
    void withoutTheSwitchACopyIsAcceptedOnceMoreAfterARestart() throws Exception {
        publish("/Desk", binding(false).build());
        server.start();
        call(port(binding(false).build(), clock));
        clock.advance(Duration.ofSeconds(1));
        restart(binding(false).build());

        assertThat(post("/Desk", lastCall()).statusCode()).isEqualTo(200);
        assertRefused(post("/Desk", lastCall()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachOfTwoInstancesAcceptsACopyOnceHoweverItIsSet(boolean refusesCreatedBeforeStart) throws Exception {
        WsHttpBinding binding = binding(false)
                .refuseCreatedBeforeStart(refusesCreatedBeforeStart)
                .build();
        publish("/Desk", binding);
        publish("/desk", binding);
        server.start();
        call(port(binding, clock));

        assertThat(post("/desk", lastCall()).statusCode()).isEqualTo(200);
        assertRefused(post("/desk", lastCall()));
    }

    // The switch

    @Test
    void copyOfAMessageFromBeforeARestartIsRefusedWhereThatIsSet() throws Exception {
        WsHttpBinding strict = binding(false).refuseCreatedBeforeStart(true).build();
        publish("/Desk", strict);
        server.start();
        call(port(strict, clock));
        clock.advance(Duration.ofMillis(1));
        restart(strict);

        assertRefused(post("/Desk", lastCall()));
        call(port(strict, clock));
    }

    @Test
    void copyOfARequestForASessionFromBeforeARestartIsRefusedWhereThatIsSet() throws Exception {
        WsHttpBinding strict = binding(false)
                .establishSecurityContext(true)
                .refuseCreatedBeforeStart(true)
                .build();
        publish("/Desk", strict);
        server.start();
        Dispatch<Source> port = port(strict, clock);
        call(port);
        clock.advance(Duration.ofMillis(1));
        restart(strict);

        assertRefused(post("/Desk", sent.get(0)));
        // The session went with the restart; the port opens another.
        call(port);
    }

    @Test
    void clientWhoseClockIsBehindIsRefusedForAsLongAsItIsBehindWhereThatIsSet() throws Exception {
        WsHttpBinding strict = binding(false).refuseCreatedBeforeStart(true).build();
        publish("/Desk", strict);
        server.start();
        var behind = new AdjustableClock(PKI.now().minusSeconds(60));
        Dispatch<Source> port = port(strict, behind);
        assertThat(refusal(() -> call(port))).hasMessageContaining("InvalidSecurity");
        clock.advance(Duration.ofSeconds(60));
        behind.advance(Duration.ofSeconds(60));

        call(port);
    }

    @Test
    void copyOfAMessageOfAClientWhoseClockIsAheadPassesForAsLongAsItIsAheadEvenWhereThatIsSet() throws Exception {
        WsHttpBinding strict = binding(false).refuseCreatedBeforeStart(true).build();
        publish("/Desk", strict);
        server.start();
        call(port(strict, new AdjustableClock(PKI.now().plusSeconds(60))));
        byte[] copy = lastCall();
        clock.advance(Duration.ofSeconds(59));
        restart(strict);
        assertThat(post("/Desk", copy).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(2));
        restart(strict);

        assertRefused(post("/Desk", copy));
    }

    private static WsHttpBinding.Builder binding(boolean negotiates) {
        return WsHttpBinding.builder().negotiateServiceCredential(negotiates).establishSecurityContext(false);
    }

    private void restart(WsHttpBinding binding) {
        endpoints.remove(0).stop();
        publish("/Desk", binding);
    }

    private void publish(String path, WsHttpBinding binding) {
        HttpContext context = server.createContext(path);
        var tap = new WireTap();
        tap.tamper(octets -> {
            sent.add(octets);
            return octets;
        });
        context.getFilters().add(tap);
        var endpoint = Endpoint.create(
                new SecuredSessionTest.Desk(),
                MessageSecurityFeature.forService(binding, CREDENTIALS.service())
                        .withClock(clock));
        endpoint.publish(context);
        endpoints.add(endpoint);
    }

    private Dispatch<Source> port(WsHttpBinding binding, Clock ofClient) throws IOException {
        var feature = MessageSecurityFeature.forClient(binding, CREDENTIALS.client(), Sides.CONTOSO)
                .withClock(ofClient);
        Dispatch<Source> port = Service.create(
                        URI.create(address("/Desk") + "?wsdl").toURL(), new QName(DESK, "DeskService"))
                .createDispatch(new QName(DESK, "DeskPort"), Source.class, Service.Mode.PAYLOAD, feature);
        port.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address("/Desk"));
        port.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        port.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, CALL);
        return port;
    }

    private static void call(Dispatch<Source> port) {
        assertThat(port.invoke(new StreamSource(new StringReader("<d:whoami xmlns:d='" + DESK + "'/>"))))
                .isNotNull();
    }

    private byte[] lastCall() {
        return sent.stream()
                .filter(octets -> new String(octets, UTF_8).contains(">" + CALL + "<"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("InvalidSecurity");
    }

    private HttpResponse<String> post(String path, byte[] envelope) throws IOException, InterruptedException {
        return HttpPost.send(address(path), envelope);
    }

    private String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** A clock that moves when a test says so, and by so much with each reading. */
    private static final class RunningClock extends Clock {
        private Instant now;
        private Duration eachReading = Duration.ZERO;

        RunningClock(Instant now) {
            this.now = now;
        }

        synchronized void advance(Duration time) {
            now = now.plus(time);
        }

        synchronized void runBy(Instant from, Duration time) {
            now = from;
            eachReading = time;
        }

        @Override
        public synchronized Instant instant() {
            Instant read = now;
            now = now.plus(eachReading);
            return read;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
