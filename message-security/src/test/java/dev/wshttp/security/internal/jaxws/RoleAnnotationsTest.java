// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.MessageSecurityException;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleAnnotationsTest {
    private static final Optional<Set<String>> MANAGERS = Optional.of(Set.of("manager"));

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfHiddenClass.class,
                OfHiddenMethod.class,
                OfGeneric.class,
                Inherits.class,
                Overrides.class,
            })
    void findsTheAnnotationWhereverTheCompilerPutsTheMethod(Class<?> endpoint) throws ReflectiveOperationException {
        for (Method operation : endpoint.getMethods()) {
            if (operation.getName().equals("operation")) {
                assertThat(RoleAnnotations.allowed(operation, endpoint, List.of()))
                        .as(operation.toString())
                        .isEqualTo(MANAGERS);
            }
        }
    }

    @Test
    void countsTheContractLast() throws ReflectiveOperationException {
        Method operation = Plain.class.getMethod("operation", String.class);

        assertThat(RoleAnnotations.allowed(operation, Plain.class, List.of())).isEmpty();
        assertThat(RoleAnnotations.allowed(operation, Plain.class, List.of(Closed.class)))
                .contains(Set.of());
        assertThat(RoleAnnotations.allowed(
                        Open.class.getMethod("operation", String.class), Open.class, List.of(Closed.class)))
                .isEmpty();
    }

    @Test
    void refusesAnAnnotationThatAnotherClassLoaderDefines() throws ReflectiveOperationException {
        var elsewhere = new OtherLoader();
        Class<?> endpoint = elsewhere.loadClass(Overrides.class.getName());
        Method operation = endpoint.getMethod("operation", String.class);

        assertThatThrownBy(() -> RoleAnnotations.allowed(operation, endpoint, List.of()))
                .isInstanceOf(MessageSecurityException.class)
                .hasMessageContaining("so it would protect nothing");
    }

    /** Is not public, so the compiler adds a bridge to the public class. */
    @RolesAllowed("manager")
    abstract static class HiddenClass {
        public String operation(String text) {
            return text;
        }
    }

    public static class OfHiddenClass extends HiddenClass {}

    abstract static class HiddenMethod {
        @RolesAllowed("manager")
        public String operation(String text) {
            return text;
        }
    }

    public static class OfHiddenMethod extends HiddenMethod {}

    interface Generic<T> {
        T operation(T text);
    }

    @RolesAllowed("manager")
    public static class OfGeneric implements Generic<String> {
        @Override
        public String operation(String text) {
            return text;
        }
    }

    public static class Plain {
        public String operation(String text) {
            return text;
        }
    }

    @RolesAllowed("manager")
    public static class Inherits extends Plain {}

    @RolesAllowed("clerk")
    public static class Overrides extends Plain {
        @Override
        @RolesAllowed("manager")
        public String operation(String text) {
            return text;
        }
    }

    @PermitAll
    public static class Open extends Plain {}

    @DenyAll
    interface Closed {}

    /** Defines the annotations and the endpoint anew, as a container does whose applications bring their own libraries. */
    private static final class OtherLoader extends ClassLoader {
        private OtherLoader() {
            super(RoleAnnotationsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean isOwn = name.startsWith("jakarta.annotation.security.")
                    || name.startsWith(RoleAnnotationsTest.class.getName());
            if (!isOwn) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream octets = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] all = octets.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
