// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.assembler.dev.ClientTubelineAssemblyContext;
import com.sun.xml.ws.assembler.dev.ServerTubelineAssemblyContext;
import com.sun.xml.ws.policy.Policy;
import com.sun.xml.ws.policy.PolicyException;
import com.sun.xml.ws.policy.PolicyMap;
import javax.xml.namespace.QName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once that a port or an endpoint of the RI has no {@code MessageSecurityFeature}, which may be intended. */
final class Unsecured {
    private static final Logger LOG = LoggerFactory.getLogger(Unsecured.class);
    private static final QName SECURITY = new QName(WcfAssertions.SECURITY_POLICY, "SymmetricBinding");

    private Unsecured() {}

    /**
     * Warns of an endpoint, which answers every caller in clear.
     *
     * @throws dev.wshttp.security.MessageSecurityException if its own WSDL demands security
     */
    static void report(ServerTubelineAssemblyContext context) {
        OwnWsdl.requireNoSecurity(context);
        WSEndpoint<?> endpoint = context.getEndpoint();
        LOG.warn(
                "Endpoint {} ({}) has no message security: it answers every caller in clear (expected a MessageSecurityFeature). Give one to"
                        + " the method that makes the endpoint; sun-jaxws.xml has no place for it.",
                endpoint.getPortName(),
                endpoint.getImplementationClass().getName());
    }

    /** Warns of a port that sends in clear although its WSDL demands security. Other ports are for services that demand none. */
    static void report(ClientTubelineAssemblyContext context) {
        WSDLPort port = context.getWsdlPort();
        PolicyMap policies = context.getPolicyMap();
        if (port != null && policies != null && demandsSecurity(port, policies)) {
            LOG.warn(
                    "The WSDL of port {} demands message security, and the port has none: it sends in clear (expected a"
                            + " MessageSecurityFeature). Give one to the method that makes the port.",
                    port.getName());
        } else {
            LOG.info(
                    "A port for {} has no message security: it sends in clear.",
                    context.getAddress().getURI());
        }
    }

    private static boolean demandsSecurity(WSDLPort port, PolicyMap policies) {
        try {
            Policy policy = policies.getEndpointEffectivePolicy(
                    PolicyMap.createWsdlEndpointScopeKey(port.getOwner().getName(), port.getName()));
            return policy != null && policy.contains(SECURITY);
        } catch (PolicyException unreadable) {
            // The RI reports it where the policy is needed; here only a warning depends on it.
            return false;
        }
    }
}
