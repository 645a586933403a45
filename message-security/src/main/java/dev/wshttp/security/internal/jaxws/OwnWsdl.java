// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.api.server.SDDocument;
import com.sun.xml.ws.api.server.ServiceDefinition;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.assembler.dev.ServerTubelineAssemblyContext;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.policy.WsdlOfService;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;

/** Judges the policy in the WSDL that an endpoint was made with, which the RI leaves to this library. */
final class OwnWsdl {
    private OwnWsdl() {}

    /** Refuses an endpoint without the feature whose WSDL demands security. */
    static void requireNoSecurity(ServerTubelineAssemblyContext context) {
        WcfAssertions.found(context.getPolicyMap()).ifPresent(assertion -> {
            throw new MessageSecurityException(
                    SecurityFault.NOT_SECURED,
                    "The WSDL of the endpoint " + context.getEndpoint().getPortName() + " demands '" + assertion
                            + "', and the endpoint has no message security (expected a MessageSecurityFeature). Give one to the method that"
                            + " makes the endpoint, or remove the policies from the WSDL.");
        });
    }

    /**
     * Requires that the policy in the WSDL, if it has one, is that of the binding.
     *
     * @param requirements the levels of the messages of the contract
     */
    static void requirePolicyOf(
            MessageSecurityFeature feature,
            ProtectionRequirements requirements,
            ServerTubelineAssemblyContext context) {
        WSEndpoint<?> endpoint = context.getEndpoint();
        ServiceDefinition description = endpoint.getServiceDefinition();
        WSDLPort port = context.getWsdlPort();
        if (description == null
                || port == null
                || WcfAssertions.found(context.getPolicyMap()).isEmpty()) {
            return;
        }
        wsdl(description, port)
                .requirePolicyOf(
                        feature.binding(),
                        PolicyFilter.levels(requirements, port),
                        others -> PolicyFilter.levels(others, port));
    }

    private static WsdlOfService wsdl(ServiceDefinition description, WSDLPort port) {
        var documents = new LinkedHashMap<URI, byte[]>();
        for (SDDocument document : description) {
            if (document.isWSDL()) {
                documents.put(address(document), octets(document));
            }
        }
        return new WsdlOfService(
                address(description.getPrimary()),
                documents,
                port.getOwner().getName(),
                port.getName().getLocalPart());
    }

    private static URI address(SDDocument document) {
        return URI.create(document.getURL().toString().replace(" ", "%20"));
    }

    private static byte[] octets(SDDocument document) {
        var octets = new ByteArrayOutputStream();
        try {
            document.writeTo(null, (from, to) -> address(to).toString(), octets);
            return octets.toByteArray();
        } catch (IOException broken) {
            throw new MessageSecurityException(
                    SecurityFault.METADATA_UNREADABLE,
                    "The WSDL '" + document.getURL()
                            + "' of the endpoint cannot be read again (expected the document that the JAX-WS runtime has read). Check it.",
                    broken);
        }
    }
}
