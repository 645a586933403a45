// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The application points a port at another service while a call to the first one is under way. */
class PortPointedElsewhereTest {
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
    void replyOfTheOtherServiceToTheCallUnderWayIsRefused() {
        ProtectedMessage underWay = wire.client().protect(wire.request(), wire);
        ProtectedMessage toAnother = callElsewhere();

        assertThat(faultOf(() -> wire.client().verify(wire.read(wire.reply(toAnother)), underWay)))
                .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void replyOfTheFirstServiceIsAcceptedAllTheSame() {
        ProtectedMessage underWay = wire.client().protect(wire.request(), wire);
        callElsewhere();

        assertThat(wire.client().verify(wire.read(wire.reply(underWay)), underWay))
                .isNotNull();
    }

    @Test
    void replyUnderANewerKeyOfTheSameSessionIsAccepted() {
        wire.call();
        ProtectedMessage underWay = wire.client().protect(wire.request(), wire);
        clock.advance(Duration.ofHours(10));
        ProtectedMessage afterRenewal = wire.client().protect(wire.request(), wire);

        assertThat(wire.client().verify(wire.read(wire.reply(afterRenewal)), underWay))
                .isNotNull();
    }

    private ProtectedMessage callElsewhere() {
        var another = new Another(wire);
        return wire.client().protect(Conversation.request(another.address()), another);
    }

    /** A service with an address of its own. */
    private record Another(Peer service) implements Peer {
        @Override
        public String address() {
            return "http://another.example/service";
        }

        @Override
        public EndpointIdentity identity() {
            return service.identity();
        }

        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            return service.exchange(envelope);
        }
    }
}
