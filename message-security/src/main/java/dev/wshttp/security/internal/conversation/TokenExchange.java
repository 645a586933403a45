// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import java.util.List;

/** A verified request to open, renew or cancel a session (WS-Trust), as the service processes it. */
record TokenExchange(SessionAction action, VerifiedMessage request) {
    /**
     * Reads what the client wants.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID} if the body is no such request
     */
    RequestSecurityToken wanted() {
        return RequestSecurityToken.read(
                request.envelope()
                        .content()
                        .orElseThrow(() -> new MessageSecurityException(
                                SecurityFault.TOKEN_REQUEST_INVALID,
                                "The body of a token request has not one element (expected a RequestSecurityToken).")),
                action);
    }

    /** Returns the answer with this body. */
    OutgoingMessage answer(XmlContent body) {
        return new OutgoingMessage(
                Addressing.reply(action.reply(), request.addressing().messageId()), List.of(), body);
    }
}
