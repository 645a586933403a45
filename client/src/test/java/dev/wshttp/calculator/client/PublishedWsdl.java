// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;

/** A server that publishes WCF's WSDL of a mode, with the address and the certificate of a service of this project. */
final class PublishedWsdl implements AutoCloseable {
    private final HttpServer server;
    private final String text;

    private PublishedWsdl(HttpServer server, String text) {
        this.server = server;
        this.text = text;
    }

    static PublishedWsdl open(boolean negotiate, boolean establish, URI service, X509Certificate certificate) {
        return open(adapted(recording(negotiate, establish), service, certificate));
    }

    static PublishedWsdl open(String wsdl) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
            byte[] octets = wsdl.getBytes(StandardCharsets.UTF_8);
            server.createContext("/service", exchange -> {
                exchange.sendResponseHeaders(200, octets.length);
                exchange.getResponseBody().write(octets);
                exchange.close();
            });
            server.start();
            return new PublishedWsdl(server, wsdl);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/service?singleWsdl");
    }

    String text() {
        return text;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    static String recording(boolean negotiate, boolean establish) {
        String mode = negotiate
                ? (establish ? "3-nego-session-DEFAULT" : "4-nego-nosession")
                : (establish ? "2-nonego-session" : "1-nonego-nosession");
        try (var resource = PublishedWsdl.class.getResourceAsStream("/wcf/" + mode + ".wsdl")) {
            return new String(Objects.requireNonNull(resource, mode).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String adapted(String wsdl, URI service, X509Certificate certificate) {
        try {
            String base64 = Base64.getEncoder().encodeToString(certificate.getEncoded());
            return wsdl.replace("http://localhost:18100/ServiceModelSamples/service", service.toString())
                    .replaceFirst("<X509Certificate>[^<]*<", "<X509Certificate>" + base64 + "<");
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
