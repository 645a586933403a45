// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.captures.Conversation.nonces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.OpenedMessage;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Skeleton;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden test: what both sides send under negotiation has the structure of what WCF sends, leg by leg and down to every id. */
class SentNegotiationsTest {
    private static final Recorded SESSION = new Recorded("3-nego-session-DEFAULT");
    private static final Recorded RENEWAL = new Recorded("3-nego-session-DEFAULT--renew");
    private static final Recorded NO_SESSION = new Recorded("4-nego-nosession");

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));

    @Test
    void defaultModeHasTheStructureOfWcfsFromTheFirstLegToTheCancel() {
        Conversation wire = conversation(true);
        for (int i = 0; i < 5; i++) {
            wire.call();
        }
        assertSent(wire, SESSION, List.of("01", "02", "03", "04"));
        wire.client().close(wire);

        assertThat(wire.sent()).hasSize(2 * 9);
        assertThat(Skeleton.of(wire.lastRequest())).isEqualTo(Skeleton.of(SESSION.text("09-request.xml")));
        assertThat(Skeleton.of(wire.lastReply())).isEqualTo(Skeleton.of(SESSION.text("09-response.xml")));
    }

    @Test
    void modeWithoutSessionHasTheStructureOfWcfsAndEndsWithoutAWord() {
        Conversation wire = conversation(false);
        for (int i = 0; i < 5; i++) {
            wire.call();
        }
        assertSent(wire, NO_SESSION, List.of("01", "02", "03"));
        wire.client().close(wire);

        assertThat(wire.sent()).hasSize(2 * 7);
    }

    @Test
    void renewalHasTheStructureOfWcfsWithANegotiationOfItsOwn() {
        Conversation wire = conversation(true);
        wire.call();
        clock.advance(Duration.ofHours(10));
        wire.call();

        assertSent(wire, RENEWAL, List.of("01", "02", "03", "04", "05", "06", "07", "08"));
    }

    @Test
    void derivesNewKeysForEachMessageWithoutSession() {
        Conversation wire = conversation(false);
        wire.call();
        String first = nonces(wire.lastRequest());
        wire.call();

        assertThat(nonces(wire.lastRequest())).isNotEqualTo(first);
    }

    @Test
    void negotiatesAgainAfterSixOfTheTenHours() {
        Conversation wire = conversation(false);
        wire.call();
        clock.advance(Duration.ofHours(6).minusSeconds(1));
        wire.call();
        assertThat(wire.sent()).hasSize(2 * 4);
        clock.advance(Duration.ofSeconds(1));
        wire.call();

        assertThat(wire.sent()).hasSize(2 * 7);
    }

    private Conversation conversation(boolean session) {
        return Conversation.between(
                WsHttpBinding.builder()
                        .establishSecurityContext(session)
                        .sessionSettings(SessionSettings.builder()
                                .inactivityTimeout(Duration.ofDays(1))
                                .build())
                        .build(),
                Recorded.clientCredentials(),
                Recorded.serviceCredentials(),
                clock);
    }

    private static void assertSent(Conversation wire, Recorded recorded, List<String> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            // The client wipes the key that opened a session; the service's is the same.
            SharedSecret secret = wire.sent().get(2 * i + 1).key().secret();
            assertSent(wire.sent().get(2 * i), secret, recorded, numbers.get(i) + "-request.xml");
            assertSent(wire.sent().get(2 * i + 1), secret, recorded, numbers.get(i) + "-response.xml");
        }
    }

    private static void assertSent(ProtectedMessage message, SharedSecret secret, Recorded recorded, String file) {
        assertThat(Skeleton.of(message)).as(file).isEqualTo(Skeleton.of(recorded.text(file)));
        if (recorded.has("decrypted/" + file)) {
            assertThat(Skeleton.of(OpenedMessage.open(message.octets(), secret)))
                    .as("decrypted/" + file)
                    .isEqualTo(Skeleton.of(recorded.text("decrypted/" + file)));
        }
    }
}
