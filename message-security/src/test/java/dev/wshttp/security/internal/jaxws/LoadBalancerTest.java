// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.xml.ws.developer.HttpConfigFeature;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port of WCF's default mode, used by several threads, whose service has two instances behind a load balancer. */
@Timeout(120)
class LoadBalancerTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final WsHttpBinding BINDING = WsHttpBinding.builder().build();
    private static final int THREADS = 4;
    private static final int CALLS = 5;

    private final EchoDesk desk = new EchoDesk(PKI);
    private final LoadBalancer balancer = new LoadBalancer();
    private final EchoDesk.Echo port = port();

    private EchoDesk.Echo port() {
        var addresses = new ArrayList<URI>();
        for (String path : List.of("/One", "/Other")) {
            desk.publish(
                    path,
                    Endpoint.create(
                            new EchoDesk.EchoEndpoint(),
                            MessageSecurityFeature.forService(BINDING, CREDENTIALS.service())
                                    .withAddress(URI.create(balancer.address()))));
            addresses.add(URI.create(desk.address(path)));
        }
        balancer.over(addresses);
        return desk.service("/One")
                .getPort(
                        EchoDesk.PORT,
                        EchoDesk.Echo.class,
                        MessageSecurityFeature.forClient(BINDING, CREDENTIALS.client(), Sides.CONTOSO),
                        new HttpConfigFeature());
    }

    @BeforeEach
    void setAddress() {
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, balancer.address());
    }

    @AfterEach
    void stop() throws IOException {
        ((Closeable) port).close();
        balancer.close();
        desk.close();
    }

    @Test
    void staysWithOneInstanceWherePortAndThreadsKeepTheCookie() throws Exception {
        ((BindingProvider) port).getRequestContext().put(BindingProvider.SESSION_MAINTAIN_PROPERTY, true);

        callOnAllThreads();

        assertThat(balancer.chosen()).hasSizeGreaterThan(THREADS * CALLS).containsOnly(0);
        assertThat(sessions()).isOne();
    }

    @Test
    void getsAnotherInstanceWithEachRequestWhereThePortKeepsNoCookie() {
        assertThat(refusal(() -> port.echo("Hello")))
                .hasMessageContaining("a load balancer spreads the legs over them");

        assertThat(balancer.chosen()).startsWith(0, 1);
    }

    private void callOnAllThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<String> calling = () -> {
                for (int i = 0; i < CALLS; i++) {
                    port.echo("Hello");
                }
                return "done";
            };
            for (var done : threads.invokeAll(
                    Stream.generate(() -> calling).limit(THREADS).toList())) {
                assertThat(done.get()).isEqualTo("done");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private long sessions() {
        return desk.requests().stream()
                .filter(request -> request.contains("/RST/SCT</"))
                .count();
    }
}
