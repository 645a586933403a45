// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.context.CallerRoles;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An extension of JUnit with partners for the side that a project tests: fresh certificates, a service for its client, a client for its service.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final WsHttpTest WS = WsHttpTest.create();
 *
 * @Test
 * void ordersAreEncrypted() {
 *     TestService service = WS.service(new OrdersStub());
 *     new Shop(WS.clientSettings(service.address())).order("apple");
 *
 *     assertThat(service.messages().get(0).texts("urn:orders", "article")).containsExactly("apple");
 *     assertThat(service.wire()).noneMatch(seen -> seen.request().text().contains(">apple<"));
 * }
 * }</pre>
 *
 * <p>In a static field, services, clients and certificates live as long as the tests of the class and of the classes nested in it, otherwise as long as one test. Safe for use by several threads.
 */
public final class WsHttpTest implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final Partners partners;
    private final ConcurrentLinkedDeque<Runnable> endings = new ConcurrentLinkedDeque<>();
    // JUnit tells of a class and of each nested one in it.
    private final Set<String> classes = ConcurrentHashMap.newKeySet();

    private WsHttpTest(Partners partners) {
        this.partners = partners;
        // The JDK's server reads this once; without it each small answer takes 40 ms longer.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
    }

    /** Returns partners with WCF's default binding: a negotiation, then a session. */
    public static WsHttpTest create() {
        return with(WsHttpBinding.builder().build());
    }

    /** Returns partners with this binding, which is that of the tested side. */
    public static WsHttpTest with(WsHttpBinding binding) {
        return new WsHttpTest(new Partners(requireNonNull(binding, "binding"), Optional.empty(), Optional.empty()));
    }

    /** Returns partners with these protection levels of the contract; without them those of its annotations apply. */
    public WsHttpTest withProtection(ProtectionRequirements requirements) {
        return new WsHttpTest(partners.with(requirements));
    }

    /** Returns partners of which the services give these roles, as an implementation with {@code @RolesAllowed} needs them. */
    public WsHttpTest withRoles(CallerRoles roles) {
        return new WsHttpTest(partners.with(roles));
    }

    /** Returns the certificates of both sides. */
    public Certificates certificates() {
        return partners.certificates();
    }

    /**
     * Starts a service.
     *
     * @param implementation has a class with {@code @WebService}, or is any object, such as a mock, that implements an interface with it
     * @throws IllegalArgumentException if it has no contract
     */
    public TestService service(Object implementation) {
        return start(implementation, Optional.empty());
    }

    /**
     * Starts a service that does one thing wrong.
     *
     * @param implementation as of {@link #service(Object)}
     * @throws IllegalArgumentException if it has no contract, or the binding has no session that could be refused
     */
    public TestService service(Object implementation, Misbehaviour way) {
        if (way == Misbehaviour.REFUSED_SESSION && !partners.binding().establishSecurityContext()) {
            throw new IllegalArgumentException(
                    "The binding has no session that could be refused (expected establishSecurityContext 'true').");
        }
        return start(implementation, Optional.of(way));
    }

    private TestService start(Object implementation, Optional<Misbehaviour> way) {
        var service = new TestService(implementation, address -> partners.service(address, way), way);
        endings.push(service::close);
        return service;
    }

    /**
     * Makes a client.
     *
     * @param contract the service endpoint interface
     * @param address where the service is, and what messages for it say
     */
    public <T> TestClient<T> client(Class<T> contract, URI address) {
        return connect(contract, address, address, Optional.empty());
    }

    /**
     * Makes a client of a service that is reached at another address than its own, such as one in a container.
     *
     * @param contract the service endpoint interface
     * @param address what messages for the service say
     * @param via where to connect to (WCF: {@code clientVia})
     */
    public <T> TestClient<T> client(Class<T> contract, URI address, URI via) {
        return connect(contract, address, via, Optional.empty());
    }

    /**
     * Makes a client that does one thing wrong.
     *
     * @param contract the service endpoint interface
     * @param address as of {@link #client(Class, URI)}
     * @throws IllegalArgumentException if only a service can do it
     */
    public <T> TestClient<T> client(Class<T> contract, URI address, Misbehaviour way) {
        return client(contract, address, address, way);
    }

    /**
     * Makes a client that does one thing wrong, of a service that is reached at another address than its own.
     *
     * @param contract the service endpoint interface
     * @param address as of {@link #client(Class, URI, URI)}
     * @param via as of {@link #client(Class, URI, URI)}
     * @throws IllegalArgumentException if only a service can do it
     */
    public <T> TestClient<T> client(Class<T> contract, URI address, URI via, Misbehaviour way) {
        if (way.isOfServicesOnly()) {
            throw new IllegalArgumentException(
                    "A client cannot do '" + way + "' (expected what its description does not keep for services).");
        }
        return connect(contract, address, via, Optional.of(way));
    }

    private <T> TestClient<T> connect(Class<T> contract, URI address, URI via, Optional<Misbehaviour> way) {
        var client = new TestClient<T>(
                () -> new Contract(contract)
                        .port(contract, partners.service(address, Optional.empty()), partners.client(address, way)),
                via,
                way);
        endings.push(client::close);
        return client;
    }

    /** Returns what secures the port of the tested client, for code that takes it. */
    public MessageSecurityFeature clientFeature(URI address) {
        return partners.client(address, Optional.empty());
    }

    /** Returns what secures the endpoint of the tested service, for code that takes it. */
    public MessageSecurityFeature serviceFeature(URI address) {
        return partners.service(address, Optional.empty());
    }

    /** Returns the settings of the tested client, such as {@code ConfiguredClient.from("test", ...)} takes: address, mode, suite, encodings and files. */
    public Map<String, String> clientSettings(URI address) {
        return partners.clientSettings(address);
    }

    /** Returns the settings of the tested service, such as {@code ConfiguredService.from("test", ...)} takes: address, mode, suite, encodings and files. */
    public Map<String, String> serviceSettings(URI address) {
        return partners.serviceSettings(address);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        classes.add(context.getUniqueId());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes.isEmpty()) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        classes.remove(context.getUniqueId());
        if (classes.isEmpty()) {
            close();
        }
    }

    /**
     * Ends services and clients, and removes certificates. JUnit has it done after the tests; code that uses this object without JUnit calls it. All is
     * ended even if one of them cannot be; then the first reason is thrown, with the others among its suppressed ones.
     */
    @Override
    public void close() {
        endings.add(partners::close);
        var failures = new ArrayDeque<RuntimeException>();
        for (Runnable ending = endings.poll(); ending != null; ending = endings.poll()) {
            try {
                ending.run();
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.remove();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
