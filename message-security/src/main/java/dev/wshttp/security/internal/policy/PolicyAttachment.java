// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Writes what one endpoint demands into its WSDL, as WCF does (WS-PolicyAttachment of March 2006, section 4): a policy for the
 * binding, one for each message, and in the port the address and the identity of the service. A document gets what belongs to the
 * elements that it has, so it does not matter how a WSDL is spread over documents. What the binding and the port said of policies and
 * addressing before is replaced: the binding in force decides. Immutable and safe for use by several threads.
 *
 * @param binding what is in force
 * @param identity whom clients should expect
 * @param address where clients should send to; empty to leave what the document says
 * @param service name of the {@code wsdl:service}
 * @param port name of the {@code wsdl:port} in it
 * @param wsdlBinding name of the {@code wsdl:binding} of that port
 */
public record PolicyAttachment(
        WsHttpBinding binding,
        EndpointIdentity identity,
        Optional<URI> address,
        QName service,
        String port,
        QName wsdlBinding) {
    private static final List<String> MESSAGES = List.of("input", "output", "fault");

    public PolicyAttachment {
        requireNonNull(binding, "binding");
        requireNonNull(identity, "identity");
        requireNonNull(address, "address");
        requireNonNull(service, "service");
        requireNonNull(port, "port");
        requireNonNull(wsdlBinding, "wsdlBinding");
    }

    /** Adds to a document what belongs to it; nothing if it has neither the binding nor the port, or is no WSDL. */
    public void attachTo(Document document) {
        Element definitions = document.getDocumentElement();
        if (!Wsdl.is(definitions, "definitions")) {
            return;
        }
        Wsdl.named(definitions, "binding", wsdlBinding)
                .filter(Wsdl::isSoap12)
                .ifPresent(element -> attachPolicies(definitions, element));
        Wsdl.named(definitions, "service", service)
                .flatMap(element -> Wsdl.named(element, "port", port))
                .ifPresent(this::describePort);
    }

    private void attachPolicies(Element definitions, Element element) {
        EarlierPolicies.removeFrom(element);
        String name = wsdlBinding.getLocalPart();
        var policies = new LinkedHashMap<String, Assertion>();
        String ofEndpoint = name + "_policy";
        policies.put(ofEndpoint, BindingPolicy.ofEndpoint(ofEndpoint, binding));
        refer(element, ofEndpoint);
        for (Element operation : Wsdl.children(element, "operation")) {
            attachMessagePolicies(operation, name + "_" + operation.getAttribute("name"), policies);
        }
        var next = Wsdl.afterDocumentation(definitions);
        policies.values().forEach(policy -> policy.writeInto(definitions, next));
    }

    private static void attachMessagePolicies(Element operation, String name, Map<String, Assertion> policies) {
        for (String kind : MESSAGES) {
            for (Element message : Wsdl.children(operation, kind)) {
                String id = name + messageSuffix(message);
                policies.put(id, BindingPolicy.ofMessages(id));
                refer(message, id);
            }
        }
    }

    /** WCF's names, small and large letters included. */
    private static String messageSuffix(Element message) {
        return switch (message.getLocalName()) {
            case "input" -> "_Input_policy";
            case "output" -> "_output_policy";
            default -> "_" + message.getAttribute("name") + "_Fault";
        };
    }

    private static void refer(Element subject, String id) {
        Assertion.element("wsp:PolicyReference")
                .with(Map.of("URI", "#" + id))
                .writeInto(subject, Wsdl.afterDocumentation(subject));
    }

    private void describePort(Element element) {
        EarlierPolicies.removeFrom(element);
        MetadataXml.child(element, PolicyNames.WSDL_SOAP12, "address").ifPresent(location -> {
            address.ifPresent(own -> location.setAttribute("location", own.toString()));
            PortReference.of(location.getAttribute("location"), identity).writeInto(element, null);
        });
    }
}
