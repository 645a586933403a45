// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static java.util.Objects.requireNonNull;

import jakarta.xml.ws.WebServiceException;
import java.io.Serial;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of this library: a message, a peer or a setting was refused. The text says what failed, what was found, what was expected
 * and what to do. {@link #fault()} gives the reason to a program. The text is for the log of this side and is never sent to the other side.
 *
 * <p>The text may quote an untrusted peer, so {@link UntrustedText} makes it safe for a log and a terminal. Text of more than 4,000 characters
 * loses its middle. An exception does not change after it is thrown.
 */
public final class MessageSecurityException extends WebServiceException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int LONGEST = 4_000;
    private static final String OMISSION = " [...] ";

    private final SecurityFault fault;
    private final String messageId;

    /**
     * Makes an exception.
     *
     * @param message says what failed, what was found, what was expected and what to do; it may quote a peer, but no secret
     */
    public MessageSecurityException(SecurityFault fault, String message) {
        this(fault, safe(message), "", null);
    }

    /**
     * Makes an exception that another one caused.
     *
     * @param message as of {@link #MessageSecurityException(SecurityFault, String)}
     */
    public MessageSecurityException(SecurityFault fault, String message, Throwable cause) {
        this(fault, safe(message), "", cause);
    }

    private MessageSecurityException(SecurityFault fault, String message, String messageId, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = requireNonNull(fault, "fault");
        this.messageId = messageId;
    }

    /** Returns an exception with several findings. Its text has the heading and below it one line for each finding. */
    public static MessageSecurityException withFindings(
            SecurityFault fault, String heading, Collection<String> findings, @Nullable Throwable cause) {
        String lines =
                findings.stream().map(finding -> "\n  - " + safe(finding)).collect(Collectors.joining());
        return new MessageSecurityException(fault, safe(heading) + lines, "", cause);
    }

    private static String safe(String message) {
        int half = LONGEST / 2;
        String bounded = message.length() <= LONGEST
                ? message
                : message.substring(0, half) + OMISSION + message.substring(message.length() - half);
        return UntrustedText.printable(bounded);
    }

    /** Returns the stable code of this failure. */
    public SecurityFault fault() {
        return fault;
    }

    /** Returns the {@code wsa:MessageID} of the message concerned, if it is known. It is not authenticated: use it for logs only. */
    public Optional<String> messageId() {
        return messageId.isEmpty() ? Optional.empty() : Optional.of(messageId);
    }

    /** Returns the same failure with the {@code wsa:MessageID} of the message that caused it, in the text too; as it is if it has one already. */
    public MessageSecurityException about(String otherMessageId) {
        if (!messageId.isEmpty() || otherMessageId.isEmpty()) {
            return this;
        }
        String text = getMessage() + " (message " + safe(otherMessageId) + ")";
        var withId = new MessageSecurityException(fault, text, otherMessageId, getCause());
        withId.setStackTrace(getStackTrace());
        return withId;
    }
}
