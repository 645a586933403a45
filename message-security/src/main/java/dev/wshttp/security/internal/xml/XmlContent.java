// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Elements that can be written once into an envelope under construction; they declare the namespaces they use. */
@FunctionalInterface
public interface XmlContent {
    /** Writes the elements and nothing around them. */
    void writeTo(XMLStreamWriter writer) throws XMLStreamException;
}
