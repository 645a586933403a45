// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/** An envelope that was read and not yet verified. What it says are claims. */
public interface ReceivedMessage {
    /** The addressing headers. */
    Addressing addressing();

    /** Whether there is a security header for this receiver. */
    boolean isSecured();

    /** The identifiers of the security contexts that the message carries, in their order. */
    List<String> contextIdentifiers();

    /** The only child element of the body, if there is exactly one. */
    Optional<XmlElement> content();

    /** The SOAP fault that the body has in clear. */
    Optional<SoapFault> faultInClear();
}
