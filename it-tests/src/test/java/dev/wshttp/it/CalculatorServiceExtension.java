// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static java.util.Objects.requireNonNull;

import dev.wshttp.it.container.DockerEngine;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A calculator service for a test class, run as a user would run it: in a container, or in a JVM of its own where there is no Docker. Classes that want the same settings share one service, which ends
 * with the last test; so a test must not depend on what the service has seen before.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final CalculatorServiceExtension SERVICE = CalculatorServiceExtension.standard();
 * }</pre>
 */
final class CalculatorServiceExtension implements BeforeAllCallback {
    private static final Namespace SHARED = Namespace.create(CalculatorServiceExtension.class);

    private final ServiceSetup setup;
    private @Nullable Certificates certificates;
    private @Nullable ServiceProcess service;

    private CalculatorServiceExtension(ServiceSetup setup) {
        this.setup = setup;
    }

    /** A service with the good certificate and WCF's defaults. */
    static CalculatorServiceExtension standard() {
        return with(setup -> setup);
    }

    /** A service with other settings. */
    static CalculatorServiceExtension with(UnaryOperator<ServiceSetup> change) {
        return new CalculatorServiceExtension(change.apply(ServiceSetup.standard()));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var shared = context.getRoot().getStore(SHARED);
        Certificates made =
                shared.computeIfAbsent(Certificates.class, key -> Certificates.create(), Certificates.class);
        certificates = made;
        service = shared.computeIfAbsent(setup, key -> start(setup, made), ServiceProcess.class);
    }

    /** Starts one more service, which belongs to the caller, with this certificate folder. */
    ServiceProcess start(UnaryOperator<ServiceSetup> change) {
        return start(change.apply(ServiceSetup.standard()), certificates());
    }

    /** What messages are for. */
    URI address() {
        return requireNonNull(service).address();
    }

    /** Where to connect to. */
    URI via() {
        return requireNonNull(service).via();
    }

    ServiceLog log() {
        return requireNonNull(service).log();
    }

    Certificates certificates() {
        return requireNonNull(certificates);
    }

    /** A client with the good credential that expects the good service. */
    ClientSetup client() {
        return ClientSetup.standard(certificates().pki());
    }

    /** A peer that speaks to the service without any security code. */
    WirePeer wire() {
        return new WirePeer(via());
    }

    /** A new, valid request to add two numbers that the service has not seen yet. */
    Envelope request() {
        return request(client());
    }

    /** A new request of this client that the service has not seen yet. */
    Envelope request(ClientSetup client) {
        return RequestCapture.of(client, address());
    }

    private static ServiceProcess start(ServiceSetup setup, Certificates certificates) {
        return DockerEngine.ofThisMachine().isThere()
                ? ServiceInContainer.start(setup, certificates)
                : ServiceJvm.start(setup, certificates);
    }
}
