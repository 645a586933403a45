// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import dev.wshttp.security.internal.jaxws.JaxWsProvider;
import dev.wshttp.security.internal.jaxws.SecuredBinding;
import java.util.function.Supplier;

/**
 * Checks that ports and endpoints are secured. JAX-WS makes them without security too, and then says nothing: where the feature was
 * forgotten, where a framework or a deployment descriptor made them, where another JAX-WS provider ignored it.
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
     * Requires that all messages of a port or an endpoint pass this library. Asks what the JAX-WS RI put together, not what was asked for.
     * Sends nothing.
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
     * Makes a port or an endpoint with the JAX-WS RI where another provider is the default and has to stay it. The rest of the program
     * keeps its provider: only this thread finds the RI, through its context class loader, and only while the action runs.
     *
     * <pre>{@code
     * Calculator calculator = MessageSecurity.withReferenceImplementation(() ->
     *         new CalculatorService().getCalculatorPort(MessageSecurityFeature.forClient(binding, credentials, identity)));
     * }</pre>
     *
     * @param making makes the feature, and with it the port or endpoint
     * @return the port or endpoint, which is required to be secured
     * @throws MessageSecurityException with {@link SecurityFault#PROVIDER_NOT_SUPPORTED} if the RI is not found all the same, as where the
     *     system property {@code jakarta.xml.ws.spi.Provider} names another provider; as {@link #requireSecured} if what was made is not
     *     secured
     */
    public static <T> T withReferenceImplementation(Supplier<T> making) {
        return requireSecured(JaxWsProvider.withReferenceImplementation(making));
    }
}
