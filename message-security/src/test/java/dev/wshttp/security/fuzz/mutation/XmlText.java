// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.nio.charset.StandardCharsets;
import org.w3c.dom.Document;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Writes a tree literally: names and declarations as they are in it, even where no parser would have made them so. */
final class XmlText {
    private final StringBuilder text = new StringBuilder(8192);

    private XmlText() {}

    static byte[] of(Document document) {
        var writer = new XmlText();
        for (Node child = document.getFirstChild(); child != null; child = child.getNextSibling()) {
            writer.write(child);
        }
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(Node node) {
        switch (node.getNodeType()) {
            case Node.ELEMENT_NODE -> element(node);
            case Node.TEXT_NODE -> escaped(node.getNodeValue(), false);
            case Node.CDATA_SECTION_NODE ->
                text.append("<![CDATA[").append(node.getNodeValue()).append("]]>");
            case Node.COMMENT_NODE ->
                text.append("<!--").append(node.getNodeValue()).append("-->");
            case Node.PROCESSING_INSTRUCTION_NODE ->
                text.append("<?")
                        .append(node.getNodeName())
                        .append(' ')
                        .append(node.getNodeValue())
                        .append("?>");
            default -> throw new IllegalStateException("no such node is made here: " + node);
        }
    }

    private void element(Node element) {
        text.append('<').append(element.getNodeName());
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            text.append(' ').append(attribute.getNodeName()).append("=\"");
            escaped(attribute.getNodeValue(), true);
            text.append('"');
        }
        text.append('>');
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            write(child);
        }
        text.append("</").append(element.getNodeName()).append('>');
    }

    private void escaped(String value, boolean inAttribute) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\r' -> text.append("&#13;");
                case '"' -> text.append(inAttribute ? "&quot;" : "\"");
                case '\n', '\t' -> text.append(inAttribute ? "&#" + (int) c + ";" : String.valueOf(c));
                default -> text.append(c);
            }
        }
    }
}
