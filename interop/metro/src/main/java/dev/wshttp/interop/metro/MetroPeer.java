// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import com.sun.net.httpserver.HttpServer;
import com.sun.xml.wss.SubjectAccessor;
import com.sun.xml.wss.XWSSecurityException;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.interop.Peer;
import dev.wshttp.interop.PeerCalculator;
import dev.wshttp.interop.PeerProgram;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import javax.xml.transform.stream.StreamSource;

/** Eclipse Metro, on the HTTP server of the JDK. */
public final class MetroPeer implements Peer {
    private static final int THREADS = 16;

    /** The command line: see {@link PeerProgram}. */
    public static void main(String... arguments) {
        // Without it the server waits 40 ms for the acknowledgement of the first part of a reply.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.exit(PeerProgram.run(new MetroPeer(), arguments));
    }

    @Override
    public RunningService serve(Mode mode, CredentialFolder folder) {
        var endpoint = Endpoint.create(new PeerCalculator(MetroPeer::caller));
        endpoint.setMetadata(List.of(new StreamSource(wsdl(mode, folder).toUri().toString())));
        endpoint.setProperties(Map.of(
                Endpoint.WSDL_SERVICE, CalculatorNames.SERVICE,
                Endpoint.WSDL_PORT, CalculatorNames.PORT));
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
        try {
            MetroPolicy.useClientStores(folder);
            var service = Service.create(new URL(address + "?wsdl"), CalculatorNames.SERVICE);
            return () -> service.getPort(CalculatorNames.PORT, Calculator.class);
        } catch (MalformedURLException noAddress) {
            throw new IllegalArgumentException(noAddress);
        }
    }

    private static Path wsdl(Mode mode, CredentialFolder folder) {
        String name = "metro-service-" + mode.argument() + ".wsdl";
        return MetroPolicy.ofService(mode, folder).writeTo(folder.path().resolve(name));
    }

    /** Metro leaves the principal of JAX-WS to the HTTP server, and has the owner of the endorsing signature here. */
    private static String caller(WebServiceContext context) {
        try {
            var names = SubjectAccessor.getRequesterSubject(context).getPrincipals(X500Principal.class);
            return names.stream().map(X500Principal::getName).collect(Collectors.joining("; "));
        } catch (XWSSecurityException unknown) {
            throw new IllegalStateException(unknown);
        }
    }

    private static HttpServer onFreePort() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}
