// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

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

/** Our client calls CXF's service. */
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class CxfServiceIT {
    @TempDir
    static Path folder;

    private static TestCredentials credentials;
    private static PeerService cxf;

    private final Mode mode;

    CxfServiceIT(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) {
        credentials = TestCredentials.in(folder.resolve(mode.argument()));
        cxf = PeerJar.serve(mode, credentials.folder());
    }

    @AfterParameterizedClassInvocation
    static void end() {
        cxf.close();
    }

    @Test
    void servesOurClient() {
        ProgramRun run = Ours.call(mode, credentials.folder(), cxf.address());

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
        ProgramRun run = Ours.callByWsdl(credentials.folder(), URI.create(cxf.address() + "?wsdl"));

        assertThat(run.out()).as(run.errors()).contains("Add(100,15.99) = 115.99", "CN=Cohowinery.com");
    }

    @Test
    void refusesACallThatItHasHadBefore() throws IOException {
        try (var recorder = Recorder.of(cxf.address())) {
            Ours.call(mode, credentials.folder(), cxf.address(), recorder.address());

            // In a session the message before the first call opened it.
            var first = recorder.exchanges().get(mode == Mode.SESSION ? 1 : 0);
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(recorder.again(first).reply().status()).isEqualTo(500);
        }
    }

    @Test
    void refusesTheCertificateOfAStranger() {
        ProgramRun run = Ours.call(mode, credentials.ofStranger(), cxf.address());

        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains("FAULT_NOT_SECURED");
    }
}
