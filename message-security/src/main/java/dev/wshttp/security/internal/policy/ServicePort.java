// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.policy.SymmetricProtection.Signatures;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * Reads the binding of one {@code wsdl:port}, and the policies for its endpoint: those attached to service, port, binding and port type together
 * (WS-PolicyAttachment, September 2004, section 4).
 */
final class ServicePort {
    private static final Set<String> ADDRESSING = Set.of(PolicyNames.ADDRESSING_WSDL, ForeignNames.ADDRESSING_METADATA);
    private static final String SOAP12_REMEDY =
            "Use wsHttpBinding, or messageVersion=\"Soap12WSAddressing10\" in a customBinding.";

    private final MetadataSet metadata;
    private final PolicyReader policies;
    private final MetadataSet.Port port;
    private final XmlElement binding;
    private final XmlElement portType;
    private final PolicyPath path;
    private final List<PolicyProblem> problems = new ArrayList<>();
    private ProtectionRequirements requirements = ProtectionRequirements.DEFAULT;

    private ServicePort(
            MetadataSet metadata,
            PolicyReader policies,
            MetadataSet.Port port,
            XmlElement binding,
            XmlElement portType) {
        this.metadata = metadata;
        this.policies = policies;
        this.port = port;
        this.binding = binding;
        this.portType = portType;
        this.path = new PolicyPath("binding " + MetadataXml.name(binding));
    }

    /**
     * The result of reading a port.
     *
     * @param security empty if there are problems
     * @param requirements the levels of its messages
     */
    record Reading(
            MetadataSet.Port port,
            Optional<PublishedSecurity> security,
            ProtectionRequirements requirements,
            List<PolicyProblem> problems) {
        Reading(MetadataSet.Port port, List<PolicyProblem> problems) {
            this(port, Optional.empty(), ProtectionRequirements.DEFAULT, problems);
        }

        String name() {
            return port.name();
        }
    }

    static Reading read(MetadataSet metadata, PolicyReader policies, MetadataSet.Port port) {
        QName bindingName = MetadataXml.qualifiedName(port.element(), "binding");
        Optional<XmlElement> binding = metadata.find("binding", bindingName);
        if (binding.isEmpty()) {
            return new Reading(port, List.of(absent(port, "wsdl:binding", bindingName)));
        }
        QName typeName = MetadataXml.qualifiedName(binding.get(), "type");
        Optional<XmlElement> type = metadata.find("portType", typeName);
        if (type.isEmpty()) {
            return new Reading(port, List.of(absent(port, "wsdl:portType", typeName)));
        }
        var reader = new ServicePort(metadata, policies, port, binding.get(), type.get());
        Optional<PublishedSecurity> security = reader.security();
        return new Reading(port, security, reader.requirements, List.copyOf(reader.problems));
    }

    private static PolicyProblem absent(MetadataSet.Port port, String what, QName name) {
        return PolicyProblem.absent(what, name, "port " + port.name());
    }

    private Optional<PublishedSecurity> security() {
        requireSoap12OverHttp();
        boolean extension = hasAddressingExtension();
        Signatures signatures = signatures();
        Optional<PublishedSecurity> security =
                PolicyAlternative.firstSupported(policies, path, endpointPolicy(), problems, alternative -> {
                    requireAddressing(alternative, extension);
                    return PublishedSecurity.read(alternative, signatures);
                });
        security.ifPresent(known -> requirements =
                new MessagePolicies(metadata, policies, portType, known.parts(), problems).read(binding, path));
        // Last, when all documents have been read that are needed.
        var effective = new EffectivePolicy(policies, problems);
        metadata.documents().forEach(effective::requireNothing);
        return problems.isEmpty() ? security : Optional.empty();
    }

    /** Returns whether something is encrypted in the messages, and therefore their signatures have to be. */
    private Signatures signatures() {
        boolean encrypted = new MessagePolicies(metadata, policies, portType, ProtectedParts.NONE, new ArrayList<>())
                .isAnythingEncrypted(binding, path);
        return encrypted ? Signatures.ENCRYPTED : Signatures.IN_CLEAR_OR_ENCRYPTED;
    }

    private List<List<XmlElement>> endpointPolicy() {
        var effective = new EffectivePolicy(policies, problems);
        List<List<XmlElement>> policy = List.of(List.of());
        for (XmlElement subject : List.of(port.service(), port.element(), binding, portType)) {
            var place = new PolicyPath(subject.localName() + " " + MetadataXml.name(subject));
            policy = policies.both(policy, effective.of(place, List.of(subject)));
        }
        return policy;
    }

    private void requireSoap12OverHttp() {
        Optional<XmlElement> soap12 = binding.element(PolicyNames.WSDL_SOAP12, "binding");
        if (soap12.isEmpty()) {
            Optional<XmlElement> soap11 = binding.element(ForeignNames.WSDL_SOAP11, "binding");
            problems.add(new PolicyProblem(
                    soap11.map(XmlElement::qualifiedName).orElse("soap12:binding (missing)"),
                    path.text(),
                    soap11.isPresent() ? "SOAP 1.1, as in basicHttpBinding" : "no SOAP 1.2",
                    SOAP12_REMEDY));
        }
        soap12.filter(soap -> !soap.attribute("transport").equals(ForeignNames.HTTP_TRANSPORT))
                .ifPresent(soap -> problems.add(new PolicyProblem(
                        soap.qualifiedName(),
                        path.text(),
                        "the transport is '" + MetadataXml.printable(soap.attribute("transport"))
                                + "', as in netTcpBinding",
                        "Add an endpoint with wsHttpBinding.")));
    }

    private static void requireAddressing(PolicyAlternative endpoint, boolean extension) {
        boolean using = endpoint.has(PolicyNames.ADDRESSING_WSDL, "UsingAddressing");
        Optional<XmlElement> metadata = endpoint.take(ForeignNames.ADDRESSING_METADATA, "Addressing");
        metadata.ifPresent(assertion -> endpoint.inside(assertion, inside -> {
            inside.has(ForeignNames.ADDRESSING_METADATA, "AnonymousResponses");
            return Optional.of(true);
        }));
        if (!using && metadata.isEmpty() && !extension && !endpoint.mentions(Set.of("UsingAddressing"))) {
            endpoint.missing("wsaw:UsingAddressing", "messages have no headers of WS-Addressing 1.0", SOAP12_REMEDY);
        }
    }

    // The older way to say it: an element of the WSDL and no assertion.
    private boolean hasAddressingExtension() {
        return Stream.of(binding, port.element())
                .flatMap(definition -> definition.elements().stream())
                .anyMatch(ServicePort::isAddressing);
    }

    static boolean isAddressing(XmlElement extension) {
        return "UsingAddressing".equals(extension.localName()) && ADDRESSING.contains(extension.namespace());
    }
}
