// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.Ours;
import dev.wshttp.interop.PeerJar;
import dev.wshttp.interop.PeerService;
import dev.wshttp.interop.Recorder;
import dev.wshttp.interop.TestCredentials;
import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client calls Metro's service. */
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class MetroServiceIT {
    @TempDir
    static Path folder;

    private static TestCredentials credentials;
    private static PeerService metro;

    private final Mode mode;

    MetroServiceIT(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) {
        credentials = TestCredentials.in(folder.resolve(mode.argument()));
        metro = PeerJar.serve(mode, credentials.folder());
    }

    @AfterParameterizedClassInvocation
    static void end() {
        metro.close();
    }

    @Test
    void servesOurClient() {
        ProgramRun run = Ours.call(mode, credentials.folder(), metro.address());

        assertThat(run.out())
                .as(run.errors())
                .containsExactly(
                        "Add(100,15.99) = 115.99",
                        "Subtract(145,76.54) = 68.46",
                        "Multiply(9,81.25) = 731.25",
                        "Divide(22,7) = 3.14285714285714",
                        "CN=Cohowinery.com");
    }

    @Test
    void publishesAWsdlByWhichOurClientConfiguresItself() {
        ProgramRun run = Ours.callByWsdl(credentials.folder(), URI.create(metro.address() + "?wsdl"));

        assertThat(run.out()).as(run.errors()).contains("Add(100,15.99) = 115.99", "CN=Cohowinery.com");
    }

    /** Metro remembers nothing, so whoever has seen a request can have it answered again. */
    @Test
    void answersARequestThatItHasHadBefore() throws IOException {
        try (var recorder = Recorder.of(metro.address())) {
            Ours.call(mode, credentials.folder(), metro.address(), recorder.address());

            var first = recorder.exchanges().get(0);
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(recorder.again(first).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesTheCertificateOfAStranger() {
        ProgramRun run = Ours.call(mode, credentials.ofStranger(), metro.address());

        assertThat(run.out()).isEmpty();
        // About a message that opens a session its fault has no security, as WCF's has none.
        assertThat(run.errors()).contains(mode == Mode.SESSION ? "FAULT_NOT_SECURED" : "SECURITY_HEADER_MALFORMED");
    }
}
