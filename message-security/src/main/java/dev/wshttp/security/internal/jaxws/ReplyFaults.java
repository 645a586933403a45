// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.addressing.AddressingVersion;
import com.sun.xml.ws.api.message.Message;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the faults that an operation throws those that WCF's service sends for the same contract. */
final class ReplyFaults {
    private ReplyFaults() {}

    /**
     * Returns the fault in place of the reply; empty if the caller must not see it, because the RI made it from an unforeseen exception.
     *
     * @param asked the addressing of the request
     */
    static Optional<OutgoingMessage> of(Message message, OperationActions actions, Addressing asked) {
        @Nullable String named = PlainMessages.addressingHeader(message, AddressingVersion.W3C.actionTag);
        OutgoingMessage reply =
                PlainMessages.outgoing(message, Addressing.reply(actions.ofFault(named), asked.messageId()));
        XmlElement fault = XmlElement.of(reply.body());
        if (isUnforeseen(fault)) {
            return Optional.empty();
        }
        // The RI blames the receiver in each fault that the contract declares, and WCF the sender.
        boolean isMisblamed = OperationActions.isDeclaredFault(named) && blamesReceiverOnly(fault);
        return Optional.of(new OutgoingMessage(
                reply.addressing(), reply.headers(), isMisblamed ? FaultCodes.blamingSender(fault) : fault));
    }

    /**
     * Returns whether a fault is the RI's rendering of an unforeseen exception: it blames the receiver and has neither subcode nor detail, only
     * the text of the exception, which a caller must not see. An operation that wants its own fault to arrive gives it a subcode or a detail, or
     * blames the sender, as WCF's {@code FaultException} does.
     */
    private static boolean isUnforeseen(XmlElement fault) {
        return fault.element(Namespaces.SOAP, "Detail").isEmpty() && blamesReceiverOnly(fault);
    }

    private static boolean blamesReceiverOnly(XmlElement fault) {
        return SoapFault.read(fault)
                .filter(read -> read.code().equals("Receiver"))
                .filter(read -> read.subcodes().isEmpty())
                .isPresent();
    }
}
