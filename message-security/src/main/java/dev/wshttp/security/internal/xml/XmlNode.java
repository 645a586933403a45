// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

/** A piece of the content of an element: a child element, text, a comment or a processing instruction. */
public sealed interface XmlNode permits XmlElement, XmlNode.Text, XmlNode.Comment, XmlNode.Instruction {
    /** Text, entities and CDATA resolved. */
    record Text(String characters) implements XmlNode {
        /** Returns the length alone: what a text says may be secret. */
        @Override
        public String toString() {
            return "Text[" + characters.length() + " characters]";
        }
    }

    /** A comment. */
    record Comment(String characters) implements XmlNode {}

    /** A processing instruction. */
    record Instruction(String target, String data) implements XmlNode {}
}
