// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.xml.XmlContent;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * The content of a body in clear. Encryption puts other nodes into the body, and leaves these as they are.
 *
 * @param nodes elements, and text between them
 */
record PlainBody(List<Node> nodes) implements XmlContent {
    /** Takes the content of a body that is not encrypted yet. */
    static PlainBody of(Element body) {
        var nodes = new ArrayList<Node>();
        for (Node node = body.getFirstChild(); node != null; node = node.getNextSibling()) {
            nodes.add(node);
        }
        return new PlainBody(nodes);
    }

    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        for (Node node : nodes) {
            if (node instanceof Element element) {
                ElementValue.of(element).writeTo(writer);
            } else if (node instanceof Text text) {
                writer.writeCharacters(text.getData());
            }
        }
    }

    /** Returns the number of nodes alone: what the body says may be secret. */
    @Override
    public String toString() {
        return "PlainBody[" + nodes.size() + " nodes]";
    }
}
