// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.wire.HttpRelay;
import dev.wshttp.it.wire.HttpRelay.Reply;
import dev.wshttp.security.SecurityFault;
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

/** A message counts once, in both directions. */
class ReplayIT {
    private static final int ATTACKERS = 8;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void ofRequestIsRefused() {
        Envelope request = CALCULATOR.request();
        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);

        assertReplayRefused(request);
        assertReplayRefused(request);
    }

    @Test
    void ofRequestAfterOtherMessagesIsRefused() {
        Envelope request = CALCULATOR.request();
        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);
        assertThat(CALCULATOR.wire().send(CALCULATOR.request()).status()).isEqualTo(WireReply.OK);

        assertReplayRefused(request);
    }

    @Test
    void ofRequestThatWasRewrittenIsRefused() {
        Envelope request = CALCULATOR.request();
        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);

        assertReplayRefused(request.with(envelope -> envelope.addHeader("<unsigned xmlns='urn:other'/>")));
    }

    @Test
    void ofRefusedRequestDoesNotSpoilTheGenuineOne() {
        Envelope request = CALCULATOR.request();
        Envelope tampered = request.with(envelope -> Envelope.changeFirstBlock(envelope.encryptedBody()));
        assertInvalidSecurity(CALCULATOR.wire().send(tampered));

        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);
    }

    @Test
    void fromManySidesAtOncePassesOnce() {
        byte[] request = CALCULATOR.request().octets();
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
        var genuine = HttpRelay.forwardingTo(CALCULATOR.via());
        try (var attacker = ManInTheMiddle.answering(request -> {
            replies.add(genuine.to(request));
            return replies.get(0);
        })) {
            var calculator = CALCULATOR.client().connect(attacker.address(), CALCULATOR.address());
            assertThat(calculator.add(1, 2)).isEqualTo(3);

            assertRefused(() -> calculator.add(1, 2), SecurityFault.KEY_NOT_RECOGNIZED);
        }
    }

    @Test
    void ofTheRequestAsItsReplyIsRefused() {
        try (var mirror = ManInTheMiddle.answering(request -> new Reply(200, WirePeer.SOAP_12, request.body()))) {
            var calculator = CALCULATOR.client().connect(mirror.address(), CALCULATOR.address());

            assertRefused(() -> calculator.add(1, 2), SecurityFault.SECURITY_HEADER_MALFORMED);
        }
    }

    @Test
    void isRefusedRatherThanForgottenWhenTheMemoryIsFull() {
        try (var service = CALCULATOR.start(setup -> setup.with("replay-cache-size", "2"))) {
            var calculator = CALCULATOR.client().connect(service.via(), service.address());
            assertThat(calculator.add(1, 2)).isEqualTo(3);
            assertThat(calculator.add(3, 4)).isEqualTo(7);

            Envelope third = RequestCapture.of(CALCULATOR.client(), service.address());
            assertInvalidSecurity(new WirePeer(service.via()).send(third));
            assertThat(service.log().faultOf(third.messageId())).isEqualTo(SecurityFault.REPLAY_MEMORY_FULL);
        }
    }

    private static void assertReplayRefused(Envelope request) {
        assertInvalidSecurity(CALCULATOR.wire().send(request));
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    private static int sendAfter(CountDownLatch start, byte[] request) {
        try {
            start.await();
            return CALCULATOR.wire().send(request).status();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(asked);
        }
    }
}
