// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.soap.Addressing;
import java.util.Optional;

/** An envelope that was read and not yet verified. What it says are claims. */
public interface ReceivedMessage {
    /** The addressing headers. */
    Addressing addressing();

    /** Whether there is a security header for this receiver. */
    boolean isSecured();

    /** Base64 of the SHA-1 of the encrypted key that the message carries; empty if it carries none. */
    Optional<String> encryptedKeySha1();

    /** The identifier of the security context that the message carries; empty if it carries none. */
    Optional<String> contextIdentifier();

    /** Code and reason of the SOAP fault that the body has in clear, for the log; empty if there is none. */
    Optional<String> faultInClear();
}
