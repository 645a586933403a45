// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer answers a call, a negotiation or the opening of a session with a redirection, and the client does not follow it. */
@Timeout(60)
class RedirectedCallTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final HttpServer peer = LoopbackServer.create();
    private final HttpServer elsewhere = LoopbackServer.create();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() {
        elsewhere.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });
        elsewhere.start();
        peer.start();
    }

    @AfterEach
    void stop() {
        peer.stop(0);
        elsewhere.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "300, false",
        "301, false",
        "302, false",
        "303, false",
        "305, false",
        "307, false",
        "308, false",
        "301, true",
        "302, true",
        "303, true",
        "305, true",
        "307, true",
        "308, true"
    })
    void goesNowhereElse(int status, boolean withDefaults) {
        String there = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
        redirect(status, there);

        var refused = refusal(() -> client(withDefaults).call());

        assertThat(refused.fault()).isEqualTo(SecurityFault.REPLY_NOT_SECURED);
        assertThat(refused).hasMessageContaining("'" + status + "'").hasMessageContaining("'" + there + "'");
        assertThat(asked).hasValue(0);
    }

    @Test
    void staysEvenOnTheSamePort() {
        redirect(302, "/elsewhere");
        peer.createContext("/elsewhere", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });

        assertThat(refusal(() -> client(false).call())).hasMessageContaining("'/elsewhere'");
        assertThat(asked).hasValue(0);
    }

    @Test
    void makesTheLocationFitForATerminal() {
        redirect(302, "http://x/" + "\u009b31mred" + "y".repeat(3_000));

        var refused = refusal(() -> client(false).call());

        assertThat(String.valueOf(refused.getMessage()).chars()).noneMatch(Character::isISOControl);
        assertThat(refused.getMessage()).hasSizeLessThan(2_000);
    }

    @Test
    void tellsARedirectionWithoutLocation() {
        redirect(304, null);

        assertThat(refusal(() -> client(false).call()).fault()).isEqualTo(SecurityFault.REPLY_NOT_SECURED);
    }

    private void redirect(int status, @org.jspecify.annotations.Nullable String location) {
        peer.createContext("/Desk", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, -1);
        });
    }

    private DeskClient client(boolean withDefaults) {
        return new DeskClient(
                PKI,
                WsHttpBinding.builder()
                        .negotiateServiceCredential(withDefaults)
                        .establishSecurityContext(withDefaults)
                        .build(),
                peer.getAddress().getPort());
    }
}
