// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.wsdl.WSDLBoundOperation;
import com.sun.xml.ws.api.model.wsdl.WSDLOperation;
import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.api.server.SDDocument;
import com.sun.xml.ws.api.server.SDDocumentFilter;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.policy.MessageLevels;
import dev.wshttp.security.internal.policy.PolicyAttachment;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Changes the WSDL of an endpoint while the RI writes it for a client: adds the policy to each document, and makes references from one document
 * to another relative, because the RI builds them from the {@code Host} header of the request. The RI itself reads the documents without this
 * filter, so it never meets a policy that it does not know. Safe for use by several threads.
 */
record PolicyFilter(PolicyAttachment attachment, Supplier<EndpointIdentity> identity) implements SDDocumentFilter {
    /** @param identity gives the identity that a document shows, at once */
    static PolicyFilter of(
            MessageSecurityFeature feature,
            Supplier<EndpointIdentity> identity,
            ProtectionRequirements requirements,
            WSDLPort port) {
        return new PolicyFilter(
                new PolicyAttachment(
                        feature.binding(),
                        identity.get(),
                        feature.address(),
                        port.getOwner().getName(),
                        port.getName().getLocalPart(),
                        port.getBinding().getName(),
                        levels(requirements, port)),
                identity);
    }

    /** Returns the levels of the messages of a port, by the names in its WSDL. */
    static MessageLevels levels(ProtectionRequirements requirements, WSDLPort port) {
        var levels = new MessageLevels.Builder();
        for (WSDLBoundOperation bound : port.getBinding().getBindingOperations()) {
            WSDLOperation operation = bound.getOperation();
            String name = bound.getName().getLocalPart();
            String action = operation.getInput().getAction();
            levels.input(name, requirements.request(action));
            if (!operation.isOneWay()) {
                levels.output(
                        name, requirements.answer(action, operation.getOutput().getAction()));
            }
            operation
                    .getFaults()
                    .forEach(fault ->
                            levels.fault(name, fault.getName(), requirements.answer(action, fault.getAction())));
        }
        return levels.build();
    }

    @Override
    public XMLStreamWriter filter(SDDocument description, XMLStreamWriter out) throws XMLStreamException, IOException {
        return WholeDocument.before(
                out,
                document -> attachment
                        .withIdentity(identity.get())
                        .attachedTo(withRelativeReferences(description, document)));
    }

    private static XmlElement withRelativeReferences(SDDocument description, XmlElement element) {
        var children = new ArrayList<XmlNode>();
        for (XmlNode child : element.children()) {
            children.add(child instanceof XmlElement inner ? withRelativeReferences(description, inner) : child);
        }
        XmlElement changed = children.equals(element.children()) ? element : element.withChildren(children);
        return isReference(element)
                ? withRelative(description, withRelative(description, changed, "location"), "schemaLocation")
                : changed;
    }

    private static boolean isReference(XmlElement element) {
        return switch (element.localName()) {
            case "import", "include", "redefine" -> true;
            default -> false;
        };
    }

    private static XmlElement withRelative(SDDocument description, XmlElement reference, String attribute) {
        String location = reference.attribute(attribute);
        // A location that is one of the imports as it is was written by the author: the RI does not serve that
        // document.
        return !reference.attributes().containsKey(new QName(attribute)) || isAsWritten(description, location)
                ? reference
                : reference.withAttribute(new QName(attribute), location.substring(location.lastIndexOf('/') + 1));
    }

    private static boolean isAsWritten(SDDocument description, String location) {
        try {
            return description.getImports().contains(new URL(description.getURL(), location).toString());
        } catch (MalformedURLException noAddress) {
            return true;
        }
    }
}
