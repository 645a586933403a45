// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.negotiation.RelayedAnswer;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the legs that other instances hand over to this one, as it answers those that clients send to it. A leg is no more trusted for coming from an
 * instance: its client wrote it. Safe for use by several threads.
 */
record HandedOverLegs(SecurityEngine engine, NegotiationService negotiation) implements UnaryOperator<byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(HandedOverLegs.class);

    @Override
    public byte[] apply(byte[] envelope) {
        ReceivedMessage leg = engine.read(envelope, UTF_8);
        try {
            byte[] answer = UnsecuredEnvelope.write(negotiation.answerHandedOver(leg));
            return new RelayedAnswer(RelayedAnswer.Kind.LEG, answer).encoded();
        } catch (MessageSecurityException refused) {
            LOG.warn("Refused a leg that another instance handed over: {}", OneLine.of(refused.getMessage()));
            return fault(refused.fault(), leg);
        } catch (RuntimeException unforeseen) {
            LOG.error("A leg that another instance handed over failed in an unforeseen way", unforeseen);
            return fault(SecurityFault.INTERNAL_ERROR, leg);
        }
    }

    private static byte[] fault(SecurityFault reason, ReceivedMessage leg) {
        byte[] fault = WireFaults.ofLeg(reason, leg.addressing())
                .unsecured(leg.addressing().messageId());
        return new RelayedAnswer(RelayedAnswer.Kind.FAULT, fault).encoded();
    }
}
