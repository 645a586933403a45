// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.instances.InOneJvm;
import dev.wshttp.security.instances.MemoryOfOneJvm;
import dev.wshttp.security.instances.RelayOfOneJvm;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.DelayedRefusal;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances of one service that share a key for tokens, and a memory, stand for each other in all modes. */
@ParameterizedClass
@CsvSource({"false, false", "false, true", "true, true", "true, false"})
class SeveralInstancesTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 200;

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-28T13:00:00Z"));
    private final AesSeal seal = new AesSeal();
    private final MemoryOfOneJvm memory = new MemoryOfOneJvm(clock);

    @Parameter(0)
    private boolean negotiates;

    @Parameter(1)
    private boolean hasSessions;

    @Test
    void everyInstanceAnswersEveryCall() {
        Conversation wire = withTokens(3);
        wire.byTurns();

        for (int i = 0; i < 9; i++) {
            wire.call();
        }

        assertThat(textOf(wire.lastRequest()).contains("<dnse:Cookie")).isEqualTo(hasTokens());
    }

    /** An instance that was started later never saw the client. */
    @Test
    void aRestartIsInvisible() {
        Conversation wire = withTokens(2);
        wire.call();
        long requests = wire.sent().size();
        wire.at(1);

        wire.call();

        assertThat(wire.sent()).hasSize((int) requests + 2);
    }

    @Test
    void aTokenIsOpenedOnceAtEachInstance() {
        assumeThat(hasTokens()).isTrue();
        Conversation wire = withTokens(2);
        wire.byTurns();
        wire.call();
        wire.call();
        int opened = seal.opened();

        for (int i = 0; i < 6; i++) {
            wire.call();
        }

        assertThat(seal.opened()).isEqualTo(opened).isPositive();
    }

    @Test
    void renewsAtEveryInstance() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = withTokens(3);
        wire.byTurns();
        wire.call();

        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofHours(10).plusMinutes(1));
            wire.call();
            wire.call();
            wire.call();
        }

        assertThat(renewals(wire)).isEqualTo(5);
        assertThat(issues(wire)).isEqualTo(1);
    }

    @Test
    void theFormerKeyIsAcceptedUntilTheRolloverIsOver() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = withTokens(2);
        wire.call();
        SecurityContextKey former = MessageKey.contextOf(wire.lastRequest());
        clock.advance(Duration.ofHours(10).plusMinutes(1));
        wire.at(1);
        wire.call();
        assertThat(renewals(wire)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        wire.reply(under(former, wire));
        clock.advance(Duration.ofMillis(1));

        assertThat(faultOf(() -> wire.reply(under(former, wire)))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        // An instance that did not see the renewal.
        wire.at(0);
        wire.reply(under(former, wire));
    }

    /** An instance that gets the former key only after the present one, as after a restart. */
    @Test
    void theFormerKeyIsAcceptedForAWhileAfterTheFirstMessageUnderTheNewOne() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = withTokens(2);
        wire.call();
        SecurityContextKey former = MessageKey.contextOf(wire.lastRequest());
        clock.advance(Duration.ofHours(10).plusMinutes(1));
        wire.call();
        wire.at(1);
        wire.call();
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        wire.reply(under(former, wire));
        wire.call();
        clock.advance(Duration.ofMillis(1));

        assertThat(faultOf(() -> wire.reply(under(former, wire)))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        wire.call();
    }

    @Test
    void aSessionIsNotOverForBeingIdle() {
        Conversation wire = withTokens(2);
        wire.call();
        clock.advance(Duration.ofMinutes(59));
        wire.at(1);
        wire.call();
        clock.advance(Duration.ofMinutes(59));
        wire.call();

        assertThat(issues(wire)).isLessThanOrEqualTo(1);
    }

    /** For a while after the end of its key a session is told to renew it, and then it is over. */
    @Test
    void aSessionEndsWithItsLastKey() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = withTokens(2);
        wire.call();
        SecurityContextKey key = MessageKey.contextOf(wire.lastRequest());
        clock.advance(SessionSettings.DEFAULT.keyLifetime());
        assertThat(faultOf(() -> wire.verify(wire.read(under(key, wire)))
                        .answer()
                        .orElseThrow()
                        .get()))
                .isEqualTo(SecurityFault.CONTEXT_KEY_EXPIRED);
        clock.advance(SessionSettings.DEFAULT.keyRolloverInterval());

        assertThat(faultOf(() -> wire.reply(under(key, wire)))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        wire.at(1);
        assertThat(faultOf(() -> wire.reply(under(key, wire)))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void aCancelledSessionIsOverAtTheInstanceThatCancelledIt() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = withTokens(2);
        wire.call();
        ProtectedMessage first = wire.client().protect(wire.request(), wire);
        ProtectedMessage second = wire.client().protect(wire.request(), wire);
        wire.client().close(wire);

        assertThat(faultOf(() -> wire.reply(first))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        wire.at(1);
        wire.reply(second);
    }

    @Test
    void aCancelledSessionIsOverEverywhereWithASharedMemory() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = withMemory(2);
        wire.call();
        ProtectedMessage call = wire.client().protect(wire.request(), wire);
        wire.at(1);
        wire.client().close(wire);
        assertThat(memory.ended()).isNotEmpty();
        wire.at(0);

        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    /** The message may be a copy that an attacker sends to another instance. */
    @Test
    void aReplayIsRefusedAtEveryInstanceWithASharedMemory() {
        Conversation wire = withMemory(2);
        ProtectedMessage call = wire.client().protect(wire.request(), wire);
        wire.reply(call);
        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
        wire.at(1);

        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    /** Copies that come to all instances at the same time: one of them is first. */
    @Test
    void aReplayAtAllInstancesAtOncePassesOnce() throws Exception {
        Conversation wire = withMemory(THREADS);
        wire.call();
        wire.byTurns();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                ProtectedMessage call = wire.client().protect(wire.request(), wire);
                var together = new CyclicBarrier(THREADS);
                Callable<Boolean> copy = () -> {
                    together.await();
                    try {
                        wire.verify(wire.read(call));
                        return true;
                    } catch (MessageSecurityException | DelayedRefusal refused) {
                        return false;
                    }
                };
                int passed = 0;
                for (var done : threads.invokeAll(Collections.nCopies(THREADS, copy))) {
                    passed += done.get() ? 1 : 0;
                }
                assertThat(passed).isOne();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What an attacker can do without a store, once at each instance. */
    @Test
    void aReplayIsKnownToItsInstanceWithoutASharedMemory() {
        Conversation wire = withTokens(2);
        ProtectedMessage call = wire.client().protect(wire.request(), wire);
        wire.reply(call);
        wire.at(1);
        wire.reply(call);

        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    @Test
    void aCallAsksTheSharedMemoryOnce() {
        Conversation wire = withMemory(2);
        wire.call();
        memory.steps();

        wire.call();

        assertThat(memory.steps()).containsExactly("admit");
    }

    @Test
    void nothingIsAcceptedWhileTheSharedMemoryIsGone() {
        Conversation wire = withMemory(2);
        wire.call();
        ProtectedMessage call = wire.client().protect(wire.request(), wire);
        memory.setGone(true);
        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
        memory.setGone(false);

        // It is unknown whether the memory took note of that message; another one passes.
        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
        wire.call();
    }

    @Test
    void whatIsOlderThanTheSharedMemoryIsRefused() {
        Conversation wire = withMemory(2);
        ProtectedMessage call = wire.client().protect(wire.request(), wire);
        wire.reply(call);
        ProtectedMessage late = wire.client().protect(wire.request(), wire);
        clock.advance(Duration.ofSeconds(1));
        memory.restartEmpty();
        wire.at(1);

        assertThat(faultOf(() -> wire.reply(call))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
        assertThat(faultOf(() -> wire.reply(late))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
        // A client whose clock is a little ahead.
        clock.advance(Duration.ofMillis(1_999));
        ProtectedMessage ahead = wire.client().protect(wire.request(), wire);
        assertThat(faultOf(() -> wire.reply(ahead))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
        clock.advance(Duration.ofMillis(1));
        wire.call();
    }

    @Test
    void aNegotiatedTokenOpensOneSessionWithASharedMemory() {
        assumeThat(negotiates && hasSessions).isTrue();
        Conversation wire = withMemory(2);
        wire.call();
        assertThat(memory.ended()).hasSize(1);

        ProtectedMessage opening = opening(wire);
        wire.at(1);
        assertThat(faultOf(() -> wire.verify(wire.read(opening)))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    /** What was forged with a stolen key, too. */
    @Test
    void nothingIsAcceptedUnderTokensOfAKeyThatIsGone() {
        assumeThat(hasTokens()).isTrue();
        Conversation wire = withTokens(2);
        wire.call();
        ProtectedMessage call = wire.client().protect(wire.request(), wire);

        seal.replaceKey();

        assertThat(faultOf(() -> wire.reply(call)))
                .isIn(SecurityFault.CONTEXT_NOT_RECOGNIZED, SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED);
        wire.with(Recorded.clientCredentials()).call();
    }

    @Test
    void aSessionThatIsNotUsedHasItsPlaceForAShortTime() {
        assumeThat(hasSessions).isTrue();
        var relay = new RelayOfOneJvm();
        Conversation wire = conversation(
                Stream.generate(() -> InOneJvm.with(seal, memory, relay).withMaxSessions(1))
                        .limit(2)
                        .toList());
        Conversation other = wire.with(Recorded.clientCredentials());
        wire.client().protect(wire.request(), wire);
        assertThat(faultOf(other::call)).isEqualTo(SecurityFault.TOO_MANY_SESSIONS);
        clock.advance(SessionSettings.DEFAULT.pendingTimeout());

        other.call();
        clock.advance(SessionSettings.DEFAULT.pendingTimeout().multipliedBy(2));
        other.at(1);
        assertThat(faultOf(() -> wire.with(Recorded.clientCredentials()).call()))
                .isEqualTo(SecurityFault.TOO_MANY_SESSIONS);
        other.call();
    }

    @Test
    void allInstancesTogetherHaveAsManySessionsAsTheyMay() {
        assumeThat(hasSessions).isTrue();
        var relay = new RelayOfOneJvm();
        Conversation wire = conversation(
                Stream.generate(() -> InOneJvm.with(seal, memory, relay).withMaxSessions(1))
                        .limit(2)
                        .toList());
        wire.call();
        wire.at(1);
        Conversation other = wire.with(Recorded.clientCredentials());
        other.at(1);
        assertThat(faultOf(other::call)).isEqualTo(SecurityFault.TOO_MANY_SESSIONS);
        wire.client().close(wire);

        other.call();
    }

    /** Returns another call under a key that the client had. */
    private static ProtectedMessage under(SecurityContextKey key, Conversation wire) {
        return wire.engine()
                .protect(
                        wire.request(),
                        Protection.context(new Protection.Context(key, Optional.empty(), Carriage.CARRIED)));
    }

    private static ProtectedMessage opening(Conversation wire) {
        return wire.sent().stream()
                .filter(message -> textOf(message).contains("trust/RST/SCT<"))
                .findFirst()
                .orElseThrow();
    }

    private static long issues(Conversation wire) {
        return wire.sent().stream()
                .filter(message -> textOf(message).contains("trust/RST/SCT<"))
                .count();
    }

    private static long renewals(Conversation wire) {
        return wire.sent().stream()
                .filter(message -> textOf(message).contains("trust/RST/SCT/Renew<"))
                .count();
    }

    private static String textOf(ProtectedMessage message) {
        return new String(message.octets(), UTF_8);
    }

    private boolean hasTokens() {
        return negotiates || hasSessions;
    }

    private Conversation withTokens(int instances) {
        return conversation(Stream.generate(() -> InOneJvm.withTokens(seal))
                .limit(instances)
                .toList());
    }

    private Conversation withMemory(int instances) {
        var relay = new RelayOfOneJvm();
        return conversation(Stream.generate(() -> InOneJvm.with(seal, memory, relay))
                .limit(instances)
                .toList());
    }

    private Conversation conversation(List<InOneJvm> instances) {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build();
        return Conversation.among(
                instances.stream()
                        .map(each -> EndpointInstances.of(each, "/Calculator", binding))
                        .toList(),
                binding,
                Recorded.clientCredentials(),
                Recorded.serviceCredentials(),
                clock);
    }
}
