// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.xml.XmlElement;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.xml.namespace.QName;

/**
 * The documents of one service (WCF: {@code MetadataSet}): the one that was named, and its imports, which are read only when
 * a definition is not found without them. Not safe for use by several threads.
 */
final class MetadataSet {
    /** The largest number of endpoints of a service: each is read until one can be called. */
    static final int MOST_PORTS = 64;

    /** The largest number of child elements in the definitions of all documents together. */
    static final int MOST_DEFINITIONS = 10_000;

    private final Function<URI, byte[]> source;
    private final List<XmlElement> documents = new ArrayList<>();
    private final List<Map<Definition, XmlElement>> indexes = new ArrayList<>();
    private int definitions;
    private final Deque<URI> notRead = new ArrayDeque<>();
    private final Set<URI> known = new HashSet<>();

    private record Definition(String kind, QName name) {}

    /** A {@code wsdl:port}, with the {@code wsdl:service} that it stands in. */
    record Port(XmlElement service, XmlElement element) {
        String name() {
            return MetadataXml.name(element);
        }
    }

    /** @param source returns the octets of a document, or throws why there are none */
    MetadataSet(URI root, Function<URI, byte[]> source) {
        this.source = source;
        known.add(root);
        read(root);
    }

    /** Returns all ports of all services: of the named document, or of an import if that has no service. */
    List<Port> ports() {
        for (int index = 0; index < documents.size() || readNext(); index++) {
            List<Port> ports = ports(documents.get(index));
            if (ports.size() > MOST_PORTS) {
                throw tooMany(documents.get(index), "endpoints", MOST_PORTS);
            }
            if (!ports.isEmpty()) {
                return ports;
            }
        }
        return List.of();
    }

    /** Returns the documents that have been read by now. */
    List<XmlElement> documents() {
        return List.copyOf(documents);
    }

    /** Returns the root of the document that an element stands in. */
    XmlElement definitionsOf(XmlElement element) {
        return documents.stream()
                .filter(document -> document.location().equals(element.location()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the definition with this name, of the first document that has it. */
    Optional<XmlElement> find(String localName, QName name) {
        var wanted = new Definition(localName, name);
        for (int index = 0; index < documents.size() || readNext(); index++) {
            XmlElement found = indexes.get(index).get(wanted);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static List<Port> ports(XmlElement definitions) {
        return definitions.elements(PolicyNames.WSDL, "service").stream()
                .flatMap(service ->
                        service.elements(PolicyNames.WSDL, "port").stream().map(port -> new Port(service, port)))
                .toList();
    }

    private Map<Definition, XmlElement> index(XmlElement document) {
        String namespace = document.attribute("targetNamespace");
        var index = new HashMap<Definition, XmlElement>();
        for (XmlElement child : document.elements()) {
            if (++definitions > MOST_DEFINITIONS) {
                throw tooMany(document, "definitions", MOST_DEFINITIONS);
            }
            if (PolicyNames.WSDL.equals(child.namespace())) {
                var name = new QName(namespace, child.attribute("name"));
                index.putIfAbsent(new Definition(child.localName(), name), child);
            }
        }
        return index;
    }

    private static MessageSecurityException tooMany(XmlElement document, String what, int most) {
        return new MessageSecurityException(
                METADATA_UNREADABLE,
                "The WSDL at '" + MetadataXml.source(document) + "' has more than '" + most + "' " + what
                        + " (expected at most " + most
                        + "). Publish the service's metadata as WCF does, or set the binding by hand.");
    }

    private boolean readNext() {
        if (notRead.isEmpty()) {
            return false;
        }
        read(notRead.remove());
        return true;
    }

    private void read(URI location) {
        XmlElement root = MetadataXml.parse(source.apply(location), location.toString());
        if (!root.is(PolicyNames.WSDL, "definitions")) {
            throw new MessageSecurityException(
                    METADATA_UNREADABLE,
                    "The document at '" + MetadataXml.source(root) + "' is a '" + root.qualifiedName()
                            + "' (expected 'wsdl:definitions' of WSDL 1.1). Add '?wsdl' to the service's address, and switch its"
                            + " metadata on: <serviceMetadata httpGetEnabled=\"true\"/>.");
        }
        indexes.add(index(root));
        documents.add(root);
        for (XmlElement anImport : root.elements(PolicyNames.WSDL, "import")) {
            noteImport(location, anImport.attribute("location").strip());
        }
    }

    private void noteImport(URI base, String location) {
        try {
            // URI.resolve loses the last segment before a query: it follows RFC 2396.
            URI imported = HttpAddress.parse(base.toString())
                    .map(known -> known.resolve(location))
                    .orElseGet(() -> base.resolve(location.replace(" ", "%20")));
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
