// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.xml.namespace.QName;

/**
 * The WSDL that a service was started from, where it has a policy, as the WSDL of a partner has. The policy of the binding in force takes its place in what
 * the service publishes ({@link PolicyAttachment}), so both have to say the same. Immutable.
 *
 * @param first the address of the document that has the service
 * @param documents all documents, by their addresses
 * @param service name of the {@code wsdl:service}
 * @param port name of the {@code wsdl:port} in it
 */
public record WsdlOfService(URI first, Map<URI, byte[]> documents, QName service, String port) {
    /** The namespaces of the assertions of WCF that the JAX-WS runtime does not know: of security, addressing, reliable messaging, transactions and encodings. */
    public static final Set<String> NAMESPACES = Set.of(
            PolicyNames.SECURITY_POLICY,
            PolicyNames.MICROSOFT_SECURITY_POLICY,
            PolicyNames.ADDRESSING_WSDL,
            ForeignNames.SECURITY_POLICY_12,
            ForeignNames.RELIABLE_MESSAGING,
            ForeignNames.ATOMIC_TRANSACTION,
            ForeignNames.OLE_TRANSACTIONS,
            ForeignNames.BINARY_ENCODING,
            ForeignNames.HTTP_AUTHENTICATION);

    public WsdlOfService {
        requireNonNull(first, "first");
        documents = Map.copyOf(documents);
        requireNonNull(service, "service");
        requireNonNull(port, "port");
    }

    /**
     * Requires that the policy in the WSDL is that of the binding in force.
     *
     * @param inForce the levels of the messages that the service requires
     * @param levels names the levels of these requirements as the WSDL names the messages
     * @throws MessageSecurityException with {@link SecurityFault#POLICY_NOT_SUPPORTED} if it has what no binding here has, or with
     *     {@link SecurityFault#CONFIGURATION_INVALID} and each difference
     */
    public void requirePolicyOf(
            WsHttpBinding binding, MessageLevels inForce, Function<ProtectionRequirements, MessageLevels> levels) {
        var metadata = new MetadataSet(first, this::document);
        var policies = new PolicyReader(metadata::definitionsOf);
        Optional<MetadataSet.Port> own = metadata.ports().stream()
                .filter(found -> isOwn(metadata, found))
                .findFirst();
        if (own.isEmpty()) {
            return;
        }
        ServicePort.Reading reading = ServicePort.read(metadata, policies, own.get());
        if (reading.security().isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.POLICY_NOT_SUPPORTED,
                    beginning() + " demands what this service does not do (expected the policy of WSHttpBinding with"
                            + " SecurityMode.Message and client certificates, or none):"
                            + PolicyProblem.lines(reading.problems())
                            + "\nAsk for the WSDL of an endpoint with that binding, or remove its policies: the service publishes its own.");
        }
        PublishedSecurity demanded = reading.security().get();
        List<String> differences = differences(demanded, binding);
        differences.addAll(inForce.differences(levels.apply(reading.requirements())));
        if (!differences.isEmpty()) {
            throw MessageSecurityException.withFindings(
                    SecurityFault.CONFIGURATION_INVALID,
                    beginning()
                            + " has another policy than the service (expected the same). Change the side that is wrong: in settings by keys such as"
                            + " negotiate-service-credential, in code by ServiceEndpoint.fromWsdl, which reads binding() and protection() from a WSDL,"
                            + " for MessageSecurityFeature.forService and withProtection. The differences:",
                    differences,
                    null);
        }
    }

    private byte[] document(URI address) {
        byte[] document = documents.get(address);
        if (document == null) {
            throw new MessageSecurityException(
                    SecurityFault.METADATA_UNREADABLE,
                    beginning() + " imports '" + address + "', which is none of its documents (expected one of "
                            + documents.keySet() + "). Give the endpoint that document, too.");
        }
        return document;
    }

    private boolean isOwn(MetadataSet metadata, MetadataSet.Port candidate) {
        String namespace = metadata.definitionsOf(candidate.service()).attribute("targetNamespace");
        return namespace.equals(service.getNamespaceURI())
                && candidate.service().attribute("name").equals(service.getLocalPart())
                && candidate.element().attribute("name").equals(port);
    }

    private String beginning() {
        return "The WSDL '" + first + "' of the endpoint '" + port + "'";
    }

    private static List<String> differences(PublishedSecurity demanded, WsHttpBinding binding) {
        var differences = new ArrayList<String>();
        note(
                differences,
                "negotiateServiceCredential",
                demanded.negotiateServiceCredential(),
                binding.negotiateServiceCredential());
        note(
                differences,
                "establishSecurityContext",
                demanded.establishSecurityContext(),
                binding.establishSecurityContext());
        note(differences, "algorithmSuite", demanded.binding().algorithmSuite(), binding.algorithmSuite());
        note(differences, "messageEncoding", demanded.encoding(), binding.messageEncoding());
        return differences;
    }

    private static void note(List<String> differences, String what, Object demanded, Object inForce) {
        if (!demanded.equals(inForce)) {
            differences.add(what + " is '" + demanded + "' in the WSDL and '" + inForce + "' in the service");
        }
    }
}
