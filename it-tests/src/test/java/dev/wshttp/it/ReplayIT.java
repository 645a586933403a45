// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sides accept a message once and refuse it the second time. */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#tested")
class ReplayIT {
    private static final int ATTACKERS = 8;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final Mode mode;
    private final CalculatorServiceExtension service;

    ReplayIT(Mode mode) {
        this.mode = mode;
        this.service = CALCULATORS.in(mode);
    }

    @Test
    void ofRequestIsRefused() {
        Envelope request = service.request();
        assertThat(service.wire().send(request).status()).isEqualTo(WireReply.OK);

        assertReplayRefused(request);
        assertReplayRefused(request);
    }

    @Test
    void ofRequestAfterOtherMessagesIsRefused() {
        Envelope request = service.request();
        assertThat(service.wire().send(request).status()).isEqualTo(WireReply.OK);
        assertThat(service.wire().send(service.request()).status()).isEqualTo(WireReply.OK);

        assertReplayRefused(request);
    }

    @Test
    void ofRequestThatWasRewrittenIsRefused() {
        Envelope request = service.request();
        assertThat(service.wire().send(request).status()).isEqualTo(WireReply.OK);

        assertReplayRefused(request.with(envelope -> envelope.addHeader("<unsigned xmlns='urn:other'/>")));
    }

    @Test
    void ofRefusedRequestDoesNotSpoilTheGenuineOne() {
        Envelope request = service.request();
        Envelope tampered = request.with(envelope -> Envelope.changeFirstBlock(envelope.encryptedBody()));
        assertInvalidSecurity(service.wire().send(tampered));

        assertThat(service.wire().send(request).status()).isEqualTo(WireReply.OK);
    }

    @Test
    void fromManySidesAtOncePassesOnce() {
        byte[] request = service.request().octets();
        var start = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(ATTACKERS);
        try {
            List<CompletableFuture<Integer>> attempts = IntStream.range(0, ATTACKERS)
                    .mapToObj(attacker -> CompletableFuture.supplyAsync(() -> sendAfter(start, request), threads))
                    .toList();
            start.countDown();
            Map<Integer, Long> statuses = attempts.stream()
                    .map(CompletableFuture::join)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

            assertThat(statuses).isEqualTo(Map.of(WireReply.OK, 1L, WireReply.FAULT, ATTACKERS - 1L));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ofReplyIsRefused() {
        var replies = new CopyOnWriteArrayList<Reply>();
        var genuine = HttpRelay.forwardingTo(service.via());
        try (var attacker = ManInTheMiddle.answeringCalls(service.via(), request -> {
            replies.add(genuine.to(request));
            return replies.get(0);
        })) {
            var calculator = service.client().connect(attacker.address(), service.address());
            assertThat(calculator.add(1, 2)).isEqualTo(3);

            assertRefused(
                    () -> calculator.add(1, 2),
                    mode.hasContext() ? SecurityFault.MESSAGE_REPLAYED : SecurityFault.KEY_NOT_RECOGNIZED);
        }
    }

    @Test
    void ofTheRequestAsItsReplyIsRefused() {
        try (var mirror = ManInTheMiddle.answeringCalls(
                service.via(), request -> new Reply(200, WirePeer.SOAP_12, request.body()))) {
            var calculator = service.client().connect(mirror.address(), service.address());

            assertRefused(() -> calculator.add(1, 2), SecurityFault.SECURITY_HEADER_MALFORMED);
        }
    }

    @Test
    void isRefusedRatherThanForgottenWhenTheMemoryIsFull() {
        int most = 3;
        try (var forgetful = service.startBesideOthers(setup -> setup.with("replay-cache-size", String.valueOf(most)));
                var network = ManInTheMiddle.listening(forgetful.via())) {
            var calculator = service.client().connect(network.address(), forgetful.address());
            int calls = mode.hasSession() ? most - 1 : most;
            for (int call = 0; call < calls; call++) {
                assertThat(calculator.add(call, 2)).isEqualTo(call + 2);
            }

            assertRefused(() -> calculator.add(1, 2), SecurityFault.FAULT_NOT_SECURED);
            assertThat(forgetful.log().faultOf(network.last().messageId())).isEqualTo(SecurityFault.REPLAY_MEMORY_FULL);
        }
    }

    private void assertReplayRefused(Envelope request) {
        assertInvalidSecurity(service.wire().send(request));
        assertThat(service.log().faultOf(request.messageId())).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    private int sendAfter(CountDownLatch start, byte[] request) {
        try {
            start.await();
            return service.wire().send(request).status();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(asked);
        }
    }
}
