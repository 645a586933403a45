// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service and clients of the RI that negotiate without a session, and what is told when the two sides differ. */
@Timeout(60)
class SecuredNegotiationTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);

    private static final String DESK = "urn:test:desk";
    private static final QName SERVICE = new QName(DESK, "DeskService");
    private static final QName PORT = new QName(DESK, "DeskPort");
    private static final String LEG1 = Namespaces.TRUST + "/RST/Issue";
    private static final String LEG2 = Namespaces.TRUST + "/RSTR/Issue";
    private static final String CALL = DESK + "/Desk/whoamiRequest";
    private static final Duration UNTIL_FILES_ARE_LOOKED_AT = Duration.ofSeconds(5);
    private static final int THREADS = 8;

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final HttpServer server = LoopbackServer.create();
    private final WireTap tap = new WireTap();
    private final List<Closeable> ports = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService serving = Executors.newFixedThreadPool(THREADS);
    private CertificateTrust clientTrust = CREDENTIALS.trust();
    private CertificateTrust serviceTrust = CREDENTIALS.trust();
    private TestCredential serviceCredential = PKI.service();
    private Endpoint endpoint = newEndpoint(binding(true, false).build());
    private boolean serves;

    @AfterEach
    void stop() throws IOException {
        for (Closeable port : ports) {
            port.close();
        }
        endpoint.stop();
        server.stop(0);
        threads.shutdownNow();
        serving.shutdownNow();
    }

    @Test
    void negotiatesOnceForAllCallsAndEndsWithoutAWord() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build());
        for (int i = 0; i < 3; i++) {
            assertThat(call(port)).contains(new X509Identity(PKI.client().certificate()).getName());
        }
        ((Closeable) port).close();

        assertThat(tap.actions()).containsExactly(LEG1, LEG2, CALL, CALL, CALL);
    }

    @Test
    void negotiatesOnceForAllThreads() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build());
        Callable<String> task = () -> call(port);
        for (Future<String> answer : threads.invokeAll(Collections.nCopies(4 * THREADS, task))) {
            assertThat(answer.get()).contains("CN=Cohowinery.com");
        }

        assertThat(tap.actions()).filteredOn(LEG1::equals).hasSize(1);
        assertThat(tap.actions()).filteredOn(CALL::equals).hasSize(4 * THREADS);
    }

    @Test
    void givesEachPortANegotiationOfItsOwn() throws Exception {
        call(port(binding(true, false).build()));
        call(port(binding(true, false).build()));

        assertThat(tap.actions()).containsExactly(LEG1, LEG2, CALL, LEG1, LEG2, CALL);
    }

    @Test
    void negotiatesAgainAndRepeatsTheCallAfterARestartOfTheService() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build());
        call(port);
        restart(binding(true, false).build());

        assertThat(call(port)).contains("CN=Cohowinery.com");
        assertThat(tap.actions()).containsExactly(LEG1, LEG2, CALL, CALL, LEG1, LEG2, CALL);
    }

    @Test
    void negotiatesAgainWhenTheTokenExpires() throws Exception {
        restart(binding(true, false)
                .negotiationSettings(NegotiationSettings.builder()
                        .tokenLifetime(Duration.ofMinutes(10))
                        .build())
                .build());
        Dispatch<Source> port = port(binding(true, false).build());
        call(port);
        clock.advance(Duration.ofMinutes(6));
        call(port);

        assertThat(tap.actions()).containsExactly(LEG1, LEG2, CALL, LEG1, LEG2, CALL);
    }

    @Test
    void refusesAClientThatIsRevokedWhileItsTokenLives(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("ca.crl");
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        clientTrust = CREDENTIALS.trust().withRevocationList(list);
        restart(binding(true, false).build());
        Dispatch<Source> port = port(binding(true, false).build(), PKI.revoked(TestPki.Role.CLIENT), Sides.CONTOSO);
        call(port);
        Files.write(list, PKI.revocationList().getEncoded());
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);

        assertThat(refusal(() -> call(port)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED))
                .hasMessageContaining("FailedAuthentication");
    }

    @Test
    void refusesAClientWhoseCertificateExpiresWhileItsTokenLives() throws Exception {
        Dispatch<Source> port = port(
                binding(true, false).build(),
                PKI.validUntil(TestPki.Role.CLIENT, PKI.now().plusSeconds(40)),
                Sides.CONTOSO);
        call(port);
        clock.advance(Duration.ofSeconds(41));

        assertThat(refusal(() -> call(port))).hasMessageContaining("FailedAuthentication");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNoCallToAServiceThatIsRevokedInTheMeantime(boolean negotiates, @TempDir Path folder) throws Exception {
        Path list = folder.resolve("ca.crl");
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        serviceTrust = CREDENTIALS.trust().withRevocationList(list);
        serviceCredential = PKI.revoked(TestPki.Role.SERVICE);
        restart(binding(negotiates, false).build());
        Dispatch<Source> port = port(binding(negotiates, false).build());
        call(port);
        Files.write(list, PKI.revocationList().getEncoded());
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);

        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CERTIFICATE_REVOKED);
        assertThat(tap.actions()).filteredOn(CALL::equals).hasSize(1);
        Files.write(list, PKI.emptyRevocationList().getEncoded());
        clock.advance(UNTIL_FILES_ARE_LOOKED_AT);
        assertThat(call(port)).contains("CN=Cohowinery.com");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNoCallToAServiceWhoseCertificateExpiresInTheMeantime(boolean negotiates) throws Exception {
        serviceCredential = PKI.validUntil(TestPki.Role.SERVICE, PKI.now().plusSeconds(40));
        restart(binding(negotiates, false).build());
        Dispatch<Source> port = port(binding(negotiates, false).build());
        call(port);
        clock.advance(Duration.ofSeconds(39));
        call(port);
        clock.advance(Duration.ofSeconds(2));

        assertThat(faultOf(() -> call(port))).isEqualTo(SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
        assertThat(tap.actions()).filteredOn(CALL::equals).hasSize(2);
    }

    @Test
    void negotiatesWhenThePortIsPointedElsewhere() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build());
        call(port);
        port.getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address().replace("localhost", "127.0.0.1"));
        call(port);

        assertThat(tap.actions()).containsExactly(LEG1, LEG2, CALL, LEG1, LEG2, CALL);
    }

    @Test
    void tellsThatTheServiceRefusedTheClientsCertificate() throws Exception {
        Dispatch<Source> port =
                port(binding(true, false).build(), PKI.untrustedTwin(TestPki.Role.CLIENT), Sides.CONTOSO);

        assertThat(refusal(() -> call(port)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.NEGOTIATION_REFUSED))
                .hasMessageContaining("The service refused leg 2")
                .hasMessageContaining("client certificate");
        assertThat(tap.actions()).containsExactly(LEG1, LEG2);
    }

    @Test
    void tellsThatTheServiceIsNotTheExpectedOneBeforeTheClientShowsItself() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build(), PKI.client(), EndpointIdentity.dns("fabrikam.com"));

        assertThat(refusal(() -> call(port)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH))
                .hasMessageContaining("Contoso.com")
                .hasMessageContaining("'fabrikam.com'");
        assertThat(tap.actions()).containsExactly(LEG1);
    }

    @Test
    void threadsThatWaitForANegotiationShareItsFailure() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build(), PKI.client(), EndpointIdentity.dns("fabrikam.com"));
        Callable<SecurityFault> task = () -> faultOf(() -> call(port));
        for (Future<SecurityFault> fault : threads.invokeAll(Collections.nCopies(THREADS, task))) {
            assertThat(fault.get()).isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, false, false, NEGOTIATION_NOT_OFFERED",
        "true, false, false, true, NEGOTIATION_NOT_OFFERED",
        "true, true, false, false, NEGOTIATION_NOT_OFFERED",
        "true, true, false, true, NEGOTIATION_NOT_OFFERED",
        "false, false, true, false, FAULT_NOT_SECURED",
        "false, false, true, true, FAULT_NOT_SECURED",
        "false, true, true, true, FAULT_NOT_SECURED",
        "true, true, true, false, FAULT_NOT_SECURED",
    })
    void tellsWhenTheTwoSidesHaveDifferentModes(
            boolean clientNegotiates,
            boolean clientEstablishes,
            boolean serviceNegotiates,
            boolean serviceEstablishes,
            SecurityFault expected)
            throws Exception {
        restart(binding(serviceNegotiates, serviceEstablishes).build());
        Dispatch<Source> port =
                port(binding(clientNegotiates, clientEstablishes).build());

        assertThat(faultOf(() -> call(port))).isEqualTo(expected);
        assertThat(refusal(() -> call(port))).hasMessageContaining("'");
    }

    @Test
    void refusesToCancelANegotiatedContextAsWcfDoes() throws Exception {
        serve();
        String answer = post("<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                + "'><s:Header><a:Action>" + Namespaces.TRUST
                + "/RST/SCT/Cancel</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body/></s:Envelope>");

        assertThat(answer).contains("SecureConversationCancellationNotAllowed", Namespaces.WCF_SECURITY);
    }

    @Test
    void refusesMessageWithoutSecurityAsWcfDoes() throws Exception {
        serve();
        String answer = post("<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                + "'><s:Header><a:Action>" + CALL
                + "</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body/></s:Envelope>");

        assertThat(answer).contains("InvalidSecurity", "An error occurred when verifying security for the message.");
    }

    @Test
    void refusesALegWithTwoSecurityHeadersLikeAnyOtherMessage() throws Exception {
        serve();
        String header = "<o:Security xmlns:o='" + Namespaces.SECURITY + "'/>";
        String answer = post("<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                + "'><s:Header><a:Action>" + LEG1 + "</a:Action>" + header + header
                + "</s:Header><s:Body/></s:Envelope>");

        assertThat(answer).contains("InvalidSecurity");
    }

    @Test
    void repliesThatSomebodySwappedUnderTheSameContextAreRefused() throws Exception {
        Dispatch<Source> port = port(binding(true, false).build());
        call(port);
        var swap = new Exchanger<byte[]>();
        tap.tamper(octets -> {
            try {
                return swap.exchange(octets);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });

        Callable<SecurityFault> task = () -> faultOf(() -> call(port));
        for (Future<SecurityFault> fault : threads.invokeAll(Collections.nCopies(2, task))) {
            assertThat(fault.get()).isEqualTo(SecurityFault.REPLY_UNRELATED);
        }
    }

    private void serve() {
        if (!serves) {
            serves = true;
            HttpContext context = server.createContext("/Desk");
            context.getFilters().add(tap);
            server.setExecutor(serving);
            endpoint.publish(context);
            server.start();
        }
    }

    private void restart(WsHttpBinding binding) {
        endpoint.stop();
        endpoint = newEndpoint(binding);
        if (serves) {
            HttpContext again = server.createContext("/Desk");
            again.getFilters().add(tap);
            endpoint.publish(again);
        }
    }

    private Endpoint newEndpoint(WsHttpBinding binding) {
        return Endpoint.create(
                new SecuredSessionTest.Desk(),
                MessageSecurityFeature.forService(
                                binding, ServiceCredentials.of(PkiCredentials.of(serviceCredential), clientTrust))
                        .withClock(clock));
    }

    private Dispatch<Source> port(WsHttpBinding binding) throws IOException {
        return port(binding, PKI.client(), Sides.CONTOSO);
    }

    private Dispatch<Source> port(WsHttpBinding binding, TestCredential client, EndpointIdentity identity)
            throws IOException {
        serve();
        var credentials = ClientCredentials.of(PkiCredentials.of(client), serviceTrust);
        var feature = MessageSecurityFeature.forClient(
                        binding,
                        binding.negotiateServiceCredential()
                                ? credentials
                                : credentials.withServiceCertificate(serviceCredential.certificate()),
                        identity)
                .withClock(clock);
        var wsdl = URI.create(address() + "?wsdl").toURL();
        Dispatch<Source> port =
                Service.create(wsdl, SERVICE).createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, feature);
        port.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
        port.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        port.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, CALL);
        ports.add((Closeable) port);
        return port;
    }

    private static WsHttpBinding.Builder binding(boolean negotiate, boolean establish) {
        return WsHttpBinding.builder().negotiateServiceCredential(negotiate).establishSecurityContext(establish);
    }

    private static String call(Dispatch<Source> port) throws TransformerException {
        var text = new StringWriter();
        Source request = new StreamSource(new StringReader("<d:whoami xmlns:d='" + DESK + "'/>"));
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(port.invoke(request), new StreamResult(text));
        return text.toString();
    }

    private String post(String envelope) throws IOException, InterruptedException {
        return HttpPost.send(address(), envelope).body();
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/Desk";
    }
}
