// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Faults in the place of replies, as a service sends them or an attacker: a table changes one that says {@code Sender} and {@link #REASON}. */
public final class FaultReply {
    /** The reason of each fault, by which a client's output shows that it told its caller. */
    public static final String REASON = "conformance fault";

    private static final String SECURED = "fault";
    private static final String UNSECURED = "unsecured-fault";
    private static final String IN_PLACE_OF_A_LEG = "leg-fault";
    private static final SoapFault PLAIN = new SoapFault("Sender", List.of(), REASON);

    private FaultReply() {}

    /** Returns whether a deviation is one of a fault. */
    public static boolean isOne(Deviation deviation) {
        return List.of(SECURED, UNSECURED, IN_PLACE_OF_A_LEG).contains(deviation.kind());
    }

    /**
     * Returns the fault of a deviation.
     *
     * @param messageId of the request
     * @param protector protects the reply to the request
     */
    public static byte[] of(
            Deviation deviation, String messageId, Function<OutgoingMessage, ProtectedMessage> protector) {
        if (!deviation.kind().equals(SECURED)) {
            return unsecured(deviation, messageId);
        }
        ProtectedMessage genuine = protector.apply(message(Namespaces.FAULT_ACTION, messageId, PLAIN));
        SharedSecret secret = genuine.key().secret();
        return deviation.change().octets(Forgery.opened(genuine.octets(), secret), Forger.of(secret));
    }

    /** Returns the fault of a deviation, which nothing protects. */
    static byte[] unsecured(Deviation deviation, @Nullable String messageId) {
        Forgery message =
                Forgery.intercepted(UnsecuredEnvelope.write(message(Namespaces.FAULT_ACTION, messageId, PLAIN)));
        deviation.change().apply(message);
        return deviation.change().onTheWire(message.octets());
    }

    /** Returns the fault with which WCF demands another key of the session. */
    static byte[] renewNeeded(String messageId, Function<OutgoingMessage, ProtectedMessage> protector) {
        SoapFault fault = SoapFault.sender(Namespaces.CONVERSATION, "RenewNeeded", REASON);
        return protector
                .apply(message(Namespaces.SESSION_FAULT_ACTION, messageId, fault))
                .octets();
    }

    private static OutgoingMessage message(String action, @Nullable String messageId, SoapFault fault) {
        return new OutgoingMessage(Addressing.reply(action, messageId), List.of(), fault);
    }
}
