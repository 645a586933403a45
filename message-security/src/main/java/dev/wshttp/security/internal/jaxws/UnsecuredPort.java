// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.assembler.dev.ClientTubelineAssemblyContext;
import com.sun.xml.ws.policy.Policy;
import com.sun.xml.ws.policy.PolicyException;
import com.sun.xml.ws.policy.PolicyMap;
import javax.xml.namespace.QName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's port without the feature, which sends in clear whatever its WSDL demands. */
final class UnsecuredPort {
    private static final Logger LOG = LoggerFactory.getLogger(UnsecuredPort.class);
    private static final QName SECURITY = new QName(WcfAssertions.SECURITY_POLICY, "SymmetricBinding");

    private UnsecuredPort() {}

    /** Says so, once a port, where the policy of its WSDL demands security. */
    static void warnOf(ClientTubelineAssemblyContext context) {
        WSDLPort port = context.getWsdlPort();
        PolicyMap policies = context.getPolicyMap();
        if (port != null && policies != null && demandsSecurity(port, policies)) {
            LOG.warn(
                    "The WSDL of port {} demands message security, and the port has none: it sends in clear (expected a"
                            + " MessageSecurityFeature). Give one to the method that makes the port.",
                    port.getName());
        }
    }

    private static boolean demandsSecurity(WSDLPort port, PolicyMap policies) {
        try {
            Policy policy = policies.getEndpointEffectivePolicy(
                    PolicyMap.createWsdlEndpointScopeKey(port.getOwner().getName(), port.getName()));
            return policy != null && policy.contains(SECURITY);
        } catch (PolicyException unreadable) {
            // Who wants the policy will be told; here it was only about a warning.
            return false;
        }
    }
}
