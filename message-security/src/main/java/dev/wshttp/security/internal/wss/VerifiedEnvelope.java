// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Optional;
import javax.xml.stream.XMLStreamReader;

/** A decrypted envelope without its security header, and without attributes and header blocks that no signature covers. For one thread. */
public interface VerifiedEnvelope {
    /** Returns the only child element of the body, if there is exactly one. */
    Optional<XmlElement> content();

    /** Returns a reader that stands before the start tag of the envelope. */
    XMLStreamReader reader();
}
