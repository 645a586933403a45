// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.util.StreamWriterDelegate;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what the application says, and refuses characters that XML 1.0 does not have (section 2.2): no receiver could read a message with one. For
 * one thread.
 */
final class CheckedWriter extends StreamWriterDelegate {
    private static final char NONE = 0;

    // The first half of a character, if a text ended with one: its other half has to come next.
    private char half = NONE;

    CheckedWriter(XMLStreamWriter to) {
        super(to);
    }

    /** Returns null, so that the RI writes nothing past this writer. */
    @Override
    public @Nullable Object getProperty(String name) {
        return null;
    }

    @Override
    public void writeCharacters(String text) throws XMLStreamException {
        for (int i = 0; i < text.length(); i++) {
            require(text.charAt(i));
        }
        super.writeCharacters(text);
    }

    @Override
    public void writeCharacters(char[] text, int start, int length) throws XMLStreamException {
        for (int i = start; i < start + length; i++) {
            require(text[i]);
        }
        super.writeCharacters(text, start, length);
    }

    @Override
    public void writeCData(String text) throws XMLStreamException {
        writeCharacters(text);
    }

    @Override
    public void writeAttribute(String name, String value) throws XMLStreamException {
        requireWhole(value);
        super.writeAttribute(name, value);
    }

    @Override
    public void writeAttribute(String namespace, String name, String value) throws XMLStreamException {
        requireWhole(value);
        super.writeAttribute(namespace, name, value);
    }

    @Override
    public void writeAttribute(String prefix, String namespace, String name, String value) throws XMLStreamException {
        requireWhole(value);
        super.writeAttribute(prefix, namespace, name, value);
    }

    @Override
    public void writeEndElement() throws XMLStreamException {
        requireWhole("");
        super.writeEndElement();
    }

    private void requireWhole(String value) {
        for (int i = 0; i < value.length(); i++) {
            require(value.charAt(i));
        }
        if (half != NONE) {
            throw refusal(half);
        }
    }

    private void require(char character) {
        if (half == NONE && Character.isHighSurrogate(character)) {
            half = character;
        } else if (half != NONE && Character.isLowSurrogate(character)) {
            half = NONE;
        } else if (half != NONE || !isCharacter(character)) {
            throw refusal(half != NONE ? half : character);
        }
    }

    private static boolean isCharacter(char character) {
        return character >= ' '
                ? !Character.isSurrogate(character) && character < '\uFFFE'
                : character == '\t' || character == '\n' || character == '\r';
    }

    private static IllegalArgumentException refusal(char character) {
        return new IllegalArgumentException("The message has the character '" + String.format("U+%04X", (int) character)
                + "', which XML 1.0 cannot carry. Remove it, or send the text as base64.");
    }
}
