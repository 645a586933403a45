// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.audit.AuditLevel;
import dev.wshttp.security.audit.AuditSettings;
import dev.wshttp.security.audit.AuditTrail;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import dev.wshttp.security.events.SecurityListener;
import jakarta.annotation.security.DenyAll;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.Closeable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What a service tells its listeners: each fact once, in the order in which things happen. */
@Timeout(60)
class ObservedServiceTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final KeptEvents kept = new KeptEvents();

    @Test
    void tellsOfANegotiationASessionItsCallsAndItsEnd() throws Exception {
        try (var desk = ObservedDesk.of(PKI, kept)) {
            EchoDesk.Echo port = desk.port();
            port.echo("one");
            port.echo("two");
            ((Closeable) port).close();
        }

        assertThat(kept.told())
                .containsExactly(
                        "negotiation-leg accepted",
                        "negotiation-leg accepted",
                        "session-opening accepted",
                        "session-opening REPLY",
                        "call accepted",
                        "call REPLY",
                        "call accepted",
                        "call REPLY",
                        "session-cancellation accepted",
                        "session-cancellation REPLY");
    }

    @Test
    void tellsWhoCallsFromWhereInWhichSession() throws Exception {
        try (var desk = ObservedDesk.of(PKI, kept)) {
            desk.port().echo("hello");
        }

        var caller = new X509Identity(PKI.client().certificate());
        assertThat(kept.events().get(0).request().caller()).isEmpty();
        assertThat(kept.events().get(1).request().caller()).contains(caller);
        ObservedRequest opening = kept.events().get(2).request();
        ObservedRequest call = kept.events().get(4).request();
        assertThat(opening.caller()).contains(caller);
        assertThat(opening.session()).isPresent();
        assertThat(call.caller()).contains(caller);
        assertThat(call.session()).isEqualTo(opening.session());
        assertThat(call.action()).contains(EchoDesk.ACTION);
        assertThat(call.messageId().orElseThrow()).startsWith("urn:uuid:");
        assertThat(call.from().map(InetAddress::isLoopbackAddress)).contains(true);
        assertThat(kept.events())
                .allSatisfy(event -> assertThat(event.time()).isPositive().isLessThan(Duration.ofMinutes(1)));
    }

    @Test
    void tellsWhatWasRefusedAndWhy() throws Exception {
        try (var desk = ObservedDesk.of(PKI, kept)) {
            desk.port().echo("hello");
            String copy = desk.lastRequest();
            HttpPost.send(desk.address(), copy);
            HttpPost.send(desk.address(), "no envelope");
            assertThatThrownBy(() -> desk.port(PKI.untrustedTwin(Role.CLIENT)).echo("let me in"))
                    .isInstanceOf(WebServiceException.class);
        }

        assertThat(kept.refused(SecurityFault.MESSAGE_REPLAYED)).singleElement().satisfies(request -> {
            assertThat(request.kind()).isEqualTo(RequestKind.CALL);
            assertThat(request.caller()).isEmpty();
            assertThat(request.action()).contains(EchoDesk.ACTION);
        });
        assertThat(kept.refused(SecurityFault.MESSAGE_UNREADABLE))
                .extracting(ObservedRequest::kind)
                .containsExactly(RequestKind.UNREADABLE);
        assertThat(kept.refused(SecurityFault.CERTIFICATE_NOT_TRUSTED))
                .extracting(ObservedRequest::kind)
                .containsExactly(RequestKind.NEGOTIATION_LEG);
    }

    @Test
    void tellsOfFaultsOfTheOperationAndOfFailures() throws Exception {
        try (var desk = ObservedDesk.of(PKI, WsHttpBinding.builder().build(), new Broken(), kept)) {
            EchoDesk.Echo port = desk.port();
            assertThatThrownBy(() -> port.echo("x")).isInstanceOf(WebServiceException.class);
        }

        assertThat(kept.told()).contains("call accepted", "call FAILURE").doesNotContain("call REPLY");
    }

    @Test
    void tellsWhoWasProvedAndMayNotCall() throws Exception {
        var proved = new CopyOnWriteArrayList<ObservedRequest>();
        SecurityListener listener = new SecurityListener() {
            @Override
            public void authenticated(ObservedRequest call) {
                proved.add(call);
            }
        };
        try (var desk = ObservedDesk.of(PKI, WsHttpBinding.builder().build(), new ForNone(), kept, listener)) {
            EchoDesk.Echo port = desk.port();
            assertThatThrownBy(() -> port.echo("x")).isInstanceOf(WebServiceException.class);
        }

        assertThat(proved)
                .singleElement()
                .satisfies(call -> assertThat(call.caller())
                        .contains(new X509Identity(PKI.client().certificate())));
        assertThat(kept.refused(SecurityFault.ACCESS_DENIED)).singleElement().satisfies(request -> {
            assertThat(request.caller()).contains(new X509Identity(PKI.client().certificate()));
            assertThat(request.session()).isPresent();
        });
        assertThat(kept.told()).doesNotContain("call accepted", "call FAULT");
    }

    @Test
    void refusesARequestThatAListenerRefusesBeforeTheOperationRuns() throws Exception {
        var operations = new AtomicInteger();
        SecurityListener strict = new SecurityListener() {
            @Override
            public void accepted(ObservedRequest request, Duration time) {
                if (request.kind() == RequestKind.CALL) {
                    throw new IllegalStateException("the disk is full");
                }
            }
        };
        try (var desk = ObservedDesk.of(PKI, WsHttpBinding.builder().build(), new Counting(operations), strict, kept)) {
            EchoDesk.Echo port = desk.port();
            assertThatThrownBy(() -> port.echo("x"))
                    .isInstanceOf(WebServiceException.class)
                    .hasMessageNotContaining("disk");
        }

        assertThat(operations).hasValue(0);
        assertThat(kept.refused(SecurityFault.INTERNAL_ERROR)).hasSize(1);
        assertThat(kept.told()).doesNotContain("call accepted");
    }

    @Test
    void aListenerThatFailsAfterwardsChangesNothing() throws Exception {
        SecurityListener broken = new SecurityListener() {
            @Override
            public void answered(ObservedRequest request, dev.wshttp.security.events.AnswerKind answer, Duration time) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void refused(ObservedRequest request, dev.wshttp.security.MessageSecurityException reason) {
                throw new IllegalStateException("broken");
            }
        };
        try (var desk = ObservedDesk.of(PKI, broken, kept)) {
            assertThat(desk.port().echo("hello")).isEqualTo("hello");
            assertThat(HttpPost.send(desk.address(), "no envelope").statusCode())
                    .isEqualTo(400);
        }

        assertThat(kept.told()).contains("call REPLY", "unreadable MESSAGE_UNREADABLE");
    }

    @Test
    void anAuditTrailHasALineForEachProofAndEachRefusal() throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        var trail = (Logger) LoggerFactory.getLogger(AuditTrail.LOGGER);
        lines.start();
        trail.addAppender(lines);
        trail.setLevel(Level.INFO);
        try (var desk = ObservedDesk.of(
                PKI, AuditTrail.of(AuditSettings.DEFAULT.withMessageAuthentication(AuditLevel.SUCCESS_OR_FAILURE)))) {
            desk.port().echo(EchoDesk.SECRET);
            HttpPost.send(desk.address(), desk.lastRequest());
        } finally {
            trail.detachAppender(lines);
            trail.setLevel(null);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(5)
                .noneMatch(line -> line.contains(EchoDesk.SECRET))
                .satisfiesExactly(
                        line -> assertThat(line).contains("security-negotiation\",\"outcome\":\"success", "Cohowinery"),
                        line -> assertThat(line).contains("\"request\":\"session-opening\"", "\"session\":\"urn:uuid:"),
                        line -> assertThat(line).contains("\"request\":\"call\"", EchoDesk.ACTION, "127.0.0.1"),
                        line -> assertThat(line).contains("\"outcome\":\"failure\"", "MESSAGE_REPLAYED"),
                        line -> assertThat(line).contains("\"request\":\"session-cancellation\""));
    }

    @Test
    void tellsItsState() throws Exception {
        try (var desk = ObservedDesk.of(PKI, kept)) {
            EndpointStatus status = kept.endpoints().get(0);
            assertThat(status.activeSessions()).isZero();
            assertThat(status.ownCertificates()).contains(PKI.service().certificate());
            assertThat(status.authorities()).contains(PKI.authorityCertificate());
            assertThat(status.revocationLists()).isEmpty();
            assertThat(status.mostRememberedMessages()).isEqualTo(12_000_000);
            int before = status.rememberedMessages();

            EchoDesk.Echo port = desk.port();
            port.echo("hello");

            assertThat(status.activeSessions()).isEqualTo(1);
            assertThat(status.pendingSessions()).isZero();
            assertThat(status.pendingNegotiations()).isZero();
            assertThat(status.rememberedMessages()).isGreaterThan(before);
            ((Closeable) port).close();
            assertThat(status.activeSessions()).isZero();

            desk.stop();
            assertThat(kept.endpoints()).isEmpty();
        }
    }

    /** An operation that fails. */
    @WebService(
            serviceName = "EchoService",
            portName = "EchoPort",
            targetNamespace = EchoDesk.NAMESPACE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.EchoDesk$Echo")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Broken implements EchoDesk.Echo {
        @Override
        public String echo(String text) {
            throw new IllegalStateException("for an unforeseen reason");
        }
    }

    /** An operation that no caller may call. */
    @DenyAll
    @WebService(
            serviceName = "EchoService",
            portName = "EchoPort",
            targetNamespace = EchoDesk.NAMESPACE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.EchoDesk$Echo")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class ForNone implements EchoDesk.Echo {
        @Override
        public String echo(String text) {
            return text;
        }
    }

    /** An operation that counts its calls. */
    @WebService(
            serviceName = "EchoService",
            portName = "EchoPort",
            targetNamespace = EchoDesk.NAMESPACE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.EchoDesk$Echo")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Counting implements EchoDesk.Echo {
        private final AtomicInteger calls;

        Counting(AtomicInteger calls) {
            this.calls = calls;
        }

        @Override
        public String echo(String text) {
            calls.incrementAndGet();
            return text;
        }
    }
}
