// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that ends TLS in front of the service: via is its https address, and the service keeps its own. */
class GatewayTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theServiceIsCalledThroughIt(@TempDir Path directory) throws Exception {
        var files = ClientFiles.write(PKI, directory);
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        SSLContext tls = tls();
        HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
        try (var service = SecuredService.open(PKI, WsHttpBinding.builder().build())) {
            HttpsServer gateway = gateway(tls, service.address());
            String via = "https://localhost:" + gateway.getAddress().getPort() + "/public/calc";
            try {
                assertThat(run(files, service.address().toString(), via, "add", "1", "2"))
                        .as(err.toString())
                        .isZero();
                assertThat(out.toString().strip()).isEqualTo("3");
                assertThat(run(files, via, via, "add", "1", "2")).isEqualTo(ExitCode.REJECTED.number());
                assertThat(err.toString()).contains("set address to the service's own address, and via");
            } finally {
                gateway.stop(0);
            }
        } finally {
            HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
    }

    private int run(ClientFiles files, String address, String via, String... command) {
        String[] settings = {
            "--config",
            files.settings().toString(),
            "--set",
            "message-security.address=" + address,
            "--set",
            "message-security.via=" + via
        };
        String[] all = new String[settings.length + command.length];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(command, 0, all, settings.length, command.length);
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private static HttpsServer gateway(SSLContext tls, URI service) throws IOException {
        HttpsServer gateway = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        gateway.setHttpsConfigurator(new HttpsConfigurator(tls));
        gateway.createContext("/public/calc", exchange -> forward(exchange, service));
        gateway.start();
        return gateway;
    }

    private static void forward(HttpExchange exchange, URI service) throws IOException {
        var inner = (HttpURLConnection) service.toURL().openConnection();
        inner.setRequestMethod("POST");
        inner.setDoOutput(true);
        inner.setRequestProperty("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"));
        exchange.getRequestBody().transferTo(inner.getOutputStream());
        int status = inner.getResponseCode();
        var body = status < HttpURLConnection.HTTP_BAD_REQUEST ? inner.getInputStream() : inner.getErrorStream();
        byte[] answer = body.readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", inner.getContentType());
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static SSLContext tls() throws Exception {
        TestCredential own = PKI.service();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(Certificate[]::new));
        store.setCertificateEntry("authority", PKI.authorityCertificate());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
