// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static java.util.Objects.requireNonNull;

import jakarta.xml.ws.WebServiceException;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message, a peer or a setting was refused. The text says what failed, what was found, what was expected and what to do;
 * {@link #fault()} says the same to a program. The text is for this side's log: it is never sent to the other side.
 */
public final class MessageSecurityException extends WebServiceException {
    @Serial
    private static final long serialVersionUID = 1;

    private final SecurityFault fault;
    private final String messageId;

    public MessageSecurityException(SecurityFault fault, String message) {
        this(fault, message, "", null);
    }

    public MessageSecurityException(SecurityFault fault, String message, Throwable cause) {
        this(fault, message, "", cause);
    }

    private MessageSecurityException(SecurityFault fault, String message, String messageId, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = requireNonNull(fault, "fault");
        this.messageId = messageId;
    }

    /** The stable code of this failure. */
    public SecurityFault fault() {
        return fault;
    }

    /** The {@code wsa:MessageID} of the message concerned, if it is known. It is not authenticated: use it for logs only. */
    public Optional<String> messageId() {
        return messageId.isEmpty() ? Optional.empty() : Optional.of(messageId);
    }

    /** Returns the same failure, told of a certain message. */
    public MessageSecurityException about(String otherMessageId) {
        var told = new MessageSecurityException(fault, String.valueOf(getMessage()), otherMessageId, getCause());
        told.setStackTrace(getStackTrace());
        return told;
    }
}
