// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.xml.ws.developer.HttpConfigFeature;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.instances.InOneJvm;
import dev.wshttp.security.instances.MemoryOfOneJvm;
import dev.wshttp.security.instances.RelayOfOneJvm;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Three instances behind a balancer that gives each message to the next one, for a client that knows nothing of that. */
@Timeout(120)
@ParameterizedClass
@CsvSource({"false, false", "false, true", "true, true", "true, false"})
class SeveralInstancesOverHttpTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final List<String> PATHS = List.of("/One", "/Two", "/Three");

    private final EchoDesk desk = new EchoDesk(PKI);
    private final LoadBalancer balancer = new LoadBalancer();
    private final AesSeal seal = new AesSeal();
    private final MemoryOfOneJvm memory = new MemoryOfOneJvm(Clock.systemUTC());
    private final RelayOfOneJvm relay = new RelayOfOneJvm();

    @Parameter(0)
    private boolean negotiates;

    @Parameter(1)
    private boolean hasSessions;

    @AfterEach
    void stop() {
        balancer.close();
        desk.close();
    }

    @Test
    void callsReachAllInstances() throws IOException {
        publish(() -> InOneJvm.with(seal, memory, relay));
        EchoDesk.Echo port = port();
        for (int i = 0; i < 9; i++) {
            assertThat(port.echo("Hello " + i)).isEqualTo("Hello " + i);
        }
        ((Closeable) port).close();

        assertThat(balancer.chosen()).contains(0, 1, 2);
        assertThat(memory.ended()).hasSize((hasSessions ? 1 : 0) + (hasSessions && negotiates ? 1 : 0));
        assertThat(relay.handedOver()).isEqualTo(negotiates ? 1 : 0);
    }

    /** Its legs stay with one instance, as with a balancer that knows addresses; everything else does not. */
    @Test
    void callsReachAllInstancesWithoutASharedMemoryWhereLegsReachOne() throws IOException {
        publish(() -> new InOneJvm(seal, Optional.empty(), Optional.of(relay.instance()), OptionalLong.empty()));
        EchoDesk.Echo port = port();
        for (int i = 0; i < 9; i++) {
            assertThat(port.echo("Hello " + i)).isEqualTo("Hello " + i);
        }
        ((Closeable) port).close();

        assertThat(balancer.chosen()).contains(0, 1, 2);
    }

    @Test
    void theServiceIsTooBusyWithoutItsSharedMemory() throws IOException {
        publish(() -> InOneJvm.with(seal, memory, relay));
        EchoDesk.Echo port = port();
        port.echo("Hello");
        memory.setGone(true);
        assertThat(refusal(() -> port.echo("Hello"))).hasMessageContaining("ServerTooBusy");
        memory.setGone(false);

        assertThat(port.echo("Hello")).isEqualTo("Hello");
        ((Closeable) port).close();
    }

    private void publish(Supplier<InOneJvm> instances) {
        var addresses = new ArrayList<URI>();
        for (String path : PATHS) {
            desk.publish(
                    path,
                    Endpoint.create(
                            new EchoDesk.EchoEndpoint(),
                            MessageSecurityFeature.forService(binding(), CREDENTIALS.service())
                                    .withAddress(URI.create(balancer.address()))
                                    .withInstances(instances.get())));
            addresses.add(URI.create(desk.address(path)));
        }
        balancer.over(addresses);
    }

    private EchoDesk.Echo port() {
        EchoDesk.Echo port = desk.service(PATHS.get(0))
                .getPort(
                        EchoDesk.PORT,
                        EchoDesk.Echo.class,
                        MessageSecurityFeature.forClient(binding(), CREDENTIALS.client(), Sides.CONTOSO),
                        new HttpConfigFeature());
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, balancer.address());
        return port;
    }

    private WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build();
    }
}
