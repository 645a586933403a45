// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.negotiation.RelayedAnswer;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.util.Optional;

/** Answers the legs of negotiations, without security as the legs themselves. */
final class NegotiationAnswers {
    private NegotiationAnswers() {}

    /** Returns the answer to a leg, which another instance may give. */
    static Packet of(Packet packet, ReceivedMessage leg, NegotiationService negotiation, ObservedCall observed) {
        try {
            Optional<RelayedAnswer> relayed =
                    negotiation.answeredElsewhere(leg, observed.request().from());
            return relayed.isPresent()
                    ? relayed(packet, relayed.get(), observed)
                    : own(packet, leg, negotiation, observed);
        } catch (MessageSecurityException refused) {
            observed.refused(refused);
            return refusal(packet, leg, refused.fault());
        } catch (RuntimeException unforeseen) {
            observed.refused(VerifiedCall.internalError(unforeseen));
            return refusal(packet, leg, SecurityFault.INTERNAL_ERROR);
        }
    }

    private static Packet own(
            Packet packet, ReceivedMessage leg, NegotiationService negotiation, ObservedCall observed) {
        NegotiationService.Answer answer =
                negotiation.answer(leg, observed.request().from());
        byte[] octets = UnsecuredEnvelope.write(answer.message());
        answer.client()
                .map(client -> observed.of(client, Optional.empty()))
                .orElse(observed)
                .accepted();
        return HttpAnswers.reply(packet, octets, EnvelopeMessage.Kind.MESSAGE);
    }

    private static Packet relayed(Packet packet, RelayedAnswer answer, ObservedCall observed) {
        if (answer.kind() == RelayedAnswer.Kind.LEG) {
            observed.accepted();
            return HttpAnswers.reply(packet, answer.envelope(), EnvelopeMessage.Kind.MESSAGE);
        }
        observed.refused(
                new MessageSecurityException(
                        SecurityFault.NEGOTIATION_FAILED,
                        "The instance that began the negotiation refused a leg that this one handed over to it. Its log has the reason."));
        return HttpAnswers.reply(packet, answer.envelope(), EnvelopeMessage.Kind.FAULT);
    }

    private static Packet refusal(Packet packet, ReceivedMessage leg, SecurityFault reason) {
        byte[] fault = WireFaults.ofLeg(reason, leg.addressing())
                .unsecured(leg.addressing().messageId());
        return HttpAnswers.reply(packet, fault, EnvelopeMessage.Kind.FAULT);
    }
}
