// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.WSBinding;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.binding.WebServiceFeatureList;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.Binding;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.WebServiceFeature;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Marks a binding when the security tube and its codec are in the tubeline of its port or endpoint. A {@link MessageSecurityFeature} alone shows
 * what was asked for; the mark shows what was done.
 */
public final class SecuredBinding extends WebServiceFeature {
    private final WSBinding binding;
    private final BooleanSupplier open;

    private SecuredBinding(WSBinding binding, BooleanSupplier open) {
        this.binding = binding;
        this.open = open;
        this.enabled = true;
    }

    @Override
    public String getID() {
        return SecuredBinding.class.getName();
    }

    /** @param open tells whether a port has a security context with its service */
    static void mark(WSBinding binding, BooleanSupplier open) {
        // Replaces the mark of another binding, which came along if the application copied the features of a port.
        ((WebServiceFeatureList) binding.getFeatures()).put(SecuredBinding.class, new SecuredBinding(binding, open));
    }

    /**
     * Requires that a port or an endpoint is secured. Stops a published endpoint that is not.
     *
     * @throws MessageSecurityException with {@link SecurityFault#NOT_SECURED}
     */
    public static void require(Object portOrEndpoint) {
        String found = reasonAgainst(portOrEndpoint);
        if (found == null) {
            return;
        }
        if (portOrEndpoint instanceof Endpoint endpoint) {
            endpoint.stop();
        }
        throw new MessageSecurityException(
                SecurityFault.NOT_SECURED,
                "Messages are not secured: found " + found
                        + " (expected a port or an endpoint that the JAX-WS RI made with a"
                        + " MessageSecurityFeature). Give MessageSecurityFeature.forClient to the method that makes the port, or"
                        + " MessageSecurityFeature.forService to the one that makes the endpoint.");
    }

    /** Returns whether a port has a security context with its service. */
    public static boolean isOpen(BindingProvider port) {
        require(port);
        return Objects.requireNonNull(((WSBinding) port.getBinding()).getFeature(SecuredBinding.class))
                .open
                .getAsBoolean();
    }

    private static @Nullable String reasonAgainst(Object portOrEndpoint) {
        String type = JaxWsProvider.described(portOrEndpoint.getClass());
        try {
            if (portOrEndpoint instanceof Endpoint endpoint) {
                return endpoint.isPublished()
                        ? reasonAgainst(type, endpoint.getBinding())
                        : "the endpoint " + type + ", which is not published; check it after its method publish";
            }
            if (portOrEndpoint instanceof BindingProvider port) {
                return reasonAgainst(type, port.getBinding());
            }
            return portOrEndpoint instanceof WSEndpoint<?> endpoint
                    ? reasonAgainst(type, endpoint.getBinding())
                    : type + ", which shows no binding; check what JAX-WS made before it is wrapped";
        } catch (NoClassDefFoundError absent) {
            return type + " on a class path without the JAX-WS RI";
        }
    }

    private static @Nullable String reasonAgainst(String type, @Nullable Binding shown) {
        if (!(shown instanceof WSBinding binding)) {
            return type + " of another JAX-WS provider, with the binding '"
                    + (shown == null ? null : shown.getClass().getName()) + "'";
        }
        SecuredBinding mark = binding.getFeature(SecuredBinding.class);
        if (mark != null && mark.binding == binding) {
            return null;
        }
        return type
                + (binding.getFeature(MessageSecurityFeature.class) == null
                        ? " without a MessageSecurityFeature"
                        : " with a MessageSecurityFeature that nothing acted on");
    }
}
