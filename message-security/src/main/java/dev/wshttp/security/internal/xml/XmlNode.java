// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

/** What stands between the tags of an element. */
public sealed interface XmlNode permits XmlElement, XmlNode.Text, XmlNode.Comment, XmlNode.Instruction {
    /** Text, entities and CDATA resolved. */
    record Text(String characters) implements XmlNode {}

    /** A comment. */
    record Comment(String characters) implements XmlNode {}

    /** A processing instruction. */
    record Instruction(String target, String data) implements XmlNode {}
}
