// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.context.ServiceSecurityContext;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.testing.CapturedMessage.Kind;
import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A project's client calls the service of the extension. */
class TestServiceTest {
    private static final String ADD = "http://Microsoft.ServiceModel.Samples";

    @ParameterizedTest
    @EnumSource(Modes.class)
    void answersClientOfItsSettings(Modes mode) {
        try (var ws = WsHttpTest.with(mode.binding().build())) {
            TestService service = ws.service(new Sums());

            var settings = ConfiguredClient.from("test", ws.clientSettings(service.address()));
            Calculator calculator = connect(settings.feature(), settings.connectTo());

            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.callerIdentity()).startsWith("CN=Cohowinery.com; ");
            assertThat(service.messages())
                    .extracting(CapturedMessage::kind)
                    .containsExactly(Kind.REQUEST, Kind.REPLY, Kind.REQUEST, Kind.REPLY);
            assertThat(service.messages().get(0).texts(ADD, "n2")).containsExactly("15.99");
            assertThat(service.messages().get(1).texts(ADD, "AddResult")).containsExactly("115.99");
            assertThat(service.wire())
                    .isNotEmpty()
                    .noneMatch(seen -> (seen.request().text() + seen.reply().text()).contains("15.99"));
            assertThat(service.wire()).hasSize(2 + (mode.negotiates() ? 2 : 0) + (mode.hasSession() ? 1 : 0));
            assertThat(service.refusals()).isEmpty();
        }
    }

    @Test
    void takesAnyObjectThatImplementsAContract() {
        try (var ws = WsHttpTest.create()) {
            var stub = new DeskStub() {};
            TestService service = ws.service(stub);
            Desk desk = ws.client(Desk.class, service.address()).port();

            assertThat(desk.ask("who", "north")).isEqualTo("north: who?");
            desk.tell("all");

            assertThat(stub.told).containsExactly("all");
            assertThat(service.messages().get(0).texts(Desk.NAMESPACE, "Tenant"))
                    .containsExactly("north");
        }
    }

    @Test
    void answersWithAFaultWhatTheImplementationThrows() {
        try (var ws = WsHttpTest.create()) {
            TestService service = ws.service(new DeskStub());
            Desk desk = ws.client(Desk.class, service.address()).port();

            assertThatThrownBy(() -> desk.tell("")).isInstanceOf(SOAPFaultException.class);

            assertThat(service.messages().get(1).kind()).isEqualTo(Kind.REPLY);
            assertThat(service.messages().get(1).xml()).contains("Fault");
        }
    }

    @ParameterizedTest
    @EnumSource(TextEncoding.class)
    void showsTheWireInEachEncoding(TextEncoding encoding) {
        for (WsMessageEncoding layout : WsMessageEncoding.values()) {
            try (var ws = WsHttpTest.with(Modes.DIRECT
                    .binding()
                    .textEncoding(encoding)
                    .messageEncoding(layout)
                    .build())) {
                TestService service = ws.service(new DeskStub());
                var settings = ConfiguredClient.from("test", ws.clientSettings(service.address()));
                assertThat(settings.feature().binding())
                        .isEqualTo(ws.clientFeature(service.address()).binding());

                ws.client(Desk.class, service.address()).port().tell("something");

                String seen = service.wire().get(0).request().text();
                assertThat(seen).contains("Action", Desk.NAMESPACE + "Desk/tellRequest");
                assertThat(seen).doesNotContain(">something<");
            }
        }
    }

    @Test
    void describesItselfAtItsAddress() {
        try (var ws = WsHttpTest.with(Modes.NEGOTIATED.binding().build())) {
            TestService service = ws.service(new DeskStub());

            var described = ServiceEndpoint.fromWsdl(URI.create(service.address() + "?wsdl"));

            assertThat(described.address()).isEqualTo(service.address());
            assertThat(described.binding()).isEqualTo(Modes.NEGOTIATED.binding().build());
            assertThat(service.wire()).isEmpty();
        }
    }

    @Test
    void refusesWhatHasNoContract() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WsHttpTest.create().service("no service"))
                .withMessageContaining("java.lang.String")
                .withMessageContaining("@WebService");
    }

    private static Calculator connect(MessageSecurityFeature feature, URI address) {
        Calculator port = MessageSecurity.requireSecured(new CalculatorService().getCalculatorPort(feature));
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address.toString());
        return port;
    }

    /** An endpoint as a project has it, with the context of its calls. */
    @WebService(
            endpointInterface = "dev.wshttp.calculator.Calculator",
            targetNamespace = ADD,
            serviceName = "CalculatorService",
            portName = "Sums")
    public static final class Sums implements Calculator {
        @Resource
        private WebServiceContext context;

        @Override
        public double add(double n1, double n2) {
            return n1 + n2;
        }

        @Override
        public double subtract(double n1, double n2) {
            return n1 - n2;
        }

        @Override
        public double multiply(double n1, double n2) {
            return n1 * n2;
        }

        @Override
        public double divide(double n1, double n2) {
            return n1 / n2;
        }

        @Override
        public String callerIdentity() {
            return ServiceSecurityContext.of(context).primaryIdentity().getName();
        }
    }
}
