// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import java.nio.charset.Charset;

/**
 * Protects and verifies single messages. This interface is the seam: an implementation does the XML and the cryptography of one message, and
 * nothing else. It knows no peers, no trust and no sessions. Implementations are safe for use by several threads and keep nothing between calls.
 */
public interface SecurityEngine {
    /** Protects one message. */
    ProtectedMessage protect(OutgoingMessage message, Protection protection);

    /**
     * Reads an envelope and its addressing; everything in it is a claim.
     *
     * @throws MessageSecurityException if it is no acceptable envelope
     */
    ReceivedMessage read(byte[] octets, Charset charset);
}
