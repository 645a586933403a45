// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.WSFeatureList;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.spi.Provider;
import java.security.CodeSource;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks and selects the JAX-WS provider. Only the RI acts on a {@code MessageSecurityFeature}; other providers ignore a feature that they do not
 * know, send calls in clear, and publish endpoints without security.
 */
public final class JaxWsProvider {
    private static final String NEEDED = "com.sun.xml.ws.spi.ProviderImpl";
    private static final String SERVICE = "jakarta.xml.ws.spi.Provider";
    private static final String EXPECTED = " (expected '" + NEEDED
            + "' of com.sun.xml.ws:jaxws-rt, which this library was loaded with)."
            + " Do one of these: set the system property " + SERVICE + "=" + NEEDED
            + "; put jaxws-rt before the other provider on the class path; put a file META-INF/services/" + SERVICE
            + " with the line '" + NEEDED
            + "' before both; or, where the other provider has to stay the default, make the feature and the"
            + " port or endpoint inside MessageSecurity.withReferenceImplementation.";

    private JaxWsProvider() {}

    /**
     * Requires that JAX-WS, asked by this thread, makes ports and endpoints with the RI.
     *
     * @throws MessageSecurityException with {@link SecurityFault#PROVIDER_NOT_SUPPORTED} if it does not
     */
    public static void requireReferenceImplementation() {
        Provider found = provider();
        if (!isReferenceImplementation(found)) {
            throw new MessageSecurityException(
                    SecurityFault.PROVIDER_NOT_SUPPORTED,
                    "The JAX-WS provider does not know message security, and would send calls in clear and publish endpoints open: found "
                            + described(found.getClass()) + EXPECTED);
        }
    }

    private static Provider provider() {
        try {
            return Provider.provider();
        } catch (WebServiceException unusable) {
            throw new MessageSecurityException(
                    SecurityFault.PROVIDER_NOT_SUPPORTED,
                    "No JAX-WS provider can be used: found '" + unusable.getMessage() + "'" + EXPECTED,
                    unusable);
        }
    }

    /** Returns whether the provider is the RI of the same class loader; another one does not find this library's tubes. */
    private static boolean isReferenceImplementation(Provider found) {
        try {
            return isOfReferenceImplementation(found, NEEDED);
        } catch (NoClassDefFoundError absent) {
            return false;
        }
    }

    /**
     * Returns whether an object is of a class of the RI, which this library was loaded with, or of a subclass. Compares names, as the module of the RI
     * does not export all its packages.
     */
    static boolean isOfReferenceImplementation(Object found, String className) {
        ClassLoader loader = WSFeatureList.class.getClassLoader();
        return Stream.<Class<?>>iterate(found.getClass(), Objects::nonNull, Class::getSuperclass)
                .anyMatch(type -> type.getName().equals(className) && type.getClassLoader() == loader);
    }

    /** Returns the name of a class, and the file that it comes from if that is known. */
    static String described(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return "'" + type.getName() + "'"
                + (source == null || source.getLocation() == null ? "" : " from " + source.getLocation());
    }

    /** Runs an action while JAX-WS, asked by this thread, finds the RI, whatever provider is the default. */
    public static <T> T withReferenceImplementation(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var loader = new ReferenceImplementationLoader(before)) {
            thread.setContextClassLoader(loader);
            requireReferenceImplementation();
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
