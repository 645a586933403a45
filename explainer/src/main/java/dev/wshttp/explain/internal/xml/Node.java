// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

/** What stands between the tags of an element. */
public sealed interface Node permits Element, Node.Text, Node.Comment, Node.Instruction {
    /**
     * Text, also of a CDATA section, with its references replaced.
     *
     * @param characters as an application reads them
     */
    record Text(String characters) implements Node {}

    /**
     * A comment.
     *
     * @param characters between the delimiters
     */
    record Comment(String characters) implements Node {}

    /**
     * A processing instruction.
     *
     * @param target the name
     * @param data what follows the name and its white space
     */
    record Instruction(String target, String data) implements Node {}
}
