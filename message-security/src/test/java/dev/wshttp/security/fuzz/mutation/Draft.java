// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** A message while it is being changed: a tree as long as it is well-formed, octets after that. Not safe for use by several threads. */
final class Draft {
    private final List<WireMessage> donors;
    private String contentType;
    private byte[] octets;
    private @Nullable Tree tree;
    private boolean finished;

    /** @param donors other messages, of which a change may take something */
    Draft(WireMessage message, List<WireMessage> donors) {
        this.donors = donors;
        this.contentType = message.contentType();
        this.octets = message.octets().clone();
    }

    /** The tree to change; empty if the octets are no XML any more. */
    Optional<Tree> tree() {
        if (tree == null && !finished) {
            tree = parsed(octets).orElse(null);
        }
        return Optional.ofNullable(tree);
    }

    /** The tree of another message; empty if there is no other or it is no XML. */
    Optional<Tree> donor(Choices choices) {
        return donors.isEmpty() ? Optional.empty() : parsed(choices.of(donors).octets());
    }

    byte[] octets() {
        if (tree != null) {
            octets = tree.octets();
            tree = null;
        }
        return octets;
    }

    void octets(byte[] changed) {
        octets = changed;
        tree = null;
    }

    /** Octets that nothing may take for a tree again. */
    void finish(byte[] changed) {
        octets(changed);
        finished = true;
    }

    String contentType() {
        return contentType;
    }

    void contentType(String changed) {
        contentType = changed;
    }

    WireMessage message() {
        return new WireMessage(contentType, octets());
    }

    private static Optional<Tree> parsed(byte[] octets) {
        try {
            return Optional.of(new Tree(builder().parse(new ByteArrayInputStream(octets))));
        } catch (SAXException | IOException noXml) {
            return Optional.empty();
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }
}
