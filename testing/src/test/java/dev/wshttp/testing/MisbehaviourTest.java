// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The library itself is the tested side, and notices everything that its partner does wrong. */
class MisbehaviourTest {
    private WsHttpTest ws = WsHttpTest.create();
    private final DeskStub stub = new DeskStub();

    @AfterEach
    void end() {
        ws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "UNTRUSTED_CERTIFICATE, CERTIFICATE_NOT_TRUSTED",
        "EXPIRED_CERTIFICATE, CERTIFICATE_NOT_IN_VALIDITY",
        "REVOKED_CERTIFICATE, CERTIFICATE_REVOKED",
        "OTHER_SERVICE, SERVICE_IDENTITY_MISMATCH"
    })
    void certificateOfServiceIsRefused(Misbehaviour way, SecurityFault noticed) {
        TestService service = ws.service(stub, way);

        assertRefused(ws.client(Desk.class, service.address()), noticed);
        assertThat(stub.told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UNTRUSTED_CERTIFICATE, CERTIFICATE_NOT_TRUSTED",
        "EXPIRED_CERTIFICATE, CERTIFICATE_NOT_IN_VALIDITY",
        "REVOKED_CERTIFICATE, CERTIFICATE_REVOKED"
    })
    void certificateOfClientIsRefused(Misbehaviour way, SecurityFault noticed) {
        TestService service = ws.service(stub);

        assertRefused(ws.client(Desk.class, service.address(), way), SecurityFault.NEGOTIATION_REFUSED);
        assertThat(service.refusals()).contains(noticed);
        assertThat(stub.told).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void timestampOfServiceIsRefused(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub, Misbehaviour.EXPIRED_TIMESTAMP);

        assertRefused(ws.client(Desk.class, service.address()), SecurityFault.TIMESTAMP_OUT_OF_RANGE);
        assertThat(service.refusals()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void timestampOfClientIsRefused(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub);

        assertRefused(
                ws.client(Desk.class, service.address(), Misbehaviour.EXPIRED_TIMESTAMP),
                SecurityFault.FAULT_NOT_SECURED);
        assertThat(service.refusals()).containsExactly(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
        assertThat(stub.told).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void tamperedAnswerIsRefused(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub, Misbehaviour.TAMPERED_BODY);

        assertRefused(ws.client(Desk.class, service.address()), SecurityFault.DECRYPTION_FAILED);
        assertThat(stub.told).containsExactly("all");
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void tamperedCallIsRefused(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub);

        assertRefused(
                ws.client(Desk.class, service.address(), Misbehaviour.TAMPERED_BODY), SecurityFault.FAULT_NOT_SECURED);
        assertThat(service.refusals()).hasSize(1);
        assertThat(stub.told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DIRECT, KEY_NOT_RECOGNIZED",
        "SESSION, MESSAGE_REPLAYED",
        "NEGOTIATED, MESSAGE_REPLAYED",
        "NEGOTIATED_SESSION, MESSAGE_REPLAYED"
    })
    void oldAnswerIsRefused(Modes mode, SecurityFault noticed) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub, Misbehaviour.REPLAY);
        TestClient<Desk> client = ws.client(Desk.class, service.address());

        client.port().tell("first");

        assertRefused(client, noticed);
        assertThat(stub.told).containsExactly("first");
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void callThatIsSentTwiceIsMadeOnce(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub);

        assertRefused(ws.client(Desk.class, service.address(), Misbehaviour.REPLAY), SecurityFault.FAULT_NOT_SECURED);
        assertThat(service.refusals()).containsExactly(SecurityFault.MESSAGE_REPLAYED);
        assertThat(stub.told).containsExactly("all");
    }

    @Test
    void refusedSessionEndsTheCall() {
        TestService service = ws.service(stub, Misbehaviour.REFUSED_SESSION);

        assertRefused(ws.client(Desk.class, service.address()), SecurityFault.FAULT_NOT_SECURED);
        assertThat(stub.told).isEmpty();
    }

    @Test
    void sessionThatDoesNotExistCannotBeRefused() {
        ws = WsHttpTest.with(Modes.NEGOTIATED.binding().build());

        assertThatIllegalArgumentException().isThrownBy(() -> ws.service(stub, Misbehaviour.REFUSED_SESSION));
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void forgottenSessionIsOpenedAgain(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub, Misbehaviour.FORGOTTEN_SESSION);
        TestClient<Desk> client = ws.client(Desk.class, service.address());

        client.port().tell("first");
        client.port().tell("second");

        assertThat(stub.told).containsExactly("first", "second");
        assertThat(service.refusals()).hasSize(mode.hasSession() || mode.negotiates() ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.testing.Modes#tested")
    void unsecuredFaultIsNoAnswer(Modes mode) {
        ws = WsHttpTest.with(mode.binding().build());
        TestService service = ws.service(stub, Misbehaviour.UNSECURED_FAULT);

        assertRefused(ws.client(Desk.class, service.address()), SecurityFault.FAULT_NOT_SECURED);
        assertThat(stub.told).isEmpty();
    }

    private static void assertRefused(TestClient<Desk> client, SecurityFault noticed) {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> client.port().tell("all"))
                .satisfies(refused ->
                        assertThat(refused.fault()).as(refused.getMessage()).isEqualTo(noticed));
    }
}
