// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import java.nio.charset.Charset;

/**
 * The seam: whoever implements it does the XML and the cryptography of one message, and nothing else. It knows no peers, no trust and no
 * sessions. Implementations are safe for use by several threads and keep nothing between calls.
 */
public interface SecurityEngine {
    /** Protects one message. */
    ProtectedMessage protect(OutgoingMessage message, Protection protection);

    /**
     * Reads an envelope as far as its addressing, without believing any of it.
     *
     * @throws MessageSecurityException if it is no acceptable envelope
     */
    ReceivedMessage read(byte[] octets, Charset charset);

    /**
     * Begins to prove that a message is protected as expected: complete, fresh, decrypted, signed in all parts. The message is used up by it.
     *
     * @param message what {@link #read} of the same engine returned
     * @throws MessageSecurityException with the first rule that the message breaks in clear
     */
    Verification verification(ReceivedMessage message, Expectation expectation);
}
