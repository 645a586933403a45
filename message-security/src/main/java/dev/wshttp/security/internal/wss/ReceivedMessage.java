// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/** An envelope that was parsed and is not verified yet, so an attacker may have written all of it. For one thread. */
public interface ReceivedMessage {
    /** Returns the addressing headers. */
    Addressing addressing();

    /** Returns whether there is a security header for this receiver. */
    boolean isSecured();

    /**
     * Returns the security context tokens that the message carries, in document order.
     *
     * @throws MessageSecurityException with {@code SECURITY_HEADER_MALFORMED} if one of them has several cookies, or an empty one
     */
    List<SecurityContextToken> contexts();

    /** Returns the only child element of the body, if there is exactly one. */
    Optional<XmlElement> content();

    /** Returns the SOAP fault that the body has in clear. */
    Optional<SoapFault> faultInClear();

    /**
     * Begins to prove that the message is protected as expected: complete, fresh, decrypted, signed in all parts. A message can be verified once.
     *
     * @throws MessageSecurityException with the first rule that the message breaks in clear
     */
    Verification verification(Expectation expectation);
}
