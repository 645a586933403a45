// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.Refusals;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.WebServiceFeature;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A client in another mode than the service, or without the feature: the service's log says so. */
class OtherModeTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ServiceSecurityTube.class);

    private final EchoDesk desk = new EchoDesk(PKI);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void stop() {
        LOGGER.detachAppender(log);
        desk.close();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, true, ACTION_UNKNOWN, The client wants a session",
        "false, false, true, false, ACTION_UNKNOWN, The client wants to negotiate",
        "false, false, true, true, ACTION_UNKNOWN, The client wants to negotiate",
        "false, true, false, false, CONTEXT_NOT_RECOGNIZED, belongs to no session",
        "false, true, true, false, CONTEXT_NOT_RECOGNIZED, The client wants to negotiate",
        "false, true, true, true, CONTEXT_NOT_RECOGNIZED, The client wants to negotiate",
        "true, false, false, false, KEY_NOT_RECOGNIZED, names no security context",
        "true, false, false, true, ACTION_UNKNOWN, The client wants a session",
        "true, false, true, true, ACTION_UNKNOWN, The client wants a session",
        "true, true, false, false, CONTEXT_NOT_RECOGNIZED, belongs to no session",
        "true, true, false, true, KEY_NOT_RECOGNIZED, names no security context",
        "true, true, true, false, CONTEXT_NOT_RECOGNIZED, names the token that it negotiated"
    })
    void isNamedForWhatItIs(
            boolean negotiates,
            boolean hasSessions,
            boolean clientNegotiates,
            boolean clientHasSessions,
            String code,
            String found) {
        publish(negotiates, hasSessions);
        var client = MessageSecurityFeature.forClient(
                mode(clientNegotiates, clientHasSessions), new PkiCredentials(PKI).client(), Sides.CONTOSO);

        RuntimeException failed = call(client);

        assertThat(refusal()).contains(": " + code + ": ", found).doesNotContain("[]", "Compare the contracts", "null");
        assertThat(refusal()).containsAnyOf("negotiateServiceCredential", "establishSecurityContext");
        assertThat(failed).isInstanceOf(MessageSecurityException.class);
        assertThat(failed.getMessage()).containsAnyOf("negotiateServiceCredential", "establishSecurityContext", "log");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aClientWithoutSecurityLacksTheSecurityHeader(boolean negotiates, boolean hasSessions) {
        publish(negotiates, hasSessions);

        call();

        assertThat(refusal())
                .contains(": SECURITY_HEADER_MISSING: ", "it is in clear", "MessageSecurityFeature.forClient")
                .doesNotContain("ACTION_UNKNOWN", "'null'");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, InvalidSecurity",
        "false, true, BadContextToken",
        "true, false, InvalidSecurity",
        "true, true, BadContextToken"
    })
    void aMessageInClearWithAddressesGetsTheFaultOfWcf(boolean negotiates, boolean hasSessions, String fault)
            throws Exception {
        publish(negotiates, hasSessions);
        for (String action : List.of(EchoDesk.ACTION, "urn:unknown")) {
            log.list.clear();
            String clear = "<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING
                    + "'><s:Header><a:Action>" + action + "</a:Action></s:Header><s:Body/></s:Envelope>";

            assertThat(HttpPost.send(desk.address("/Echo"), clear).body()).contains(fault);
            assertThat(refusal()).contains(": SECURITY_HEADER_MISSING: ");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false, false", "false, true, true", "true, false, true", "true, true, true"})
    void aPortIsOpenWhenNegotiationAndSessionHaveSucceeded(boolean negotiates, boolean hasSessions, boolean opens) {
        publish(negotiates, hasSessions);
        var feature = MessageSecurityFeature.forClient(
                mode(negotiates, hasSessions), new PkiCredentials(PKI).client(), Sides.CONTOSO);
        var port = desk.service("/Echo").getPort(EchoDesk.PORT, EchoDesk.Echo.class, feature);

        assertThat(MessageSecurity.isOpen((BindingProvider) port)).isFalse();
        port.echo("x");

        assertThat(MessageSecurity.isOpen((BindingProvider) port)).isEqualTo(opens);
    }

    @Test
    void anEndpointThatNoMessageCouldNameIsRefusedAtTheStart() {
        var feature = desk.serviceFeature().withAddress(URI.create("urn:calculator"));

        assertThat(Refusals.refusal(() -> desk.publish("/Echo", Endpoint.create(new EchoDesk.EchoEndpoint(), feature))))
                .hasMessageContaining("The address of the endpoint is 'urn:calculator'");
    }

    private void publish(boolean negotiates, boolean hasSessions) {
        var feature =
                MessageSecurityFeature.forService(mode(negotiates, hasSessions), new PkiCredentials(PKI).service());
        desk.publish("/Echo", Endpoint.create(new EchoDesk.EchoEndpoint(), feature));
    }

    private RuntimeException call(WebServiceFeature... features) {
        var port = desk.service("/Echo").getPort(EchoDesk.PORT, EchoDesk.Echo.class, features);
        ((BindingProvider) port)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, desk.address("/Echo"));
        return catchThrowableOfType(RuntimeException.class, () -> port.echo("x"));
    }

    /** Returns the first line of the service's log about a refusal. */
    private String refusal() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .findFirst()
                .orElseThrow();
    }

    private static WsHttpBinding mode(boolean negotiates, boolean hasSessions) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build();
    }
}
