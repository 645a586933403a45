// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import static java.util.Objects.requireNonNull;

import dev.wshttp.it.container.DockerEngine;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.testing.Certificates;
import java.net.URI;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * A calculator service for a test class. With {@code -Dlong.tests=true} it runs in a container where there is Docker. Otherwise a service with the standard settings
 * runs as a user would run it, as a jar in a JVM of its own, and services with other settings share one JVM. Classes that want the same settings share one service,
 * which ends with the last test; so a test must not depend on what the service has seen before.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final CalculatorServiceExtension SERVICE = CalculatorServiceExtension.standard();
 * }</pre>
 */
public final class CalculatorServiceExtension implements BeforeAllCallback {
    // A container costs several times what a JVM costs; its image has tests of its own.
    private static final boolean LONG = Boolean.getBoolean("long.tests");
    private static final Namespace SHARED = Namespace.create(CalculatorServiceExtension.class);

    private final Mode mode;
    private final UnaryOperator<ServiceSetup> change;
    private @Nullable Store shared;

    private CalculatorServiceExtension(Mode mode, UnaryOperator<ServiceSetup> change, @Nullable Store shared) {
        this.mode = mode;
        this.change = change;
        this.shared = shared;
    }

    /** Returns a service in direct mode, with the good certificate and WCF's defaults. */
    public static CalculatorServiceExtension standard() {
        return with(setup -> setup);
    }

    /** Returns a service with other settings. */
    public static CalculatorServiceExtension with(UnaryOperator<ServiceSetup> change) {
        return new CalculatorServiceExtension(Mode.DIRECT, change, null);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = context.getRoot().getStore(SHARED);
    }

    /** Returns the same service in another mode; it starts when it is first asked for. */
    public CalculatorServiceExtension in(Mode other) {
        return new CalculatorServiceExtension(other, change, requireNonNull(shared));
    }

    public Mode mode() {
        return mode;
    }

    /**
     * Starts one more service, which belongs to the caller, in this mode and with this certificate folder, in the JVM that all such services share. Its log is that of
     * the JVM.
     */
    public RunningService startBesideOthers(UnaryOperator<ServiceSetup> otherChange) {
        return pool().start(otherChange.apply(ServiceSetup.standard(mode)), certificates());
    }

    /** Starts one more service, which belongs to the caller, in this mode and with this certificate folder, in a JVM of its own. */
    public ServiceProcess start(UnaryOperator<ServiceSetup> otherChange) {
        return ServiceJvm.start(Jars.SERVICE.program(), otherChange.apply(ServiceSetup.standard(mode)), certificates());
    }

    private RunningService service() {
        ServiceSetup setup = change.apply(ServiceSetup.standard(mode));
        Function<ServiceSetup, RunningService> start = howToStart(setup);
        return requireNonNull(shared).computeIfAbsent(setup, start, RunningService.class);
    }

    // The store ends first what started last, so the pool has to be there before its services.
    private Function<ServiceSetup, RunningService> howToStart(ServiceSetup setup) {
        if (LONG && DockerEngine.ofThisMachine().isThere()) {
            return any -> ServiceInContainer.start(any, certificates());
        }
        if (setup.equals(ServiceSetup.standard(mode))) {
            return standard -> ServiceJvm.start(Jars.SERVICE.program(), standard, certificates());
        }
        ServicePool pool = pool();
        return other -> pool.start(other, certificates());
    }

    private ServicePool pool() {
        return requireNonNull(shared).computeIfAbsent(ServicePool.class, key -> new ServicePool(), ServicePool.class);
    }

    /** Returns what messages are for. */
    public URI address() {
        return service().address();
    }

    /** Returns where to connect to. */
    public URI via() {
        return service().via();
    }

    public ServiceLog log() {
        return service().log();
    }

    public Certificates certificates() {
        return requireNonNull(shared)
                .computeIfAbsent(Certificates.class, key -> AllCertificates.create(), Certificates.class);
    }

    /** Returns a client in the service's mode with the good credential, which expects the good service. */
    public ClientSetup client() {
        return ClientSetup.standard(certificates().pki(), mode);
    }

    /** Returns a peer that speaks to the service without any security code. */
    public WirePeer wire() {
        return new WirePeer(via());
    }

    /** Returns a new, valid request to add two numbers that the service has not seen yet. */
    public Envelope request() {
        return request(client());
    }

    /** Returns a new request of this client that the service has not seen yet. */
    public Envelope request(ClientSetup client) {
        return RequestCapture.of(client, via(), address());
    }

    /** Returns a new request of this client, the first that has security; the service has not seen it yet. */
    public Envelope firstSecuredRequest(ClientSetup client) {
        return RequestCapture.ofFirstSecured(client, via(), address());
    }
}
