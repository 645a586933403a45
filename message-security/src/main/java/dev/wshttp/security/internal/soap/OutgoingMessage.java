// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import dev.wshttp.security.internal.xml.XmlContent;
import java.util.List;

/**
 * A message as the application made it, before it is protected.
 *
 * @param addressing the addressing headers to write
 * @param headers header blocks of the application, if any
 * @param body the content of the body
 */
public record OutgoingMessage(Addressing addressing, List<XmlContent> headers, XmlContent body) {
    public OutgoingMessage {
        headers = List.copyOf(headers);
    }
}
