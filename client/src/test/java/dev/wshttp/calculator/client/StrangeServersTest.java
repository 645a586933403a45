// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of servers that are no calculator: proxies, gateways, logins, TLS, and services with another contract. */
class StrangeServersTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ClientFiles files;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ClientFiles.write(PKI, directory);
    }

    @ParameterizedTest
    @CsvSource({
        "302, text/html, <html>Moved, 'Location ''http://login.example/?...''', Redirections are not followed",
        "401, text/html, <html>Login, first line '<html>Login', wants another login",
        "403, text/plain, blocked, first line 'blocked', wants another login",
        "407, text/html, <html>Squid, first line '<html>Squid', A proxy wants a login",
        "502, text/html, <html><title>Bad Gateway</title>, title 'Bad Gateway', which does not reach the service",
        "503, text/plain, no upstream, first line 'no upstream', which does not reach the service",
        "415, text/plain, wrong type, first line 'wrong type', set message-encoding as the service has it",
        "405, text/plain, not allowed, first line 'not allowed', does not take the request",
        "429, text/plain, slow down, first line 'slow down', does not take the request",
        "500, text/html, <html><title>Runtime Error</title>, title 'Runtime Error', The server failed before",
        "200, text/html, <html>Please log in, first line '<html>Please log in', 'another program, such as a login'"
    })
    void eachAnswerIsToldAsWhatItIs(int status, String type, String body, String found, String meaning)
            throws IOException {
        HttpServer server = server();
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            if (status == 302) {
                exchange.getResponseHeaders().set("Location", "http://login.example/?token=SECRET");
            }
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, isHead ? -1 : octets.length);
            if (!isHead) {
                exchange.getResponseBody().write(octets);
            }
            exchange.close();
        });
        server.start();
        try {
            assertThat(doctor(at(server.getAddress().getPort()))).isEqualTo(ExitCode.CANNOT_CONNECT.number());
            assertThat(err.toString())
                    .contains(
                            "HTTP status '" + status + "'",
                            "content type '" + type + "'",
                            found,
                            meaning,
                            "[NOT_A_SERVICE]")
                    .doesNotContain("clocks");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tlsOnThePortIsNamed() throws Exception {
        try (SSLServerSocket server = tlsServer()) {
            var thread = new Thread(() -> serve(server));
            thread.setDaemon(true);
            thread.start();

            assertThat(doctor(at(server.getLocalPort()))).isEqualTo(ExitCode.CANNOT_CONNECT.number());
            assertThat(err.toString())
                    .contains("The server expects TLS at this port", "https://", "[CONNECTION_BROKEN]");
        }
    }

    @Test
    void aServerWithoutTlsIsNamedWhereTlsIsExpected() throws IOException {
        try (var server = new ServerSocket(0, 10, InetAddress.getByName("localhost"))) {
            var thread = new Thread(() -> refuse(server));
            thread.setDaemon(true);
            thread.start();

            assertThat(doctor("https://localhost:" + server.getLocalPort() + "/Calculator"))
                    .isEqualTo(ExitCode.CANNOT_CONNECT.number());
            assertThat(err.toString()).contains("If the port has no TLS, write http://", "[TLS_FAILED]");
        }
    }

    private static void refuse(ServerSocket server) {
        while (!server.isClosed()) {
            try (var client = server.accept()) {
                client.getInputStream().read();
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException ended) {
                // The next connection has another attempt.
            }
        }
    }

    @Test
    void theProxyOfTheJvmIsNamed() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new OneProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        try {
            assertThat(doctor("http://app_server01:8080/Calculator")).isEqualTo(ExitCode.CANNOT_CONNECT.number());
            assertThat(err.toString()).contains("through the proxy '", ":" + port + "'", "http.nonProxyHosts");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false"})
    void aServiceWithAnotherContractIsInOrderUpToItsContract(boolean negotiates, boolean hasSessions)
            throws IOException {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build();
        TestCredential own = PKI.service();
        var trust = CertificateTrust.chain(List.of(PKI.authorityCertificate()));
        var security = MessageSecurityFeature.forService(
                binding, ServiceCredentials.of(X509Credential.of(own.key(), own.chain()), trust));
        HttpServer server = server();
        var endpoint = Endpoint.create(
                new Kitchen(),
                security.withAddress(URI.create(at(server.getAddress().getPort()))));
        endpoint.publish(server.createContext("/Calculator"));
        server.start();
        try {
            int exitCode = run(
                    "--config",
                    files.settings().toString(),
                    "--set",
                    "message-security.address=" + at(server.getAddress().getPort()),
                    "--set",
                    "message-security.negotiate-service-credential=" + negotiates,
                    "--set",
                    "message-security.establish-security-context=" + hasSessions,
                    "--set",
                    "message-security.service-certificate.file=service.pem",
                    "doctor");

            assertThat(exitCode).as(err.toString()).isEqualTo(0);
            assertThat(out.toString())
                    .contains("negotiation and session are in order, and the doctor stops here", "another contract")
                    .doesNotContain("clocks of both machines");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aReverseProxyLeadsToAddressAndVia() throws IOException {
        try (var service = SecuredService.open(PKI, WsHttpBinding.builder().build())) {
            // The service knows itself by another path than the one that the client is given, as behind a proxy.
            String behind = service.address().toString();
            int exitCode = run(
                    "--config",
                    files.settings().toString(),
                    "--set",
                    "message-security.address=http://proxy.example.test/Public",
                    "--set",
                    "message-security.via=" + behind,
                    "doctor");

            assertThat(exitCode).isEqualTo(ExitCode.REJECTED.number());
            assertThat(err.toString())
                    .contains(
                            "'http://proxy.example.test/Public' (wsa:To)",
                            "set address to the service's own address, and via to where this client connects",
                            "[TOKEN_REQUEST_INVALID]");
        }
    }

    private int doctor(String via) {
        return run("--config", files.settings().toString(), "--set", "message-security.via=" + via, "doctor");
    }

    private int run(String... arguments) {
        var commandLine = ClientMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    private static String at(int port) {
        return "http://localhost:" + port + "/Calculator";
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    }

    private static SSLServerSocket tlsServer() throws Exception {
        TestCredential own = PKI.service();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getByName("localhost"));
    }

    private static void serve(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (var client = (SSLSocket) server.accept()) {
                client.startHandshake();
            } catch (IOException noTls) {
                // The client sees the end of the connection.
            }
        }
    }

    /** Sends all requests through one proxy. */
    private static final class OneProxy extends ProxySelector {
        private final InetSocketAddress proxy;

        private OneProxy(InetSocketAddress proxy) {
            this.proxy = proxy;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(new Proxy(Proxy.Type.HTTP, proxy));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    /** Another contract. */
    @WebService(targetNamespace = "urn:test:kitchen")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Kitchen {
        /** Cooks. */
        public String cook(String what) {
            return what;
        }
    }
}
