// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static dev.wshttp.security.captures.Conversation.nonces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.OpenedMessage;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Skeleton;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Golden test: what both sides of a session send has the structure of what WCF sends, down to every id. */
class SentSessionsTest {
    private static final Recorded SESSION = new Recorded("2-nonego-session");
    private static final Recorded RENEWAL = new Recorded("2-nonego-session--renew");

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private final Conversation wire = Conversation.between(
            WsHttpBinding.builder()
                    .negotiateServiceCredential(false)
                    .sessionSettings(SessionSettings.builder()
                            .inactivityTimeout(Duration.ofDays(1))
                            .build())
                    .build(),
            Recorded.clientCredentials(),
            Recorded.serviceCredentials(),
            clock);

    @Test
    void openingHasTheStructureOfWcfs() {
        wire.client().protect(wire.request(), wire);

        assertSent(SESSION, "01");
    }

    @Test
    void callHasTheStructureOfWcfs() {
        wire.call();

        assertSent(SESSION, "02");
    }

    @Test
    void cancelHasTheStructureOfWcfs() {
        wire.call();
        wire.client().close(wire);

        assertThat(Skeleton.of(wire.lastRequest())).isEqualTo(Skeleton.of(SESSION.text("07-request.xml")));
        assertThat(Skeleton.of(wire.lastReply())).isEqualTo(Skeleton.of(SESSION.text("07-response.xml")));
    }

    @Test
    void renewalHasTheStructureOfWcfs() {
        wire.call();
        clock.advance(Duration.ofHours(10));
        wire.client().protect(wire.request(), wire);

        assertSent(RENEWAL, "03");
    }

    @Test
    void callAfterARenewalHasTheStructureOfWcfs() {
        wire.call();
        clock.advance(Duration.ofHours(10));
        wire.call();

        assertSent(RENEWAL, "04");
    }

    @Test
    void allMessagesOfOneSideHaveTheSameDerivedKeysUntilTheRenewal() {
        wire.call();
        String first = nonces(wire.lastRequest());
        String firstReply = nonces(wire.lastReply());
        wire.call();
        assertThat(nonces(wire.lastRequest())).isEqualTo(first).isNotEqualTo(firstReply);
        assertThat(nonces(wire.lastReply())).isEqualTo(firstReply);
        clock.advance(Duration.ofHours(10));
        wire.call();

        assertThat(nonces(wire.lastRequest())).isNotEqualTo(first);
        assertThat(nonces(wire.lastReply())).isNotEqualTo(firstReply);
    }

    private void assertSent(Recorded recorded, String number) {
        assertThat(Skeleton.of(wire.lastRequest())).isEqualTo(Skeleton.of(recorded.text(number + "-request.xml")));
        assertThat(opened(wire.lastRequest()))
                .isEqualTo(Skeleton.of(recorded.text("decrypted/" + number + "-request.xml")));
        assertThat(Skeleton.of(wire.lastReply())).isEqualTo(Skeleton.of(recorded.text(number + "-response.xml")));
        assertThat(opened(wire.lastReply()))
                .isEqualTo(Skeleton.of(recorded.text("decrypted/" + number + "-response.xml")));
    }

    private static String opened(ProtectedMessage message) {
        return Skeleton.of(OpenedMessage.open(message.octets(), message.key().secret()));
    }
}
