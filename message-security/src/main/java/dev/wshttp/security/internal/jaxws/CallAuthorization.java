// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.model.JavaMethod;
import com.sun.xml.ws.api.model.SEIModel;
import com.sun.xml.ws.api.model.WSDLOperationMapping;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.context.CallerRoles;
import jakarta.jws.WebService;
import jakarta.xml.ws.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which caller may call which operation, before handlers and the operation see the call; the only place that does (Jakarta Annotations 2.1, sections
 * 2.9 to 2.12). The annotation of a method wins over that of the class that declares it, that one over that of the endpoint's class, and all over those of the service
 * endpoint interface. Without any of them every authenticated caller may call. Immutable and safe for use by several threads.
 *
 * @param roles gives callers their roles
 * @param restricted the roles that may call a method, for each method that not every caller may call; empty if no caller may
 * @param provider the only method of a {@code Provider}; empty for other endpoints
 */
record CallAuthorization(Optional<CallerRoles> roles, Map<Method, Set<String>> restricted, Optional<Method> provider) {
    // Of com.sun.xml.ws.api.server.AsyncProvider.
    private static final int ASYNC_PARAMETERS = 3;

    CallAuthorization {
        restricted = Map.copyOf(restricted);
    }

    /**
     * Reads the annotations of an endpoint.
     *
     * @param contract null for a {@code Provider}
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if annotations contradict each other, or need roles that nothing gives
     */
    static CallAuthorization of(MessageSecurityFeature feature, Class<?> implementation, @Nullable SEIModel contract) {
        var restricted = new HashMap<Method, Set<String>>();
        Optional<Method> provider = Optional.empty();
        if (contract == null) {
            Method invoke = invoke(implementation);
            RoleAnnotations.allowed(invoke, implementation, List.of())
                    .ifPresent(allowed -> restricted.put(invoke, allowed));
            provider = Optional.of(invoke);
        } else {
            Class<?> endpointInterface = endpointInterface(implementation);
            for (JavaMethod operation : contract.getJavaMethods()) {
                Method declared = operation.getSEIMethod();
                RoleAnnotations.allowed(
                                operation.getMethod(),
                                implementation,
                                List.of(declared, declared.getDeclaringClass(), endpointInterface))
                        .ifPresent(allowed -> restricted.put(operation.getMethod(), allowed));
            }
        }
        requireRoles(feature, restricted);
        return new CallAuthorization(feature.roles(), restricted, provider);
    }

    /**
     * Returns the method of a provider that is called, of those that its class and the compiler make of it.
     *
     * @throws MessageSecurityException if there is none, or others with the same name and number of parameters may be called by others
     */
    private static Method invoke(Class<?> provider) {
        int parameters = Provider.class.isAssignableFrom(provider) ? 1 : ASYNC_PARAMETERS;
        List<Method> found = Arrays.stream(provider.getMethods())
                .filter(method -> method.getName().equals("invoke") && method.getParameterCount() == parameters)
                .toList();
        long different = found.stream()
                .map(method -> RoleAnnotations.allowed(method, provider, List.of()))
                .distinct()
                .count();
        if (different != 1) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "'" + provider.getName() + "' has " + found.size() + " methods 'invoke' with " + different
                            + " different annotations of who may call them (expected one method, or the same annotations)."
                            + " Rename those that are not the provider's.");
        }
        return found.get(0);
    }

    /** Returns the interface whose operations the endpoint has; the endpoint's own class if it names none. */
    private static Class<?> endpointInterface(Class<?> implementation) {
        WebService named = implementation.getAnnotation(WebService.class);
        if (named == null || named.endpointInterface().isEmpty()) {
            return implementation;
        }
        try {
            return Class.forName(named.endpointInterface(), false, implementation.getClassLoader());
        } catch (ClassNotFoundException elsewhere) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The endpointInterface '" + named.endpointInterface() + "' of '" + implementation.getName()
                            + "' cannot be loaded by the class loader of that class (expected that it can), so who may call its operations is not known."
                            + " Put both into the same place.",
                    elsewhere);
        }
    }

    private static void requireRoles(MessageSecurityFeature feature, Map<Method, Set<String>> restricted) {
        var needed = new TreeSet<String>();
        restricted.values().forEach(needed::addAll);
        if (!needed.isEmpty() && feature.roles().isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Operations of the endpoint are for the roles " + needed
                            + " (@RolesAllowed), and nothing gives callers roles (expected a mapping). Set service-authorization.roles-file, or"
                            + " call MessageSecurityFeature.withRoles.");
        }
    }

    /**
     * Requires that a caller may call the operation of its message.
     *
     * @param packet with the verified message
     * @throws MessageSecurityException with {@link SecurityFault#ACCESS_DENIED}
     */
    void require(Packet packet, RolesOfCaller caller) {
        if (restricted.isEmpty()) {
            return;
        }
        Optional<Method> called = provider.or(() -> method(packet));
        // An operation that is not found is no reason to let a call pass.
        Set<String> allowed = called.isEmpty() ? Set.of() : restricted.get(called.get());
        if (allowed != null && Collections.disjoint(allowed, caller.roles())) {
            throw new MessageSecurityException(
                    SecurityFault.ACCESS_DENIED,
                    "'" + caller.caller() + "' has the roles " + new TreeSet<>(caller.roles()) + " and may not call '"
                            + called.map(Method::getName).orElse("an unknown operation") + "' (expected one of "
                            + new TreeSet<>(allowed)
                            + "). Give the caller one of them, in the file of service-authorization.roles-file or by"
                            + " MessageSecurityFeature.withRoles, if it may do that.");
        }
    }

    /** Returns the method that the RI will call: it decides once for each packet. */
    private static Optional<Method> method(Packet packet) {
        @Nullable WSDLOperationMapping operation = packet.getWSDLOperationMapping();
        return Optional.ofNullable(operation)
                .map(WSDLOperationMapping::getJavaMethod)
                .map(JavaMethod::getMethod);
    }
}
