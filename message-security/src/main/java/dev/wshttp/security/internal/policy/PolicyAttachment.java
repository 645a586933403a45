// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import dev.wshttp.security.protection.MessageParts;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * Writes the policies of one endpoint into its WSDL, as WCF does (WS-PolicyAttachment of March 2006, section 4): a policy for the
 * binding, one for each message, and in the port the address and the identity of the service. A document gets what belongs to the
 * elements that it has, so it does not matter how a WSDL is spread over documents. The earlier policies and addressing of the
 * binding and the port are replaced: the binding in force decides. Immutable and safe for use by several threads.
 *
 * @param binding the binding in force
 * @param identity the identity that clients should expect
 * @param address where clients should send to; empty to leave what the document says
 * @param service name of the {@code wsdl:service}
 * @param port name of the {@code wsdl:port} in it
 * @param wsdlBinding name of the {@code wsdl:binding} of that port
 * @param levels the levels of its messages
 */
public record PolicyAttachment(
        WsHttpBinding binding,
        EndpointIdentity identity,
        Optional<URI> address,
        QName service,
        String port,
        QName wsdlBinding,
        MessageLevels levels) {
    private static final List<String> MESSAGES = List.of("input", "output", "fault");

    public PolicyAttachment {
        requireNonNull(binding, "binding");
        requireNonNull(identity, "identity");
        requireNonNull(address, "address");
        requireNonNull(service, "service");
        requireNonNull(port, "port");
        requireNonNull(wsdlBinding, "wsdlBinding");
        requireNonNull(levels, "levels");
    }

    /** Returns the same with another identity. */
    public PolicyAttachment withIdentity(EndpointIdentity other) {
        return new PolicyAttachment(binding, other, address, service, port, wsdlBinding, levels);
    }

    /** Returns the document with what belongs to it; the same if it has neither the binding nor the port, or is no WSDL. */
    public XmlElement attachedTo(XmlElement document) {
        if (!Wsdl.is(document, "definitions")) {
            return document;
        }
        XmlElement withPolicies = ownBinding(document)
                .map(element -> withPolicies(EarlierPolicies.removedFrom(document, element)))
                .orElse(document);
        return ownPort(withPolicies)
                .map(element -> withDescribedPort(EarlierPolicies.removedFrom(withPolicies, element)))
                .orElse(withPolicies);
    }

    private Optional<XmlElement> ownBinding(XmlElement definitions) {
        return Wsdl.named(definitions, "binding", wsdlBinding).filter(Wsdl::isSoap12);
    }

    private Optional<XmlElement> ownPort(XmlElement definitions) {
        return Wsdl.named(definitions, "service", service).flatMap(element -> Wsdl.named(element, "port", port));
    }

    private XmlElement withPolicies(XmlElement definitions) {
        XmlElement element = ownBinding(definitions).orElseThrow();
        String name = wsdlBinding.getLocalPart();
        String ofEndpoint = name + "_policy";
        var policies = new LinkedHashMap<String, Assertion>();
        policies.put(ofEndpoint, BindingPolicy.ofEndpoint(ofEndpoint, binding, levels));
        XmlElement referring = referring(element, ofEndpoint);
        for (XmlElement operation : Wsdl.children(element, "operation")) {
            String operationName = name + "_" + operation.attribute("name");
            referring = Wsdl.replaced(referring, operation, withMessagePolicies(operation, operationName, policies));
        }
        List<XmlElement> added =
                policies.values().stream().map(policy -> policy.in(definitions)).toList();
        return Wsdl.withFirst(Wsdl.replaced(definitions, element, referring), added);
    }

    private XmlElement withMessagePolicies(XmlElement operation, String name, Map<String, Assertion> policies) {
        XmlElement referring = operation;
        for (String kind : MESSAGES) {
            for (XmlElement message : Wsdl.children(operation, kind)) {
                String id = name + messageSuffix(message);
                policies.put(id, BindingPolicy.ofMessage(id, partsOf(operation, message)));
                referring = Wsdl.replaced(referring, message, referring(message, id));
            }
        }
        return referring;
    }

    private MessageParts partsOf(XmlElement operation, XmlElement message) {
        boolean isFault = Wsdl.is(message, "fault");
        return levels.of(operation.attribute("name"), message.localName(), isFault ? message.attribute("name") : "");
    }

    /** Returns the end of the id that WCF gives the policy of a message, in WCF's upper and lower case. */
    private static String messageSuffix(XmlElement message) {
        return switch (message.localName()) {
            case "input" -> "_Input_policy";
            case "output" -> "_output_policy";
            default -> "_" + message.attribute("name") + "_Fault";
        };
    }

    private static XmlElement referring(XmlElement subject, String id) {
        Assertion reference = Assertion.element("wsp:PolicyReference").with(Map.of("URI", "#" + id));
        return Wsdl.withFirst(subject, List.of(reference.in(subject)));
    }

    private XmlElement withDescribedPort(XmlElement definitions) {
        XmlElement element = ownPort(definitions).orElseThrow();
        return element.element(PolicyNames.WSDL_SOAP12, "address")
                .map(location -> Wsdl.replaced(definitions, element, described(element, location)))
                .orElse(definitions);
    }

    private XmlElement described(XmlElement element, XmlElement soapAddress) {
        String location = address.map(URI::toString).orElseGet(() -> soapAddress.attribute("location"));
        XmlElement addressed =
                Wsdl.replaced(element, soapAddress, soapAddress.withAttribute(new QName("location"), location));
        var children = new ArrayList<XmlNode>(addressed.children());
        children.add(PortReference.of(location, identity).in(addressed));
        return addressed.withChildren(children);
    }
}
