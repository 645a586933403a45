// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.FileLog;
import dev.wshttp.security.credential.PasswordFile;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.servlet.Container.Requests;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service and its clients whose files are replaced while they call each other. */
@Timeout(120)
class RotationTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WsHttpBinding DEFAULT_MODE = WsHttpBinding.builder().build();
    private static final WsHttpBinding DIRECT = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();
    private static final Duration UNTIL_FILES_ARE_LOOKED_AT = Duration.ofSeconds(5);
    private static final Duration WITHIN_THE_IDLE_TIME = Duration.ofMinutes(9);
    // The keys of a session are renewed after 9 hours, a negotiated key after 6.
    private static final int CALLS_UNTIL_KEYS_ARE_RENEWED = 61;
    private static final String PASSWORD = "correct horse";
    private static final int CALLERS = 4;
    private static final int CALLS_BESIDE_EACH_ROTATION = 25;

    @TempDir
    Path folder;

    @RegisterExtension
    final FileLog log = new FileLog();

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final TestCredential renewedService =
            PKI.validUntil(SERVICE, PKI.now().plus(Duration.ofDays(30)));
    private final TestCredential renewedClient =
            PKI.validUntil(CLIENT, PKI.now().plus(Duration.ofDays(30)));
    private final Container container = new Container();
    private final List<Closeable> ports = new ArrayList<>();

    @BeforeEach
    void writeFiles() throws Exception {
        for (String name : List.of("service", "client")) {
            Files.writeString(folder.resolve(name + ".password"), PASSWORD);
        }
        replace("service", PKI.service());
        replace("client", PKI.client());
        replaceAuthorities("service-trust.pem", PKI);
        replaceAuthorities("client-trust.pem", PKI);
        Files.write(folder.resolve("ca.crl"), PKI.emptyRevocationList().getEncoded());
    }

    @AfterEach
    void stop() throws IOException {
        for (Closeable port : ports) {
            port.close();
        }
        container.close();
    }

    @Test
    void goesOnInSessionsAndShowsTheNewCertificateInNewOnes() throws Exception {
        serve(DEFAULT_MODE);
        Scales.Contract open = port(DEFAULT_MODE, Sides.CONTOSO);
        open.sum(1, 2);

        replace("service", renewedService);
        passTime();

        assertThat(open.sum(2, 3)).isEqualTo(5);
        var old = EndpointIdentity.certificate(PKI.service().certificate());
        assertThat(faultOf(() -> port(DEFAULT_MODE, old).sum(1, 2))).isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
        var renewed = EndpointIdentity.certificate(renewedService.certificate());
        assertThat(port(DEFAULT_MODE, renewed).sum(3, 4)).isEqualTo(7);
    }

    @Test
    void showsTheNewCertificateOnItsPageAndInItsWsdl() throws Exception {
        serve(DEFAULT_MODE);
        for (String query : List.of("?wsdl", "?singleWsdl")) {
            assertThat(get(query)).contains(base64(PKI.service().certificate()));
        }

        replace("service", renewedService);
        passTime();

        for (String query : List.of("?wsdl", "?singleWsdl")) {
            assertThat(get(query))
                    .contains(base64(renewedService.certificate()))
                    .doesNotContain(base64(PKI.service().certificate()));
        }
        assertThat(get(""))
                .contains(Thumbprint.of(renewedService.certificate()).hex())
                .doesNotContain(Thumbprint.of(PKI.service().certificate()).hex());
    }

    /** As on a network file system that does not answer. */
    @Test
    void answersOneRequestForItsWsdlWhileAnotherLooksAtAFileThatHangs() throws Exception {
        var hangs = new AtomicBoolean();
        var looking = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        X509Credential own = X509Credential.fromFiles(List.of(folder.resolve("service.p12")), () -> {
            if (hangs.get()) {
                looking.countDown();
                awaitUninterruptibly(go);
            }
            return own("service");
        });
        serve(DEFAULT_MODE, own);
        get("?wsdl");
        hangs.set(true);
        replace("service", renewedService);
        passTime();
        var hanging = HTTP.sendAsync(request("?wsdl"), BodyHandlers.ofString());
        try {
            assertThat(looking.await(60, TimeUnit.SECONDS)).isTrue();

            assertThat(HTTP.sendAsync(request("?singleWsdl"), BodyHandlers.ofString())
                            .get(30, TimeUnit.SECONDS)
                            .body())
                    .contains(base64(PKI.service().certificate()));
        } finally {
            go.countDown();
        }
        assertThat(hanging.get(60, TimeUnit.SECONDS).body()).contains(base64(renewedService.certificate()));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void failsNoCallWhileTheCertificatesOfBothSidesAreReplacedUnderLoad() throws Exception {
        serve(DEFAULT_MODE);
        var stop = new AtomicBoolean();
        var calls = new AtomicInteger();
        Scales.Contract shared = port(DEFAULT_MODE, Sides.CONTOSO);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(callingWithNewAndOldSessions(shared, stop, calls)));
            }
            for (TestCredential next : List.of(renewedService, PKI.service(), renewedService)) {
                awaitCalls(calls, callers);
                replace("service", next);
                replace("client", next.equals(renewedService) ? renewedClient : PKI.client());
                passTime();
            }
            awaitCalls(calls, callers);
            stop.set(true);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get(60, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
        assertThat(log.warnings()).isEmpty();
        var renewed = EndpointIdentity.certificate(renewedService.certificate());
        assertThat(port(DEFAULT_MODE, renewed).sum(3, 4)).isEqualTo(7);
    }

    /** Calls on a port of all threads, and after each tenth call on one of its own. */
    private Callable<Integer> callingWithNewAndOldSessions(
            Scales.Contract shared, AtomicBoolean stop, AtomicInteger calls) {
        return () -> {
            int sum = 0;
            while (!stop.get()) {
                for (int i = 0; i < 10; i++) {
                    sum += shared.sum(1, 0);
                    calls.incrementAndGet();
                }
                sum += port(DEFAULT_MODE, Sides.CONTOSO).sum(1, 0);
                calls.incrementAndGet();
            }
            return sum;
        };
    }

    private static void awaitCalls(AtomicInteger calls, List<Future<Integer>> callers) {
        int until = calls.get() + CALLS_BESIDE_EACH_ROTATION;
        while (calls.get() < until && callers.stream().noneMatch(Future::isDone)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void refusesNewSessionsAndOpenOnesOfAnAuthorityThatIsRemovedFromTrust() throws Exception {
        serve(DEFAULT_MODE);
        Scales.Contract open = port(DEFAULT_MODE, Sides.CONTOSO);
        open.sum(1, 2);

        replaceAuthorities("service-trust.pem", new TestPki());
        passTime();

        assertThat(refusal(() -> port(DEFAULT_MODE, Sides.CONTOSO).sum(1, 2)).fault())
                .isEqualTo(SecurityFault.NEGOTIATION_REFUSED);
        assertThat(refusal(() -> open.sum(1, 2))).hasMessageContaining("FailedAuthentication");
    }

    /** As before with revocation lists: the certificate behind a session is judged with each message. */
    @Test
    void refusesTheOpenSessionOfACallerThatIsRevokedByANewList() throws Exception {
        replace("client", PKI.revoked(CLIENT));
        serve(DEFAULT_MODE);
        Scales.Contract open = port(DEFAULT_MODE, Sides.CONTOSO);
        open.sum(1, 2);

        Files.write(folder.resolve("ca.crl"), PKI.revocationList().getEncoded());
        passTime();

        assertThat(refusal(() -> open.sum(1, 2))).hasMessageContaining("FailedAuthentication");
    }

    static Stream<WsHttpBinding> bindingsWithContexts() {
        return Stream.of(
                DEFAULT_MODE,
                WsHttpBinding.builder().negotiateServiceCredential(false).build(),
                WsHttpBinding.builder().establishSecurityContext(false).build());
    }

    @ParameterizedTest
    @MethodSource("bindingsWithContexts")
    void showsTheClientsNewCertificateInTheNextCallAndRenewsUnderIt(WsHttpBinding binding) throws Exception {
        serve(binding);
        Scales.Contract port = port(binding, Sides.CONTOSO);
        assertThat(port.caller())
                .endsWith(Thumbprint.of(PKI.client().certificate()).hex());

        replace("client", renewedClient);
        passTime();

        assertThat(port.caller())
                .endsWith(Thumbprint.of(renewedClient.certificate()).hex());
        for (int calls = 0; calls < CALLS_UNTIL_KEYS_ARE_RENEWED; calls++) {
            clock.advance(WITHIN_THE_IDLE_TIME);
            port.sum(1, 2);
        }
        assertThat(port.caller())
                .endsWith(Thumbprint.of(renewedClient.certificate()).hex());
    }

    /** As {@code docs/operations.md} advises for a key that was stolen. */
    @ParameterizedTest
    @MethodSource("bindingsWithContexts")
    void goesOnWhenTheClientsCertificateIsRevokedAndReplaced(WsHttpBinding binding) throws Exception {
        replace("client", PKI.revoked(CLIENT));
        serve(binding);
        Scales.Contract port = port(binding, Sides.CONTOSO);
        port.sum(1, 2);

        Files.write(folder.resolve("ca.crl"), PKI.revocationList().getEncoded());
        replace("client", renewedClient);
        passTime();

        assertThat(port.sum(2, 3)).isEqualTo(5);
    }

    @Test
    void followsTheCertificatesOfBothSidesWithoutNegotiation() throws Exception {
        serve(DIRECT);
        Scales.Contract port = port(DIRECT, Sides.CONTOSO);
        port.sum(1, 2);

        replace("service", renewedService);
        replace("client", renewedClient);
        passTime();

        assertThat(port.caller())
                .endsWith(Thumbprint.of(renewedClient.certificate()).hex());
    }

    @Test
    void expectsTheCertificateThatTheFileOfTheIdentityHolds() throws Exception {
        serve(DEFAULT_MODE);
        Path expected = folder.resolve("service.pem");
        var identity =
                EndpointIdentity.certificate(List.of(expected), () -> CertificateTrust.readCertificate(expected));
        Scales.Contract port = port(DEFAULT_MODE, identity);
        port.sum(1, 2);

        replace("service", renewedService);
        passTime();

        assertThat(port.sum(2, 3)).isEqualTo(5);
    }

    @Test
    void refusesAServiceWhoseAuthorityIsRemovedFromTheClientsTrust() throws Exception {
        serve(DEFAULT_MODE);
        Scales.Contract port = port(DEFAULT_MODE, Sides.CONTOSO);
        port.sum(1, 2);

        replaceAuthorities("client-trust.pem", new TestPki());
        passTime();

        assertThat(faultOf(() -> port.sum(1, 2))).isEqualTo(SecurityFault.CERTIFICATE_NOT_TRUSTED);
        replaceAuthorities("client-trust.pem", PKI);
        passTime();
        assertThat(port.sum(2, 3)).isEqualTo(5);
    }

    private void passTime() {
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);
    }

    /** Replaces the key store, and the certificate that others have of it, as a whole. */
    private void replace(String name, TestCredential credential) throws Exception {
        Path written = folder.resolve(name + ".new");
        credential.writePkcs12(written, PASSWORD.toCharArray());
        Files.move(written, folder.resolve(name + ".p12"), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(written, pem(credential.certificate()));
        Files.move(written, folder.resolve(name + ".pem"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void replaceAuthorities(String name, TestPki pki) throws Exception {
        Files.writeString(folder.resolve(name), pem(pki.authorityCertificate()));
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static String base64(X509Certificate certificate) throws CertificateEncodingException {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    private X509Credential own(String name) {
        return X509Credential.fromKeyStore(
                folder.resolve(name + ".p12"), new PasswordFile(folder.resolve(name + ".password")));
    }

    private void serve(WsHttpBinding binding) {
        serve(binding, own("service"));
    }

    private void serve(WsHttpBinding binding, X509Credential own) {
        var trust = CertificateTrust.chain(folder.resolve("service-trust.pem"))
                .withRevocationList(folder.resolve("ca.crl"));
        var security = MessageSecurityFeature.forService(binding, ServiceCredentials.of(own, trust))
                .withClock(clock)
                .withAddress(container.uri("/Scales"));
        container.with(
                MessageSecurityServlet.builder(Scales.class, security).build(), "/", Requests.ASYNCHRONOUS, "/Scales");
    }

    private MessageSecurityFeature client(WsHttpBinding binding, EndpointIdentity identity) {
        var credentials = ClientCredentials.of(
                        own("client"), CertificateTrust.chain(folder.resolve("client-trust.pem")))
                .withServiceCertificate(folder.resolve("service.pem"));
        return MessageSecurityFeature.forClient(binding, credentials, identity).withClock(clock);
    }

    private Scales.Contract port(WsHttpBinding binding, EndpointIdentity identity) {
        return port(client(binding, identity));
    }

    private Scales.Contract port(MessageSecurityFeature security) {
        try {
            var service =
                    Service.create(container.uri("/Scales?wsdl").toURL(), new QName(Scales.NAMESPACE, "ScalesService"));
            Scales.Contract port =
                    service.getPort(new QName(Scales.NAMESPACE, "ScalesPort"), Scales.Contract.class, security);
            ((BindingProvider) port)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            container.uri("/Scales").toString());
            synchronized (ports) {
                ports.add((Closeable) port);
            }
            return port;
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private String get(String query) throws IOException, InterruptedException {
        return HTTP.send(request(query), BodyHandlers.ofString()).body();
    }

    private HttpRequest request(String query) {
        return HttpRequest.newBuilder(URI.create(container.uri("/Scales") + query))
                .build();
    }
}
