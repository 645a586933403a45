// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.ServiceSecurityContext;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.annotation.Resource;
import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service and clients of the RI in session mode, with and without negotiation: how sessions are opened, shared, renewed, lost and ended.
 */
@Timeout(60)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class SecuredSessionTest {
    @Parameter
    private boolean negotiates;

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);

    private static final String DESK = "urn:test:desk";
    private static final QName SERVICE = new QName(DESK, "DeskService");
    private static final QName PORT = new QName(DESK, "DeskPort");
    private static final String RST = Namespaces.TRUST + "/RST/SCT";
    private static final String CALL = DESK + "/Desk/whoamiRequest";
    private static final int THREADS = 8;
    private static final Duration UNTIL_FILES_ARE_LOOKED_AT = Duration.ofSeconds(5);

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final HttpServer server = LoopbackServer.create();
    private final HttpContext context = server.createContext("/Desk");
    private final WireTap tap = new WireTap();
    private final List<Closeable> ports = new ArrayList<>();
    private boolean legsAreCounted = true;
    private CertificateTrust serviceTrust = CREDENTIALS.trust();
    private CertificateTrust clientTrust = CREDENTIALS.trust();
    private TestCredential serviceCredential = PKI.service();

    @SuppressWarnings("NullAway.Init")
    private Endpoint endpoint;

    @BeforeEach
    void publish() {
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        context.getFilters().add(tap);
        endpoint = newEndpoint(SessionSettings.DEFAULT);
        endpoint.publish(context);
        server.start();
    }

    /** Each opening and each renewal has a negotiation of its own. */
    @AfterEach
    void legsAreThoseOfWcf() {
        long tokens = actions().stream()
                .filter(action -> action.equals(RST) || action.equals(RST + "/Renew"))
                .count();
        if (negotiates && legsAreCounted) {
            assertThat(legs()).hasSize((int) (2 * tokens));
        }
        if (!negotiates) {
            assertThat(legs()).isEmpty();
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Closeable port : ports) {
            port.close();
        }
        endpoint.stop();
        server.stop(0);
        ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
    }

    @Test
    void opensOneSessionForAllCallsAndCancelsItAtTheEnd() throws Exception {
        Dispatch<Source> port = port();
        for (int i = 0; i < 3; i++) {
            assertThat(call(port)).contains(new X509Identity(PKI.client().certificate()).getName());
        }
        ((Closeable) port).close();

        assertThat(actions()).containsExactly(RST, CALL, CALL, CALL, RST + "/Cancel");
    }

    @Test
    void opensOneSessionForAllThreads() throws Exception {
        Dispatch<Source> port = port();
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<String> task = () -> call(port);
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(4 * THREADS, task))) {
                assertThat(answer.get()).contains("CN=Cohowinery.com");
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(actions()).filteredOn(RST::equals).hasSize(1);
        assertThat(actions()).filteredOn(CALL::equals).hasSize(4 * THREADS);
    }

    @Test
    void givesEachPortASessionOfItsOwn() throws Exception {
        call(port());
        call(port());

        assertThat(actions()).containsExactly(RST, CALL, RST, CALL);
    }

    @Test
    void opensAnotherSessionWhenThePortIsPointedElsewhere() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        port.getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address().replace("localhost", "127.0.0.1"));
        call(port);

        assertThat(actions()).containsExactly(RST, CALL, RST, CALL);
    }

    @Test
    void refusesTheActionThatOpensASessionInsideOne() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        port.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, RST);

        assertThat(refusal(() -> call(port))).hasMessageContaining("is invalid or unrecognized");
        legsAreCounted = false;
    }

    @Test
    void sendsNothingWhenAPortIsClosedThatWasNeverUsed() throws Exception {
        ((Closeable) port()).close();

        assertThat(actions()).isEmpty();
    }

    @Test
    void opensAnotherSessionAndRepeatsTheCallAfterARestartOfTheService() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        restart(SessionSettings.DEFAULT);

        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(actions()).containsExactly(RST, CALL, CALL, RST, CALL);
    }

    @Test
    void forgetsSessionThatNobodyUsesFor10Minutes() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        clock.advance(Duration.ofMinutes(9));
        call(port);
        clock.advance(Duration.ofMinutes(10));
        call(port);

        assertThat(actions()).containsExactly(RST, CALL, CALL, CALL, RST, CALL);
    }

    @Test
    void opensAnotherSessionWhenTheOneToRenewIsForgotten() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        clock.advance(Duration.ofHours(11));

        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(actions()).containsExactly(RST, CALL, RST + "/Renew", RST, CALL, CALL);
    }

    @Test
    void renewsTheKeyAfterItsTimeAndGoesOnInTheSameSession() throws Exception {
        restart(SessionSettings.builder()
                .keyLifetime(Duration.ofMinutes(10))
                .inactivityTimeout(Duration.ofHours(1))
                .build());
        Dispatch<Source> port = port();
        call(port);
        clock.advance(Duration.ofMinutes(6));
        call(port);
        call(port);
        clock.advance(Duration.ofMinutes(6));
        call(port);

        assertThat(actions()).containsExactly(RST, CALL, RST + "/Renew", CALL, CALL, RST + "/Renew", CALL);
    }

    @Test
    void renewsTheKeyWhenTheServiceAsksForIt() throws Exception {
        restart(SessionSettings.builder()
                .keyLifetime(Duration.ofMinutes(10))
                .inactivityTimeout(Duration.ofHours(1))
                .build());
        var late = new AdjustableClock(clock.instant().minus(Duration.ofSeconds(270)));
        Dispatch<Source> port = port(late);
        call(port);
        // The client's clock is slow, and it would renew half a minute later.
        clock.advance(Duration.ofMinutes(10));
        late.advance(Duration.ofMinutes(10));

        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(actions()).containsExactly(RST, CALL, CALL, RST + "/Renew", CALL);
    }

    @Test
    void refusesAClientThatIsRevokedInTheMiddleOfItsSession(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("ca.crl");
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        serviceTrust = CREDENTIALS.trust().withRevocationList(list);
        restart(SessionSettings.DEFAULT);
        Dispatch<Source> revoked = port(PkiCredentials.of(PKI.revoked(TestPki.Role.CLIENT)), clock);
        call(revoked);
        Files.write(list, PKI.revocationList().getEncoded());
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);

        assertRefusedForItsCertificate(revoked);
        assertThat(call(port())).contains("CN=Cohowinery.com");
        assertThat(actions()).containsExactly(RST, CALL, CALL, RST, CALL);
        ((Closeable) revoked).close();
        assertThat(actions()).endsWith(RST + "/Cancel");
    }

    @Test
    void refusesToRenewTheSessionOfAClientThatWasRevokedMeanwhile(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("ca.crl");
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        serviceTrust = CREDENTIALS.trust().withRevocationList(list);
        restart(SessionSettings.builder()
                .keyLifetime(Duration.ofMinutes(10))
                .inactivityTimeout(Duration.ofHours(1))
                .build());
        Dispatch<Source> port = port(PkiCredentials.of(PKI.revoked(TestPki.Role.CLIENT)), clock);
        call(port);
        Files.write(list, PKI.revocationList().getEncoded());
        clock.advance(Duration.ofMinutes(10));

        assertThat(refusal(() -> call(port))).hasMessageContaining("FailedAuthentication");
        if (negotiates) {
            // The negotiation before the renewal fails.
            assertThat(actions()).containsExactly(RST, CALL);
            legsAreCounted = false;
        } else {
            assertThat(actions()).containsExactly(RST, CALL, RST + "/Renew");
        }
    }

    @Test
    void refusesAClientWhoseCertificateExpiresInTheMiddleOfItsSession() throws Exception {
        TestCredential client = PKI.validUntil(TestPki.Role.CLIENT, PKI.now().plusSeconds(40));
        Dispatch<Source> port = port(PkiCredentials.of(client), clock);
        clock.advance(Duration.ofSeconds(20));
        call(port);
        clock.advance(Duration.ofSeconds(19));
        call(port);
        // Sooner than a minute after it was judged last.
        clock.advance(Duration.ofSeconds(2));

        assertRefusedForItsCertificate(port);
        assertThat(actions()).containsExactly(RST, CALL, CALL, CALL);
    }

    @Test
    void refusedMessagesOfARevokedClientDoNotKeepItsSessionAlive(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("ca.crl");
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        serviceTrust = CREDENTIALS.trust().withRevocationList(list);
        restart(SessionSettings.DEFAULT);
        Dispatch<Source> port = port(PkiCredentials.of(PKI.revoked(TestPki.Role.CLIENT)), clock);
        call(port);
        Files.write(list, PKI.revocationList().getEncoded());
        clock.advance(Duration.ofMinutes(9));
        assertRefusedForItsCertificate(port);
        clock.advance(Duration.ofMinutes(1));

        // The session is forgotten, and no other is opened.
        assertThat(refusal(() -> call(port))).hasMessageContaining("FailedAuthentication");
        assertThat(actions()).startsWith(RST, CALL, CALL, CALL).doesNotContain(RST + "/Renew");
        legsAreCounted = false;
    }

    /** It learns what a client learns that may not open a session, and does not go on trying. */
    private static void assertRefusedForItsCertificate(Dispatch<Source> port) {
        assertThat(refusal(() -> call(port)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED))
                .hasMessageContaining("FailedAuthentication");
    }

    @Test
    void sendsNoCallToAServiceThatIsRevokedInTheMiddleOfTheSession(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("ca.crl");
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        clientTrust = CREDENTIALS.trust().withRevocationList(list);
        serviceCredential = PKI.revoked(TestPki.Role.SERVICE);
        restart(SessionSettings.DEFAULT);
        Dispatch<Source> port = port();
        call(port);
        Files.write(list, PKI.revocationList().getEncoded());
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);

        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CERTIFICATE_REVOKED);
        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CERTIFICATE_REVOKED);
        assertThat(actions()).containsExactly(RST, CALL);
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);
        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(actions()).containsExactly(RST, CALL, RST + "/Renew", CALL);
        legsAreCounted = false;
    }

    @Test
    void sendsNoCallToAServiceWhoseCertificateExpiresInTheMiddleOfTheSession() throws Exception {
        serviceCredential = PKI.validUntil(TestPki.Role.SERVICE, PKI.now().plusSeconds(40));
        restart(SessionSettings.DEFAULT);
        Dispatch<Source> port = port();
        call(port);
        clock.advance(Duration.ofSeconds(39));
        call(port);
        clock.advance(Duration.ofSeconds(2));

        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
        assertThat(actions()).containsExactly(RST, CALL, CALL);
        legsAreCounted = false;
    }

    @Test
    void opensAnotherSessionWithAServiceThatReplacedItsCertificateBeforeItExpired() throws Exception {
        serviceCredential = PKI.validUntil(TestPki.Role.SERVICE, PKI.now().plusSeconds(40));
        restart(SessionSettings.DEFAULT);
        Dispatch<Source> port = port();
        call(port);
        serviceCredential = PKI.service();
        restart(SessionSettings.DEFAULT);
        clock.advance(Duration.ofSeconds(41));

        if (negotiates) {
            assertThat(call(port)).contains("CN=Cohowinery.com");
            assertThat(actions()).containsExactly(RST, CALL, RST + "/Renew", RST, CALL);
        } else {
            // The client has to be given the new certificate.
            assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
        }
    }

    @Test
    void usesItsKeyToTheEndWhereItCannotBeRenewedAndTriesOnceAMinute() throws Exception {
        restart(SessionSettings.builder()
                .keyLifetime(Duration.ofMinutes(10))
                .inactivityTimeout(Duration.ofHours(1))
                .build());
        Dispatch<Source> port = port();
        call(port);
        clock.advance(Duration.ofMinutes(6));
        // An attacker on the network prevents all that is not a call.
        tap.tamper(octets -> new String(octets, UTF_8).contains(">" + CALL + "<") ? octets : new byte[] {'<'});
        call(port);
        long attempts =
                tap.actions().size() - actions().stream().filter(CALL::equals).count();
        call(port);
        assertThat(tap.actions().size()
                        - actions().stream().filter(CALL::equals).count())
                .isEqualTo(attempts);
        tap.tamper(octets -> octets);
        clock.advance(Duration.ofMinutes(1));
        call(port);

        assertThat(actions()).endsWith(RST + "/Renew", CALL);
        legsAreCounted = false;
    }

    @Test
    void refusesMoreSessionsThanItMayHaveAndGoesOnWithThoseThatItHas() throws Exception {
        restart(SessionSettings.builder().maxSessions(1).build());
        Dispatch<Source> first = port();
        call(first);

        assertThat(faultOf(() -> call(port()))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
        assertThat(call(first)).contains("CN=Cohowinery.com");
    }

    @Test
    void refusesMessageWithoutSecurityAsWcfDoes() throws Exception {
        String clear = "<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                + "'><s:Header><a:Action>" + CALL
                + "</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body/></s:Envelope>";

        HttpResponse<String> answer = post(clear);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("BadContextToken", "because the action '" + CALL + "' is incorrect");
    }

    @Test
    void survivesAMessageThatWasChangedOnItsWay() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        tap.tamper(octets -> new String(octets, UTF_8)
                .replaceFirst("(<a:MessageID [^>]*>urn:uuid:)....", "$10000")
                .getBytes(UTF_8));
        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.FAULT_NOT_SECURED);
        tap.tamper(octets -> octets);

        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(actions()).filteredOn(RST::equals).hasSize(1);
    }

    @Test
    void refusesReplayWithoutHarmToTheSession() throws Exception {
        Dispatch<Source> port = port();
        var last = new ArrayList<String>();
        tap.tamper(octets -> {
            last.add(new String(octets, UTF_8));
            return octets;
        });
        call(port);

        HttpResponse<String> answer = post(last.get(last.size() - 1));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("InvalidSecurity");
        assertThat(call(port)).contains("CN=Cohowinery.com");
    }

    @Test
    void refusesMessageUnderACancelledSession() throws Exception {
        Dispatch<Source> port = port();
        var seen = new ArrayList<String>();
        tap.tamper(octets -> {
            seen.add(new String(octets, UTF_8));
            return octets;
        });
        call(port);
        ((Closeable) port).close();

        HttpResponse<String> answer = post(seen.stream()
                .filter(message -> message.contains(">" + CALL + "<"))
                .findFirst()
                .orElseThrow());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("BadContextToken");
    }

    @Test
    void closesWithoutAWordWhenTheServiceIsGone() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        server.stop(0);

        ((Closeable) port).close();
    }

    @Test
    void carriesAFaultOfTheOperationUnderTheSession() throws Exception {
        Dispatch<Source> port = port();
        call(port);
        Dispatch<Source> failing = port;
        failing.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, DESK + "/Desk/failRequest");

        var fault = catchThrowableOfType(SOAPFaultException.class, () -> failing.invoke(payload("fail")));

        assertThat(fault.getFault().getFaultSubcodes().next())
                .isEqualTo(new QName(Namespaces.DISPATCHER, "InternalServiceFault"));
    }

    @Test
    void givesUpWhenTheServiceForgetsEverySessionAtOnce() throws Exception {
        Dispatch<Source> port = port();
        // Each call names a session that the service cannot know.
        tap.tamper(octets -> {
            String text = new String(octets, UTF_8);
            return text.contains("RST/SCT")
                    ? octets
                    : text.replaceAll("(<c:Identifier>urn:uuid:)....", "$10000").getBytes(UTF_8);
        });

        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        assertThat(actions()).containsExactly(RST, CALL, RST, CALL);
    }

    private List<String> actions() {
        return tap.actions().stream()
                .filter(action -> !action.endsWith("/Issue"))
                .toList();
    }

    private List<String> legs() {
        return tap.actions().stream()
                .filter(action -> action.endsWith("/Issue"))
                .toList();
    }

    private void restart(SessionSettings settings) {
        endpoint.stop();
        HttpContext again = server.createContext("/Desk");
        again.getFilters().add(tap);
        endpoint = newEndpoint(settings);
        endpoint.publish(again);
    }

    private Endpoint newEndpoint(SessionSettings settings) {
        return Endpoint.create(
                new Desk(),
                MessageSecurityFeature.forService(
                                binding(settings),
                                ServiceCredentials.of(PkiCredentials.of(serviceCredential), serviceTrust))
                        .withClock(clock));
    }

    private Dispatch<Source> port() throws IOException {
        return port(clock);
    }

    private Dispatch<Source> port(AdjustableClock own) throws IOException {
        return port(PkiCredentials.of(PKI.client()), own);
    }

    private Dispatch<Source> port(X509Credential client, AdjustableClock own) throws IOException {
        var credentials =
                ClientCredentials.of(client, clientTrust).withServiceCertificate(serviceCredential.certificate());
        var feature = MessageSecurityFeature.forClient(binding(SessionSettings.DEFAULT), credentials, Sides.CONTOSO)
                .withClock(own);
        var wsdl = URI.create(address() + "?wsdl").toURL();
        Dispatch<Source> port =
                Service.create(wsdl, SERVICE).createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, feature);
        port.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
        port.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        port.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, CALL);
        ports.add((Closeable) port);
        return port;
    }

    private WsHttpBinding binding(SessionSettings settings) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .sessionSettings(settings)
                .build();
    }

    private static String call(Dispatch<Source> port) throws TransformerException {
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(port.invoke(payload("whoami")), new StreamResult(text));
        return text.toString();
    }

    private static Source payload(String operation) {
        return new StreamSource(new StringReader("<d:" + operation + " xmlns:d='" + DESK + "'/>"));
    }

    private HttpResponse<String> post(String envelope) throws IOException, InterruptedException {
        return HttpPost.send(address(), envelope);
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/Desk";
    }

    /** A service that tells who is calling. */
    @WebService(name = "Desk", serviceName = "DeskService", portName = "DeskPort", targetNamespace = DESK)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Desk {
        @Resource
        @SuppressWarnings("NullAway.Init")
        private WebServiceContext context;

        /** The caller's name. */
        @WebMethod(action = CALL)
        public String whoami() {
            return ServiceSecurityContext.of(context).primaryIdentity().getName();
        }

        /** Fails as programs do. */
        @WebMethod(action = DESK + "/Desk/failRequest")
        public void fail() {
            throw new IllegalStateException("secret text");
        }
    }
}
