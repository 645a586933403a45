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
 * A message, a peer or a setting was refused. The text says what failed, what was found, what was expected and what to do;
 * {@link #fault()} says the same to a program. The text is for this side's log: it is never sent to the other side.
 *
 * <p>The text may repeat what a peer wrote, so it is made fit for a log and a terminal, as {@link UntrustedText} does; of one that is longer
 * than 4,000 characters the middle is left out.
 */
public final class MessageSecurityException extends WebServiceException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int LONGEST = 4_000;
    private static final String OMISSION = " [...] ";

    private final SecurityFault fault;
    private final String messageId;

    public MessageSecurityException(SecurityFault fault, String message) {
        this(fault, told(message), "", null);
    }

    public MessageSecurityException(SecurityFault fault, String message, Throwable cause) {
        this(fault, told(message), "", cause);
    }

    private MessageSecurityException(SecurityFault fault, String message, String messageId, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = requireNonNull(fault, "fault");
        this.messageId = messageId;
    }

    /** Returns a failure with several findings, each on a line of its own below the heading. */
    public static MessageSecurityException withFindings(
            SecurityFault fault, String heading, Collection<String> findings, @Nullable Throwable cause) {
        String lines =
                findings.stream().map(finding -> "\n  - " + told(finding)).collect(Collectors.joining());
        return new MessageSecurityException(fault, told(heading) + lines, "", cause);
    }

    private static String told(String message) {
        int half = LONGEST / 2;
        String bounded = message.length() <= LONGEST
                ? message
                : message.substring(0, half) + OMISSION + message.substring(message.length() - half);
        return UntrustedText.printable(bounded);
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
