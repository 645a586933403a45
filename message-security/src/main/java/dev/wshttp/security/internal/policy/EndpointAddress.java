// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.xml.XmlElement;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The address of a port and its claimed identity (WCF: {@code EndpointAddress}), from the endpoint reference in the port or else its SOAP address.
 *
 * @param identity what the document claims; it is not authenticated if the document came over the network
 */
record EndpointAddress(URI uri, Optional<EndpointIdentity> identity) {
    private static final String IDENTITY_REMEDY =
            "Let the service show its certificate: remove <identity> from its endpoint, or give it <dns> or <certificate>.";
    private static final Set<String> REFERENCE_PARTS = Set.of("Address", "Metadata");

    /** Reads the address; returns empty if it has a problem, which is noted. */
    static Optional<EndpointAddress> read(XmlElement port, List<PolicyProblem> problems) {
        Optional<XmlElement> reference = port.element(PolicyNames.ADDRESSING, "EndpointReference");
        Optional<URI> uri = reference
                .flatMap(epr -> epr.element(PolicyNames.ADDRESSING, "Address"))
                .map(address -> address.textContent().strip())
                .or(() -> soapAddress(port))
                .flatMap(text -> uri(port, text, problems));
        int before = problems.size();
        Optional<EndpointIdentity> identity = reference.flatMap(epr -> identity(epr, port, problems));
        return problems.size() > before ? Optional.empty() : uri.map(address -> new EndpointAddress(address, identity));
    }

    private static Optional<String> soapAddress(XmlElement port) {
        return Optional.of(port.element(PolicyNames.WSDL_SOAP12, "address")
                .map(address -> address.attribute("location").strip())
                .orElse(""));
    }

    private static Optional<URI> uri(XmlElement port, String text, List<PolicyProblem> problems) {
        Optional<HttpAddress> address = HttpAddress.parse(text)
                .filter(found -> found.rawQuery().isEmpty() && !found.hasFragment() && !found.hasUser());
        if (address.isPresent()) {
            return address.map(HttpAddress::uri);
        }
        problems.add(problem(
                "soap12:address",
                port,
                "the address is '" + MetadataXml.printable(text)
                        + "', and this client connects by http:// or https:// without query, fragment or user only",
                "Give the service an http:// endpoint with wsHttpBinding and <security mode=\"Message\">."));
        return Optional.empty();
    }

    private static Optional<EndpointIdentity> identity(
            XmlElement reference, XmlElement port, List<PolicyProblem> problems) {
        Optional<EndpointIdentity> identity = Optional.empty();
        for (XmlElement part : reference.elements()) {
            if (part.is(PolicyNames.ADDRESSING_IDENTITY, "Identity")) {
                identity = claim(part, port, problems);
            } else if (!PolicyNames.ADDRESSING.equals(part.namespace())
                    || !REFERENCE_PARTS.contains(part.localName())) {
                problems.add(problem(
                        part.qualifiedName(),
                        port,
                        "messages to this endpoint have to carry headers of its own (<headers>)",
                        "Remove <headers> from the endpoint."));
            }
        }
        return identity;
    }

    private static Optional<EndpointIdentity> claim(
            XmlElement identity, XmlElement port, List<PolicyProblem> problems) {
        Optional<XmlElement> dns = identity.element(PolicyNames.ADDRESSING_IDENTITY, "Dns")
                .filter(name -> !name.textContent().isBlank());
        if (dns.isPresent()) {
            return Optional.of(EndpointIdentity.dns(dns.get().textContent().strip()));
        }
        return certificateElement(identity)
                .flatMap(EndpointAddress::certificate)
                .or(() -> {
                    problems.add(problem(
                            "Identity",
                            port,
                            "the endpoint is to be known by something else than a certificate or a DNS name",
                            IDENTITY_REMEDY));
                    return Optional.empty();
                });
    }

    // The first certificate is the service's own; those after it are of its authorities.
    private static Optional<XmlElement> certificateElement(XmlElement identity) {
        return identity.element(PolicyNames.SIGNATURE, "KeyInfo")
                .flatMap(info -> info.element(PolicyNames.SIGNATURE, "X509Data"))
                .flatMap(data -> data.element(PolicyNames.SIGNATURE, "X509Certificate"));
    }

    private static Optional<EndpointIdentity> certificate(XmlElement base64) {
        try {
            return Optional.of(EndpointIdentity.encodedCertificate(base64.textContent()));
        } catch (MessageSecurityException unreadable) {
            // The caller tells it with the port; the WSDL is named above all problems.
            return Optional.empty();
        }
    }

    private static PolicyProblem problem(String what, XmlElement port, String meaning, String remedy) {
        return new PolicyProblem(what, "port " + MetadataXml.name(port), meaning, remedy);
    }
}
