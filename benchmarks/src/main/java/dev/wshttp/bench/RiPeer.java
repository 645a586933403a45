// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.interop.Peer;
import dev.wshttp.interop.PeerCalculator;
import dev.wshttp.interop.PeerProgram;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.WsHttpBinding;
import jakarta.xml.ws.Binding;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.handler.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Runs the JAX-WS RI on the HTTP server of the JDK: without security, without it but with messages as long as secured ones, or with the feature of this library. */
public final class RiPeer implements Peer {
    /** The first word of the command line for the RI without security. */
    static final String PLAIN = "plain";

    /** The first word of the command line for the RI without security, whose messages are as long as those of a session. */
    static final String LONG = "long";

    /** The first word of the command line for the RI with our security. */
    static final String SECURED = "secured";

    private static final int THREADS = 16;
    static final int MOST_PORTS_PER_SECOND = 10_000;

    private final Security security;

    private RiPeer(Security security) {
        this.security = security;
    }

    /** Returns the RI with our security. */
    static Peer secured() {
        return new RiPeer(Security.OURS);
    }

    /** Takes {@link #PLAIN}, {@link #LONG} or {@link #SECURED}, then the command line of {@link PeerProgram}. */
    public static void main(String... arguments) {
        // Without this the server waits 40 ms for the acknowledgement of the first part of a reply.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var security = switch (arguments[0]) {
            case PLAIN -> Security.NONE;
            case LONG -> Security.NONE_LONG;
            case SECURED -> Security.OURS;
            default ->
                throw new IllegalArgumentException("The first word is '" + arguments[0] + "' (expected '" + PLAIN
                        + "', '" + LONG + "' or '" + SECURED + "').");
        };
        System.exit(PeerProgram.run(new RiPeer(security), Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    @Override
    public RunningService serve(Mode mode, CredentialFolder folder) {
        var endpoint = Endpoint.create(new PeerCalculator(RiPeer::caller), security.ofService(mode, folder));
        security.prepare(endpoint.getBinding(), LongMessages.OF_ANSWERS);
        HttpServer server = onFreePort();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        server.setExecutor(threads);
        endpoint.publish(server.createContext("/Calculator"));
        server.start();
        return new RunningService(
                URI.create("http://localhost:" + server.getAddress().getPort() + "/Calculator"), () -> {
                    endpoint.stop();
                    server.stop(0);
                    threads.shutdown();
                });
    }

    @Override
    public Supplier<Calculator> ports(Mode mode, CredentialFolder folder, URI address) {
        var service = new CalculatorService();
        var features = security.ofClient(mode, folder);
        return () -> {
            var calculator = service.getCalculatorPort(features);
            var port = (BindingProvider) calculator;
            port.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address.toString());
            security.prepare(port.getBinding(), LongMessages.OF_REQUESTS);
            return calculator;
        };
    }

    private static String caller(WebServiceContext context) {
        var caller = context.getUserPrincipal();
        return caller == null ? "" : caller.getName();
    }

    private static HttpServer onFreePort() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private enum Security {
        NONE {
            @Override
            WebServiceFeature[] ofService(Mode mode, CredentialFolder folder) {
                return new WebServiceFeature[0];
            }

            @Override
            WebServiceFeature[] ofClient(Mode mode, CredentialFolder folder) {
                return new WebServiceFeature[0];
            }
        },
        NONE_LONG {
            @Override
            WebServiceFeature[] ofService(Mode mode, CredentialFolder folder) {
                return NONE.ofService(mode, folder);
            }

            @Override
            WebServiceFeature[] ofClient(Mode mode, CredentialFolder folder) {
                return NONE.ofClient(mode, folder);
            }

            @Override
            @SuppressWarnings("rawtypes") // JAX-WS has it so
            void prepare(Binding binding, Handler<?> lengthen) {
                binding.setHandlerChain(List.<Handler>of(lengthen));
            }
        },
        OURS {
            @Override
            WebServiceFeature[] ofService(Mode mode, CredentialFolder folder) {
                var credentials = BenchmarkCredentials.ofService(folder);
                return features(MessageSecurityFeature.forService(binding(mode), credentials));
            }

            @Override
            WebServiceFeature[] ofClient(Mode mode, CredentialFolder folder) {
                var own = BenchmarkCredentials.ofClient(folder);
                var credentials = mode.isNegotiated()
                        ? own
                        : own.withServiceCertificate(folder.path().resolve("service.pem"));
                return features(MessageSecurityFeature.forClient(
                        binding(mode), credentials, BenchmarkCredentials.SERVICE_IDENTITY));
            }
        };

        abstract WebServiceFeature[] ofService(Mode mode, CredentialFolder folder);

        abstract WebServiceFeature[] ofClient(Mode mode, CredentialFolder folder);

        /**
         * Prepares an endpoint or a port.
         *
         * @param lengthen makes what it sends as long as a message of a session
         */
        void prepare(Binding binding, Handler<?> lengthen) {
            // The messages of all but one are as long as they are.
        }

        private static WebServiceFeature[] features(WebServiceFeature feature) {
            return List.of(feature).toArray(WebServiceFeature[]::new);
        }

        private static WsHttpBinding binding(Mode mode) {
            return WsHttpBinding.builder()
                    .negotiateServiceCredential(mode.isNegotiated())
                    .establishSecurityContext(mode.isSession())
                    // Every port negotiates or opens a session, and all come from one address.
                    .negotiationSettings(NegotiationSettings.builder()
                            .maxPerSecond(MOST_PORTS_PER_SECOND)
                            .maxPerSecondPerAddress(MOST_PORTS_PER_SECOND)
                            .build())
                    .build();
        }
    }
}
