// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads who may call a method from the annotations that count for it, nearest first (Jakarta Annotations 2.1, sections 2.9 to 2.12). A method that the compiler
 * adds has the annotations of the method that it calls, but stands in another class; so the class of that one counts, too.
 */
final class RoleAnnotations {
    private static final Pattern MEANT =
            Pattern.compile("(jakarta|javax)\\.annotation\\.security\\.(RolesAllowed|DenyAll|PermitAll)");
    private static final List<Class<? extends Annotation>> KNOWN =
            List.of(RolesAllowed.class, DenyAll.class, PermitAll.class);

    private RoleAnnotations() {}

    /**
     * Returns the roles that may call a method, none of which means no caller; empty if every caller may.
     *
     * @param method as the RI calls it
     * @param implementation the class of the endpoint
     * @param contract the elements of the service endpoint interface that count after those of the implementation, nearest first
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if annotations contradict each other, or are of another class loader or of
     *     {@code javax.annotation}
     */
    static Optional<Set<String>> allowed(
            Method method, Class<?> implementation, List<? extends AnnotatedElement> contract) {
        var nearestFirst = new LinkedHashSet<AnnotatedElement>();
        nearestFirst.add(method);
        for (Class<?> type = method.getDeclaringClass();
                method.isBridge() && type != null;
                type = type.getSuperclass()) {
            called(method, type).ifPresent(real -> nearestFirst.addAll(List.of(real, real.getDeclaringClass())));
        }
        nearestFirst.addAll(List.of(method.getDeclaringClass(), implementation));
        nearestFirst.addAll(contract);
        for (AnnotatedElement element : nearestFirst) {
            Annotation[] found = found(element);
            if (found.length == 1) {
                return found[0] instanceof PermitAll ? Optional.empty() : Optional.of(roles(found[0]));
            }
        }
        return Optional.empty();
    }

    /** Returns the method of a class that a bridge calls: of the same name, with parameters that fit (JLS 15.12.4.5). */
    private static Optional<Method> called(Method bridge, Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(each -> !each.isBridge() && each.getName().equals(bridge.getName()) && fits(each, bridge))
                .findFirst();
    }

    private static boolean fits(Method method, Method bridge) {
        Class<?>[] own = method.getParameterTypes();
        Class<?>[] erased = bridge.getParameterTypes();
        if (own.length != erased.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!erased[i].isAssignableFrom(own[i])) {
                return false;
            }
        }
        return true;
    }

    private static Annotation[] found(AnnotatedElement element) {
        Annotation[] meant = Arrays.stream(element.getAnnotations())
                .filter(each -> MEANT.matcher(each.annotationType().getName()).matches())
                .toArray(Annotation[]::new);
        for (Annotation each : meant) {
            if (!KNOWN.contains(each.annotationType())) {
                throw new MessageSecurityException(
                        SecurityFault.CONFIGURATION_INVALID,
                        "'" + element + "' has @" + each.annotationType().getName() + " of the class loader '"
                                + each.annotationType().getClassLoader() + "' (expected "
                                + RolesAllowed.class.getPackageName()
                                + " of the class loader '" + RolesAllowed.class.getClassLoader()
                                + "'), so it would protect nothing. Remove the other jakarta.annotation-api, or use that package.");
            }
        }
        if (meant.length > 1) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "'" + element + "' has " + meant.length
                            + " of the annotations @RolesAllowed, @PermitAll and @DenyAll (expected one). Remove the others.");
        }
        return meant;
    }

    private static Set<String> roles(Annotation annotation) {
        return annotation instanceof RolesAllowed named ? Set.of(named.value()) : Set.of();
    }
}
