// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import dev.wshttp.security.internal.jaxws.JaxWsProvider;
import dev.wshttp.security.internal.jaxws.SecuredBinding;
import jakarta.xml.ws.BindingProvider;
import java.util.function.Supplier;

/**
 * Checks that ports and endpoints are secured. JAX-WS also makes them without security, and does not say so: when the feature was forgotten,
 * when a framework or a deployment descriptor made them, or when another JAX-WS provider ignored the feature.
 *
 * <pre>{@code
 * Calculator calculator = MessageSecurity.requireSecured(new CalculatorService().getCalculatorPort(security));
 * Endpoint endpoint = MessageSecurity.requireSecured(Endpoint.publish(address, new CalculatorEndpoint(), security));
 * }</pre>
 *
 * Safe for use by several threads.
 */
public final class MessageSecurity {
    private MessageSecurity() {}

    /**
     * Requires that all messages of a port or an endpoint pass this library. Inspects what the JAX-WS RI has assembled,
     * not what the program asked for. Sends nothing.
     *
     * @param portOrEndpoint a port, a {@link jakarta.xml.ws.Dispatch}, or a proxy around one that shows it as a
     *     {@link jakarta.xml.ws.BindingProvider}; a published {@link jakarta.xml.ws.Endpoint}, which is stopped if it is not secured; or a
     *     {@code WSEndpoint} of the RI
     * @return what was given
     * @throws MessageSecurityException with {@link SecurityFault#NOT_SECURED} if they do not
     */
    public static <T> T requireSecured(T portOrEndpoint) {
        SecuredBinding.require(portOrEndpoint);
        return portOrEndpoint;
    }

    /**
     * Returns whether a port has a security context with its service: whether the negotiation and the request for a session have succeeded, if the
     * binding has them (WCF: a channel in the state {@code Opened}). The first call opens it. A fault that comes afterwards is about the call. Sends
     * nothing.
     *
     * @return false without a negotiation and a session, where each call stands for itself
     * @throws MessageSecurityException with {@link SecurityFault#NOT_SECURED} if the port is not secured
     */
    public static boolean isOpen(BindingProvider port) {
        return SecuredBinding.isOpen(port);
    }

    /**
     * Makes a port or an endpoint with the JAX-WS RI where another provider is the default and has to remain the default. The rest of the program
     * keeps its provider: only this thread finds the RI, through its context class loader, and only while the action runs.
     *
     * <pre>{@code
     * Calculator calculator = MessageSecurity.withReferenceImplementation(() ->
     *         new CalculatorService().getCalculatorPort(MessageSecurityFeature.forClient(binding, credentials, identity)));
     * }</pre>
     *
     * @param making makes the feature, and with it the port or endpoint
     * @return the port or endpoint, which is required to be secured
     * @throws MessageSecurityException with {@link SecurityFault#PROVIDER_NOT_SUPPORTED} if the RI is still not found, for example because the
     *     system property {@code jakarta.xml.ws.spi.Provider} names another provider; as {@link #requireSecured} throws it if the port or
     *     endpoint is not secured
     */
    public static <T> T withReferenceImplementation(Supplier<T> making) {
        return requireSecured(JaxWsProvider.withReferenceImplementation(making));
    }
}
