// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.EngineUnderTest;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.instances.InOneJvm;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.instances.EndpointInstances;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.wss.Freshness;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealedSessionsTest {
    private static final X509Certificate OWNER = Recorded.credential("client").certificate();
    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .sessionSettings(SessionSettings.builder().maxSessions(3).build())
            .build();

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-28T13:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final AesSeal seal = new AesSeal();
    private final SealedSessions sessions = instance();

    @Test
    void aMessageThatIsNotProvedTakesNoRoom() {
        SecurityContextToken token = issued("urn:uuid:1");

        ServiceSession named = sessions.find(token).orElseThrow();

        assertThat(sessions.counts().active()).isZero();
        assertThat(sessions.find("urn:uuid:1")).isEmpty();
        assertThat(sessions.touch(named)).isTrue();
        assertThat(sessions.counts().active()).isOne();
        assertThat(sessions.find(token)).containsSame(named);
    }

    @Test
    void whatWasDroppedComesBack() {
        List<SecurityContextToken> issued =
                IntStream.range(0, 20).mapToObj(i -> issued("urn:uuid:" + i)).toList();
        issued.forEach(token -> sessions.touch(sessions.find(token).orElseThrow()));
        assertThat(sessions.counts().active()).isEqualTo(3);
        SecurityContextToken dropped = issued.stream()
                .filter(token -> sessions.find(token.identifier()).isEmpty())
                .findFirst()
                .orElseThrow();

        ServiceSession again = sessions.find(dropped).orElseThrow();

        assertThat(again.owner()).isEqualTo(OWNER);
        assertThat(again.keys(clock.instant())).hasSize(1);
        assertThat(sessions.touch(again)).isTrue();
    }

    @Test
    void idleSessionsAreDroppedAndComeBack() {
        SecurityContextToken token = issued("urn:uuid:1");
        sessions.touch(sessions.find(token).orElseThrow());
        clock.advance(Duration.ofMinutes(11));
        assertThat(sessions.counts().active()).isZero();

        assertThat(sessions.find(token)).isPresent();
    }

    @Test
    void aMessageThatIsNotProvedKeepsNoSessionInItsPlace() {
        SecurityContextToken unproved = issued("urn:uuid:1");
        SecurityContextToken proved = issued("urn:uuid:2");
        ServiceSession used = sessions.find(proved).orElseThrow();
        sessions.touch(sessions.find(unproved).orElseThrow());
        sessions.touch(used);
        clock.advance(Duration.ofMinutes(9));
        sessions.find(unproved);
        sessions.find(unproved.identifier());
        sessions.touch(used);
        clock.advance(Duration.ofMinutes(2));

        assertThat(sessions.counts().active()).isOne();
        assertThat(sessions.find(proved)).containsSame(used);
    }

    @Test
    void whatWasRemovedDoesNotComeBack() {
        SecurityContextToken token = issued("urn:uuid:1");
        ServiceSession session = sessions.find(token).orElseThrow();
        sessions.touch(session);
        sessions.remove(session);

        assertThat(sessions.find(token)).isEmpty();
        assertThat(sessions.touch(session)).isFalse();
        assertThat(sessions.has(session)).isFalse();
        assertThat(instance().find(token)).isPresent();
    }

    /** Two messages that come at once bring the session back twice; the answers to both are made under its key. */
    @Test
    void twoThatBringASessionBackAtOnceAreOneAfterwards() {
        SecurityContextToken token = issued("urn:uuid:1");
        ServiceSession one = sessions.find(token).orElseThrow();
        ServiceSession other = sessions.find(token).orElseThrow();

        assertThat(sessions.touch(one)).isTrue();
        assertThat(sessions.touch(other)).isTrue();
        assertThat(sessions.find(token)).containsSame(one);
        assertThat(one.keys(clock.instant())).hasSize(1);
    }

    /** Each of the two wipes its keys when it is over, and the other one may need them then. */
    @Test
    void twoThatBringASessionBackAtOnceShareNoKey() {
        SecurityContextToken token = issued("urn:uuid:1");
        clock.advance(Duration.ofMinutes(1));
        SecurityContextToken renewed = issued("urn:uuid:1", "urn:uuid:2");
        ServiceSession one = sessions.find(token).orElseThrow();
        ServiceSession other = sessions.find(renewed).orElseThrow();
        sessions.touch(one);
        sessions.touch(other);

        assertThat(one.keys(clock.instant())).doesNotContainAnyElementsOf(other.keys(clock.instant()));
        sessions.remove(one);
        one.destroy();
        assertThat(other.outgoing().key().secret().octets()).hasSize(32);
    }

    /** Who stole it could have made any token. */
    @Test
    void whatWasOpenedUnderAKeyThatIsGoneIsOver() {
        SecurityContextToken token = issued("urn:uuid:1");
        ServiceSession late = sessions.find(token).orElseThrow();
        sessions.touch(sessions.find(token).orElseThrow());
        assertThat(sessions.find(token)).isPresent();

        seal.replaceKey();

        assertThat(sessions.find(token)).isEmpty();
        // A message that was under way passes, and nothing of it is kept.
        assertThat(sessions.touch(late)).isTrue();
        assertThat(sessions.find(token)).isEmpty();
        SecurityContextToken next = issued("urn:uuid:2");
        sessions.touch(sessions.find(next).orElseThrow());
        assertThat(sessions.find(next)).isPresent();
    }

    @Test
    void aStateThatNoInstanceMakesIsRefused() {
        Duration life = SessionSettings.DEFAULT.keyLifetime();
        Duration skew = BINDING.maxClockSkew();

        assertThat(sessions.find(issued("urn:uuid:1", clock.instant(), life))).isPresent();
        assertThat(sessions.find(issued("urn:uuid:2", clock.instant(), life.plusMillis(1))))
                .isEmpty();
        assertThat(sessions.find(issued("urn:uuid:3", clock.instant().plus(skew), life)))
                .isPresent();
        assertThat(sessions.find(issued("urn:uuid:4", clock.instant().plus(skew).plusMillis(1), life)))
                .isEmpty();
    }

    @Test
    void anotherKeyOfTheSessionIsAddedToIt() {
        SecurityContextToken token = issued("urn:uuid:1");
        ServiceSession session = sessions.find(token).orElseThrow();
        sessions.touch(session);
        clock.advance(Duration.ofMinutes(1));
        SecurityContextToken renewed = issued("urn:uuid:1", "urn:uuid:2");

        ServiceSession unproved = sessions.find(renewed).orElseThrow();
        assertThat(unproved).isNotSameAs(session);
        assertThat(session.keys(clock.instant())).as("before the proof").hasSize(1);
        sessions.touch(unproved);

        assertThat(sessions.find(renewed)).containsSame(session);
        assertThat(session.keys(clock.instant())).hasSize(2);
        assertThat(session.outgoing().key().token()).isEqualTo(renewed);
        assertThat(sessions.find(token)).containsSame(session);
        assertThat(session.keys(clock.instant())).hasSize(2);
    }

    private SecurityContextToken issued(String identifier) {
        return issued(identifier, "");
    }

    private SecurityContextToken issued(String identifier, Instant created, Duration life) {
        return instance()
                .issued(
                        new SecurityContextToken("uuid-1-1", identifier, ""),
                        SharedSecret.random(random, 32),
                        OWNER,
                        Lifetime.from(created, life));
    }

    private SecurityContextToken issued(String identifier, String instance) {
        return instance()
                .issued(
                        new SecurityContextToken("uuid-1-1", identifier, instance),
                        SharedSecret.random(random, 32),
                        OWNER,
                        Lifetime.from(clock.instant(), Duration.ofHours(15)));
    }

    private SealedSessions instance() {
        var engine = EngineUnderTest.of(BINDING, new Freshness(clock, BINDING.maxClockSkew()));
        var instances = EndpointInstances.of(InOneJvm.withTokens(seal), "/Calculator", BINDING);
        var environment = new SecurityEnvironment(engine, BINDING, clock, random).among(instances);
        return new SealedSessions(instances.tokens().orElseThrow(), environment);
    }
}
