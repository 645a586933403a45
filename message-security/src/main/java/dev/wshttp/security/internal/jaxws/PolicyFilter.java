// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.api.server.SDDocument;
import com.sun.xml.ws.api.server.SDDocumentFilter;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.internal.policy.PolicyAttachment;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Stands between the RI and everyone who asks for the WSDL of an endpoint: adds the policy to each document while it is written, and
 * makes references from one document to another relative, since the RI builds them from the {@code Host} header of whoever asks. The RI
 * itself reads the documents without it, so it never meets a policy that it does not know. Safe for use by several threads.
 */
record PolicyFilter(PolicyAttachment attachment) implements SDDocumentFilter {
    static PolicyFilter of(MessageSecurityFeature feature, MessageSecurityFeature.Service service, WSDLPort port) {
        return new PolicyFilter(new PolicyAttachment(
                feature.binding(),
                service.identity(),
                feature.address(),
                port.getOwner().getName(),
                port.getName().getLocalPart(),
                port.getBinding().getName()));
    }

    @Override
    public XMLStreamWriter filter(SDDocument description, XMLStreamWriter out) throws XMLStreamException, IOException {
        return new WholeDocument(out, document -> {
            makeReferencesRelative(description, document);
            attachment.attachTo(document);
        });
    }

    private static void makeReferencesRelative(SDDocument description, Document document) {
        NodeList elements = document.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < elements.getLength(); i++) {
            if (elements.item(i) instanceof Element element && isReference(element)) {
                makeRelative(description, element.getAttributeNode("location"));
                makeRelative(description, element.getAttributeNode("schemaLocation"));
            }
        }
    }

    private static boolean isReference(Element element) {
        return switch (element.getLocalName()) {
            case "import", "include", "redefine" -> true;
            default -> false;
        };
    }

    private static void makeRelative(SDDocument description, Attr location) {
        // What the RI does not serve itself stays as the author wrote it, and is one of the imports therefore.
        if (location != null && !isAsWritten(description, location.getValue())) {
            location.setValue(location.getValue().substring(location.getValue().lastIndexOf('/') + 1));
        }
    }

    private static boolean isAsWritten(SDDocument description, String location) {
        try {
            return description.getImports().contains(new URL(description.getURL(), location).toString());
        } catch (MalformedURLException noAddress) {
            return true;
        }
    }
}
