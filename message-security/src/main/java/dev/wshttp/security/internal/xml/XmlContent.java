// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML content of an envelope under construction. It can be written once, and declares all namespaces that it uses. */
@FunctionalInterface
public interface XmlContent {
    /** Writes the elements and nothing around them. */
    void writeTo(XMLStreamWriter writer) throws XMLStreamException;
}
