// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.soap.Addressing;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** An envelope that was read and not yet verified. What it says are claims. */
public interface ReceivedMessage {
    /** The addressing headers. */
    Addressing addressing();

    /** Whether there is a security header for this receiver. */
    boolean isSecured();

    /** The identifiers of the security contexts that the message carries, in their order. */
    List<String> contextIdentifiers();

    /** The only child element of the body, if there is exactly one. */
    Optional<Element> content();

    /** Code and reason of the SOAP fault that the body has in clear, for the log; empty if there is none. */
    Optional<String> faultInClear();
}
