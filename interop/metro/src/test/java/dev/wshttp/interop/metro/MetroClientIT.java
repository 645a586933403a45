// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PeerClient;
import dev.wshttp.interop.PeerJar;
import dev.wshttp.interop.PeerProgram;
import dev.wshttp.interop.TestCredentials;
import dev.wshttp.interop.WatchedService;
import dev.wshttp.interop.WatchedService.Change;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Metro's client calls our service. */
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class MetroClientIT {
    @TempDir
    static Path folder;

    private static TestCredentials credentials;
    private static WatchedService service;
    private static PeerClient metro;

    private final Mode mode;

    MetroClientIT(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) {
        credentials = TestCredentials.in(folder.resolve(mode.argument()));
        service = WatchedService.start(mode, credentials.folder());
        metro = PeerJar.client();
    }

    @AfterParameterizedClassInvocation
    static void end() {
        metro.close();
        service.close();
    }

    @AfterEach
    void changeNothing() {
        service.change(Change.NONE);
    }

    @Test
    void isServed() {
        assertThat(metro.call(mode, credentials.folder(), service.address()))
                .containsExactly(
                        "Add(100,15.99) = 115.99",
                        "Subtract(145,76.54) = 68.46",
                        "Multiply(9,81.25) = 731.25",
                        "Divide(22,7) = 3.142857142857143",
                        credentials.callerIdentity());
    }

    /** The fault is without security, so Metro does not say what is in it; our log does. */
    @Test
    void isRefusedWithTheCertificateOfAStranger() {
        assertThat(metro.call(mode, credentials.ofStranger(), service.address()))
                .singleElement()
                .asString()
                .startsWith(PeerProgram.FAILURE);
        assertThat(service.refusal("CERTIFICATE_NOT_TRUSTED")).contains("CN=Cohowinery.com");
    }

    /** Without this, the calls that pass would not show that Metro looks at what we sign. */
    @ParameterizedTest
    @EnumSource(names = {"ACTION", "RELATES_TO", "CREATED"})
    void noticesWhenOurReplyIsChanged(Change change) {
        service.change(change);

        assertThat(metro.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .contains("WssSoapFaultException: Invalid Security Header");
    }

    /** What comes out of the decryption then is seldom XML, so the signature is seldom asked. */
    @Test
    void noticesWhenOurEncryptedBodyIsChanged() {
        service.change(Change.BODY);

        assertThat(metro.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .startsWith(PeerProgram.FAILURE);
    }

    /** Metro takes no notice of TLSNEGO but for a line of its log, and sends the body in clear, with an unsigned timestamp. */
    @Test
    void isRefusedWhenItSendsClearTextUnderAPolicyThatItDoesNotKnow() {
        try (var negotiating = WatchedService.start(Mode.NEGOTIATED, credentials.folder())) {
            assertThat(metro.call(Mode.NEGOTIATED, credentials.folder(), negotiating.address()))
                    .singleElement()
                    .asString()
                    .startsWith(PeerProgram.FAILURE);
            assertThat(negotiating.recorder().exchanges()).hasSize(1);
            var exchange = negotiating.recorder().exchanges().get(0);
            assertThat(exchange.sent()).contains("<n1>100</n1>").doesNotContain("Signature", "EncryptedData");
            assertThat(exchange.reply().status()).isEqualTo(500);
            assertThat(exchange.received()).contains("s:Sender").doesNotContain("115.99");
        }
    }
}
