// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.security.MessageSecurityFeature;
import jakarta.jws.WebService;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.spi.Invoker;
import jakarta.xml.ws.spi.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * The class or interface with {@code @WebService} that says the operations of a service.
 *
 * @param type has the annotation itself
 */
record Contract(Class<?> type) {
    private static final String PROXY_OF_A_TEST = "; a mock is one of an interface or a class with it";

    /**
     * Returns the contract of an implementation: its class, or what that extends or implements.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Contract of(Object implementation) {
        return ancestors(implementation.getClass())
                .filter(Contract::isAnnotated)
                .findFirst()
                .map(Contract::new)
                .orElseThrow(() -> new IllegalArgumentException("'"
                        + implementation.getClass().getName()
                        + "' has no contract (expected @WebService on its class, or on a class or interface above it"
                        + PROXY_OF_A_TEST
                        + "). Add the annotation, or give an implementation of the right interface."));
    }

    private static boolean isAnnotated(Class<?> type) {
        return type.isAnnotationPresent(WebService.class) || type.isAnnotationPresent(WebServiceProvider.class);
    }

    /** Returns a class and its superclasses, then all their interfaces. */
    private static Stream<Class<?>> ancestors(Class<?> type) {
        List<Class<?>> classes = Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
                .toList();
        return Stream.concat(classes.stream(), classes.stream().flatMap(Contract::interfaces));
    }

    private static Stream<Class<?>> interfaces(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).flatMap(each -> Stream.concat(Stream.of(each), interfaces(each)));
    }

    /** Returns an endpoint of SOAP 1.2 that is not published yet. */
    Endpoint endpoint(Object implementation, MessageSecurityFeature security) {
        return implementation.getClass() == type
                ? Endpoint.create(SOAPBinding.SOAP12HTTP_BINDING, implementation, security)
                : endpoint(new Calling(implementation), security);
    }

    private Endpoint endpoint(Invoker invoker, MessageSecurityFeature security) {
        Endpoint endpoint = Provider.provider().createEndpoint(SOAPBinding.SOAP12HTTP_BINDING, type, invoker, security);
        if (type.isInterface()) {
            endpoint.setProperties(Map.of(Endpoint.WSDL_SERVICE, service(), Endpoint.WSDL_PORT, port()));
        }
        return endpoint;
    }

    /**
     * Returns a port for an interface. JAX-WS makes ports of a WSDL only, so an endpoint of the interface tells its own, and ends again.
     *
     * @param ofService secures that endpoint
     * @throws IllegalArgumentException if the type is no interface
     */
    <T> T port(Class<T> contract, MessageSecurityFeature ofService, MessageSecurityFeature ofClient) {
        if (!type.isInterface() || !type.isAnnotationPresent(WebService.class)) {
            throw new IllegalArgumentException("'" + type.getName() + "' is no "
                    + (type.isInterface() ? "contract" : "interface")
                    + " (expected the service endpoint interface, which has @WebService itself). Give that interface.");
        }
        try (var described = new PublishedEndpoint(() -> endpoint(new Calling(this), ofService))) {
            described.publish();
            URI wsdl = URI.create(described.address() + "?wsdl");
            return Service.create(wsdl.toURL(), service()).getPort(port(), contract, ofClient);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private QName service() {
        return new QName(namespace(), "TestService");
    }

    private QName port() {
        return new QName(namespace(), "TestPort");
    }

    /** Returns the target namespace, which is made of the package unless it is set (Jakarta XML Web Services 4.0, section 3.2). */
    private String namespace() {
        String set = type.getAnnotation(WebService.class).targetNamespace();
        if (!set.isEmpty()) {
            return set;
        }
        List<String> names = Arrays.asList(type.getPackageName().split("\\."));
        Collections.reverse(names);
        return "http://" + String.join(".", names) + "/";
    }

    /** Calls an object that JAX-WS does not know itself. */
    private static final class Calling extends Invoker {
        private final Object implementation;

        Calling(Object implementation) {
            this.implementation = implementation;
        }

        @Override
        public void inject(WebServiceContext context) {}

        @Override
        public Object invoke(Method method, Object... arguments)
                throws IllegalAccessException, InvocationTargetException {
            // The interface need not be public.
            method.trySetAccessible();
            return method.invoke(implementation, arguments);
        }
    }
}
