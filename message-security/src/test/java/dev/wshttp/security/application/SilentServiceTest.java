// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that says nothing, or says it too slowly, is not waited for longer than the binding says; in WCF that is a minute. */
@Timeout(60)
class SilentServiceTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final QName NAME = new QName("urn:test:silent", "Silent");
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init")
    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        silent.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, true", "true, false"})
    void isNotWaitedForLongerThanTheBindingSays(boolean negotiates, boolean hasSessions) {
        var client = client(WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .sendTimeout(SHORT)
                .build());

        WebServiceException late = catchThrowableOfType(WebServiceException.class, () -> call(client));

        assertThat(late).hasMessageContaining("send-timeout").hasMessageContaining("PT0.3S");
        assertThat(late).hasRootCauseInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void mayNotDripItsAnswerEither() {
        threads.execute(this::drip);
        var client = client(WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .sendTimeout(SHORT)
                .build());

        assertThat(catchThrowableOfType(WebServiceException.class, () -> call(client)))
                .hasMessageContaining("send-timeout");
    }

    @Test
    void thePortMayHaveAnotherLimit() {
        var client = client(Site.DIRECT);
        client.getRequestContext().put("com.sun.xml.ws.request.timeout", 300);

        assertThat(catchThrowableOfType(WebServiceException.class, () -> call(client)))
                .hasMessageContaining("did not answer in time");
    }

    /** An octet now and then, each before the limit. */
    private void drip() {
        try (Socket connection = silent.accept()) {
            var out = connection.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\nContent-Length: 9999\r\n\r\n"
                            .getBytes(US_ASCII));
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        } catch (IOException | InterruptedException ended) {
            // The client has gone.
        }
    }

    private static void call(Dispatch<Source> client) {
        client.invoke(Xml.source("<q xmlns='urn:q'/>"));
    }

    private Dispatch<Source> client(WsHttpBinding binding) {
        Service service = Service.create(NAME);
        service.addPort(NAME, SOAPBinding.SOAP12HTTP_BINDING, "http://localhost:" + silent.getLocalPort() + "/");
        Dispatch<Source> client = service.createDispatch(
                NAME,
                Source.class,
                Service.Mode.PAYLOAD,
                MessageSecurityFeature.forClient(binding, new PkiCredentials(PKI).client(), Sides.CONTOSO));
        client.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        client.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, "urn:any");
        return client;
    }
}
