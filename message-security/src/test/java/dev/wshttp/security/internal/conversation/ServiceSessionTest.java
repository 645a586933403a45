// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.Lifetime;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServiceSessionTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration ROLLOVER = Duration.ofMinutes(5);

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final SessionKey first = newKey("urn:uuid:session", "");
    private final ServiceSession context = newContext("urn:uuid:session", first);

    @Test
    void answersUnderTheOldKeyUntilTheClientUsesTheNewOne() {
        SessionKey second = renewed();
        assertThat(context.outgoing()).isEqualTo(first);

        context.used(second.key(), clock.instant());

        assertThat(context.outgoing()).isEqualTo(second);
        assertThat(context.keys(clock.instant())).containsExactly(first.key(), second.key());
    }

    @Test
    void acceptsTheOldKeyForTheRolloverOnlyAndWipesItThen() {
        SessionKey second = renewed();
        context.used(second.key(), clock.instant());
        clock.advance(ROLLOVER);

        assertThat(context.keys(clock.instant())).containsExactly(second.key());
        assertThat(faultOf(() -> first.key().secret().octets())).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void doesNotEndANewerKeyWhenAnOlderOneIsUsedFirst() {
        SessionKey second = renewed();
        SessionKey third = renewed();
        context.used(second.key(), clock.instant());
        context.used(third.key(), clock.instant());
        clock.advance(ROLLOVER);

        assertThat(context.keys(clock.instant())).containsExactly(third.key());
        assertThat(context.outgoing()).isEqualTo(third);
    }

    @Test
    void doesNotGoBackToAnOlderKey() {
        SessionKey second = renewed();
        context.used(second.key(), clock.instant());
        context.used(first.key(), clock.instant());

        assertThat(context.outgoing()).isEqualTo(second);
    }

    @Test
    void keepsFiveKeysAndTheOneInUse() {
        for (int i = 0; i < 10; i++) {
            renewed();
        }

        assertThat(context.keys(clock.instant())).hasSize(5).contains(first.key());
    }

    @Test
    void keepsItsKeysForTheAnswerOfACallThatIsUnderWay() {
        ServiceSession.RunningCall call = context.enter();
        context.destroy();
        assertThat(first.key().secret().octets()).hasSize(32);

        call.close();
        call.close();

        assertThat(faultOf(() -> first.key().secret().octets())).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void aCallThatComesAfterTheEndDoesNotBegin() {
        context.destroy();

        assertThat(faultOf(context::enter)).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    // The store

    @Test
    void storeForgetsSessionThatIsNeverUsed() {
        SessionStore contexts = new InMemorySessions(SessionSettings.DEFAULT, clock);
        contexts.add(context);
        assertThat(contexts.find(context.identifier())).contains(context);
        clock.advance(Duration.ofMinutes(2));

        assertThat(contexts.find(context.identifier())).isEmpty();
        assertThat(contexts.touch(context)).isFalse();
    }

    @Test
    void storeKeepsSessionThatIsUsed() {
        SessionStore contexts = new InMemorySessions(SessionSettings.DEFAULT, clock);
        contexts.add(context);
        for (int i = 0; i < 5; i++) {
            assertThat(contexts.touch(context)).isTrue();
            clock.advance(Duration.ofMinutes(9));
        }
        // To ask for it is not to use it.
        assertThat(contexts.find(context.identifier())).contains(context);
        clock.advance(Duration.ofMinutes(1));

        assertThat(contexts.find(context.identifier())).isEmpty();
    }

    @Test
    void storeDoesNotRememberWhatWasRemovedWhileItWasUsed() {
        SessionStore contexts = new InMemorySessions(SessionSettings.DEFAULT, clock);
        contexts.add(context);
        contexts.remove(context);

        assertThat(contexts.touch(context)).isFalse();
        assertThat(contexts.find(context.identifier())).isEmpty();
    }

    @Test
    void storeRefusesMoreThanMayWaitAndMoreThanMayBe() {
        var settings =
                SessionSettings.builder().maxPendingSessions(2).maxSessions(3).build();
        SessionStore contexts = new InMemorySessions(settings, clock);
        ServiceSession[] all = new ServiceSession[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = newContext("urn:uuid:" + i, newKey("urn:uuid:" + i, ""));
        }
        assertThat(contexts.add(all[0])).isTrue();
        assertThat(contexts.add(all[1])).isTrue();
        assertThat(contexts.add(all[2])).as("two wait already").isFalse();
        contexts.touch(all[0]);
        assertThat(contexts.add(all[2])).isTrue();
        contexts.touch(all[1]);
        assertThat(contexts.add(all[3])).as("there are three already").isFalse();
        contexts.remove(all[0]);

        assertThat(contexts.add(all[3])).isTrue();
    }

    private SessionKey renewed() {
        clock.advance(Duration.ofMillis(1));
        SessionKey key = newKey("urn:uuid:session", "urn:uuid:" + clock.instant());
        context.add(key);
        return key;
    }

    private static ServiceSession newContext(String identifier, SessionKey key) {
        return new ServiceSession(identifier, PKI.client().certificate(), key, ROLLOVER);
    }

    private SessionKey newKey(String identifier, String instance) {
        var random = new SecureRandom();
        var key = new SecurityContextKey(
                new SecurityContextToken("id", identifier, instance), SharedSecret.random(random, 32));
        return new SessionKey(
                key,
                DerivedKeyPair.of(key, AlgorithmSuite.BASIC256, random),
                new Lifetime(clock.instant(), clock.instant().plus(Duration.ofHours(15))));
    }
}
