// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.wss.octets.TableWalk.Step;
import dev.wshttp.security.internal.xml.XmlContent;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The content of a body in clear, which can be written again.
 *
 * @param table of the content
 */
record PlainBody(TokenTable table) implements XmlContent {
    @Override
    public void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        var walk = new TableWalk(new TableElement(table, TokenTable.TOP));
        for (Step step = walk.next(); step != Step.DONE; step = walk.next()) {
            int row = walk.row();
            if (step == Step.TEXT) {
                writer.writeCharacters(table.text(row));
            } else if (row != TokenTable.TOP && step == Step.START) {
                writeStart(row, writer);
            } else if (row != TokenTable.TOP) {
                writer.writeEndElement();
            }
        }
    }

    private void writeStart(int row, XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement(table.prefix(row), table.localName(row), table.namespace(row));
        for (int i = table.firstDeclaration(row); i < table.endOfDeclarations(row); i++) {
            if (table.declaredPrefix(i).isEmpty()) {
                writer.writeDefaultNamespace(table.declaredNamespace(i));
            } else {
                writer.writeNamespace(table.declaredPrefix(i), table.declaredNamespace(i));
            }
        }
        TableAttributes attributes = table.attributes();
        for (int i = table.firstAttribute(row); i < table.endOfAttributes(row); i++) {
            if (attributes.prefix(i).isEmpty()) {
                writer.writeAttribute(attributes.name(i), attributes.value(i));
            } else {
                writer.writeAttribute(
                        attributes.prefix(i), attributes.namespace(i), attributes.name(i), attributes.value(i));
            }
        }
    }

    /** Returns the size alone: what the body says may be secret. */
    @Override
    public String toString() {
        return "PlainBody[" + table.size() + " rows]";
    }
}
