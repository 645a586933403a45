// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.testing.CapturedMessage.Kind;
import dev.wshttp.testing.http.HttpRelay;
import jakarta.jws.WebService;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client of the extension calls a project's service. */
class TestClientTest {
    @RegisterExtension
    static final WsHttpTest WS = WsHttpTest.create();

    @ParameterizedTest
    @EnumSource(Modes.class)
    void callsServiceOfItsSettings(Modes mode) {
        URI address = URI.create("http://contoso.example:8080/Desk");
        try (var ws = WsHttpTest.with(mode.binding().build());
                var project = new PublishedEndpoint(() -> new Contract(DeskEndpoint.class)
                        .endpoint(
                                new DeskEndpoint(),
                                ConfiguredService.from("test", ws.serviceSettings(address))
                                        .feature()))) {
            project.publish();
            TestClient<Desk> client = ws.client(Desk.class, address, project.address());

            assertThat(client.port().ask("who", "north")).isEqualTo("north: who?");

            assertThat(client.messages()).extracting(CapturedMessage::kind).containsExactly(Kind.REQUEST, Kind.REPLY);
            assertThat(client.messages().get(0).texts(Desk.NAMESPACE, "Tenant")).containsExactly("north");
            assertThat(client.messages().get(1).texts("", "return")).containsExactly("north: who?");
            assertThat(client.wire())
                    .hasSize(1 + (mode.negotiates() ? 2 : 0) + (mode.hasSession() ? 1 : 0))
                    .noneMatch(seen -> seen.request().text().contains(">who<"));
        }
    }

    @Test
    void isSecured() {
        TestService service = WS.service(new DeskStub());

        TestClient<Desk> client = WS.client(Desk.class, service.address());

        assertThat(MessageSecurity.requireSecured(client.port())).isSameAs(client.port());
    }

    @Test
    void doesNotNeedTheServiceToBeMade() {
        try (var gone = HttpRelay.open("/gone", request -> new HttpRelay.Reply(503, "", new byte[0]))) {
            TestClient<Desk> client = WS.client(Desk.class, gone.address());

            assertThat(client.wire()).isEmpty();
        }
    }

    @Test
    void isNoneOfAClass() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WS.client(DeskEndpoint.class, URI.create("http://localhost/Desk")))
                .withMessageContaining("interface");
    }

    @Test
    void isNoneOfAnInterfaceWithoutAnnotation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WS.client(Runnable.class, URI.create("http://localhost/Desk")))
                .withMessageContaining("@WebService");
    }

    @Test
    void saysWhereNothingListens() {
        TestService gone = WS.service(new DeskStub());
        gone.close();
        TestClient<Desk> client = WS.client(Desk.class, gone.address());

        assertThatThrownBy(() -> client.port().ask("who", "north"))
                .hasStackTraceContaining(gone.address().toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Misbehaviour.class,
            names = {"OTHER_SERVICE", "REFUSED_SESSION", "FORGOTTEN_SESSION", "UNSECURED_FAULT"})
    void cannotDoWhatOnlyServicesDo(Misbehaviour way) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WS.client(Desk.class, URI.create("http://localhost/Desk"), way))
                .withMessageContaining(way.name());
    }

    /** The service of a project. */
    @WebService(endpointInterface = "dev.wshttp.testing.Desk", serviceName = "DeskService")
    public static final class DeskEndpoint extends DeskStub {}
}
