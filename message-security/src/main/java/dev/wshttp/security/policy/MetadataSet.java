// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;

/**
 * The documents of one service (WCF: {@code MetadataSet}): the one that was named, and what it imports, read only when something is not found
 * without it. Not safe for use by several threads.
 */
final class MetadataSet {
    private final MetadataSource source;
    private final List<Element> documents = new ArrayList<>();
    private final Deque<URI> notRead = new ArrayDeque<>();
    private final Set<URI> known = new HashSet<>();

    MetadataSet(URI root, MetadataSource source) {
        this.source = source;
        known.add(root);
        read(root);
    }

    /** All ports of all services: of the named document, or of an import if that has no service. */
    List<Element> ports() {
        for (int index = 0; index < documents.size() || readNext(); index++) {
            List<Element> ports = ports(documents.get(index));
            if (!ports.isEmpty()) {
                return ports;
            }
        }
        return List.of();
    }

    /** The definition with this name, of the first document that has it. */
    Optional<Element> find(String localName, QName name) {
        for (int index = 0; index < documents.size() || readNext(); index++) {
            Optional<Element> found = find(documents.get(index), localName, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static List<Element> ports(Element definitions) {
        return MetadataXml.children(definitions, PolicyNames.WSDL, "service").stream()
                .flatMap(service -> MetadataXml.children(service, PolicyNames.WSDL, "port").stream())
                .toList();
    }

    private static Optional<Element> find(Element definitions, String localName, QName name) {
        String namespace = definitions.getAttributeNS(null, "targetNamespace");
        return MetadataXml.children(definitions, PolicyNames.WSDL, localName).stream()
                .filter(definition -> namespace.equals(name.getNamespaceURI())
                        && definition.getAttributeNS(null, "name").equals(name.getLocalPart()))
                .findFirst();
    }

    private boolean readNext() {
        if (notRead.isEmpty()) {
            return false;
        }
        read(notRead.remove());
        return true;
    }

    private void read(URI location) {
        String where = MetadataXml.printable(location.toString());
        Element definitions = MetadataXml.parse(source.read(location), where);
        if (!MetadataXml.is(definitions, PolicyNames.WSDL, "definitions")) {
            throw new MessageSecurityException(
                    METADATA_UNREADABLE,
                    "The document at '" + where + "' is a '" + definitions.getNodeName()
                            + "' (expected 'wsdl:definitions' of WSDL 1.1). Add '?wsdl' to the service's address, and switch its"
                            + " metadata on: <serviceMetadata httpGetEnabled=\"true\"/>.");
        }
        documents.add(definitions);
        for (Element anImport : MetadataXml.children(definitions, PolicyNames.WSDL, "import")) {
            noteImport(location, anImport.getAttributeNS(null, "location").strip());
        }
    }

    private void noteImport(URI base, String location) {
        try {
            URI imported = base.resolve(location);
            if (!location.isEmpty() && known.add(imported)) {
                notRead.add(imported);
            }
        } catch (IllegalArgumentException malformed) {
            throw new MessageSecurityException(
                    METADATA_UNREADABLE,
                    "The WSDL at '" + MetadataXml.printable(base.toString()) + "' imports '"
                            + MetadataXml.printable(location) + "' (expected an address). Correct it on the service.",
                    malformed);
        }
    }
}
