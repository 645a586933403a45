// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.namespace.QName;

/** A small service with its contract, and a server that keeps what it was sent. */
final class EchoDesk implements AutoCloseable {
    static final String NAMESPACE = "urn:test:echo";
    static final QName SERVICE = new QName(NAMESPACE, "EchoService");
    static final QName PORT = new QName(NAMESPACE, "EchoPort");
    static final String ACTION = NAMESPACE + "/Echo/echoRequest";
    /** What a test says, and the network must not hear. */
    static final String SECRET = "attack at dawn";

    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();

    private final PkiCredentials credentials;
    private final HttpServer server = LoopbackServer.create();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Endpoint> endpoints = new ArrayList<>();

    EchoDesk(TestPki pki) {
        credentials = new PkiCredentials(pki);
        server.start();
    }

    MessageSecurityFeature clientFeature() {
        return MessageSecurityFeature.forClient(BINDING, credentials.client(), Sides.CONTOSO);
    }

    MessageSecurityFeature serviceFeature() {
        return MessageSecurityFeature.forService(BINDING, credentials.service());
    }

    /** Publishes an endpoint at a path of its own. */
    Endpoint publish(String path, Endpoint endpoint) {
        endpoints.add(endpoint);
        endpoint.publish(context(path));
        return endpoint;
    }

    /** A place on the server, where requests are kept. */
    HttpContext context(String path) {
        HttpContext context = server.createContext(path);
        context.getFilters().add(new Tap());
        return context;
    }

    String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** The client's half of the contract, from the WSDL at a path. */
    Service service(String path) {
        try {
            return Service.create(URI.create(address(path + "?wsdl")).toURL(), SERVICE);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The bodies of all requests that had one. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        endpoints.forEach(Endpoint::stop);
        server.stop(0);
    }

    private final class Tap extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (body.length > 0) {
                requests.add(new String(body, UTF_8));
            }
            exchange.setStreams(new ByteArrayInputStream(body), null);
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "keeps requests";
        }
    }

    /** The contract. */
    @WebService(name = "Echo", targetNamespace = NAMESPACE)
    public interface Echo {
        /** Says it again. */
        @WebMethod(action = ACTION)
        String echo(@WebParam(name = "text") String text);
    }

    /** The service. */
    @WebService(
            serviceName = "EchoService",
            portName = "EchoPort",
            targetNamespace = NAMESPACE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.EchoDesk$Echo")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class EchoEndpoint implements Echo {
        @Override
        public String echo(String text) {
            return text;
        }
    }
}
