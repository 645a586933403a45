// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The actions of the messages of one operation: those that the port type says, or else the default ones (Web Services Addressing 1.0, WSDL Binding, section
 * 3.3).
 *
 * @param definitions those of the port type
 * @param operation that of the binding
 */
record MessageActions(XmlElement definitions, XmlElement portType, XmlElement operation) {
    /** @param ofType the message in the port type; null if there is none */
    String of(String kind, @Nullable XmlElement ofType) {
        Optional<XmlElement> message = Optional.ofNullable(ofType);
        return message.flatMap(MessageActions::said)
                .or(() -> kind.equals("input") ? soapAction() : Optional.empty())
                .orElseGet(() -> byDefault(message.map(element -> element.attribute("name"))
                        .filter(name -> !name.isEmpty())
                        .orElseGet(
                                () -> operation.attribute("name") + (kind.equals("input") ? "Request" : "Response"))));
    }

    String ofFault(XmlElement fault, Optional<XmlElement> ofType) {
        return ofType.flatMap(MessageActions::said)
                .orElseGet(() -> byDefault(
                        operation.attribute("name") + delimiter() + "Fault" + delimiter() + fault.attribute("name")));
    }

    private static Optional<String> said(XmlElement message) {
        return Stream.of(PolicyNames.ADDRESSING_WSDL, ForeignNames.ADDRESSING_METADATA)
                .map(namespace -> message.attribute(namespace, "Action"))
                .filter(action -> !action.isEmpty())
                .findFirst();
    }

    private Optional<String> soapAction() {
        return operation
                .element(PolicyNames.WSDL_SOAP12, "operation")
                .map(soap -> soap.attribute("soapAction"))
                .filter(action -> !action.isEmpty());
    }

    private String byDefault(String name) {
        String namespace = definitions.attribute("targetNamespace");
        String start = namespace.endsWith(delimiter()) ? namespace : namespace + delimiter();
        return start + portType.attribute("name") + delimiter() + name;
    }

    private String delimiter() {
        return definitions.attribute("targetNamespace").startsWith("urn:") ? ":" : "/";
    }
}
