// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** Tests that our client calls a peer's service, and that each side checks the other. */
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
public abstract class PeerServiceContract {
    @TempDir
    static Path folder;

    private static TestCredentials credentials;
    private static PeerService peer;

    private final Mode mode;

    /** Makes the tests of a mode. */
    protected PeerServiceContract(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) {
        credentials = TestCredentials.in(folder.resolve(mode.argument()));
        peer = PeerJar.serve(mode, credentials.folder());
    }

    @AfterParameterizedClassInvocation
    static void end() {
        peer.close();
    }

    /** Returns what our client finds wrong with the fault that says that the service does not trust its certificate. */
    protected abstract String problemOfTheFault(Mode mode);

    @Test
    protected void servesOurClient() {
        ProgramRun run = Ours.call(mode, credentials.folder(), peer.address());

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
    protected void publishesAWsdlByWhichOurClientConfiguresItself() {
        ProgramRun run = Ours.callByWsdl(credentials.folder(), URI.create(peer.address() + "?wsdl"));

        assertThat(run.out()).as(run.errors()).contains("Add(100,15.99) = 115.99", "CN=Cohowinery.com");
    }

    @Test
    protected void refusesACertificateOfAnotherAuthority() {
        ProgramRun run = Ours.call(mode, credentials.ofAnotherAuthority(), peer.address());

        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains(problemOfTheFault(mode));
    }

    /**
     * Lets our client make five calls, sends one of its messages again, and returns the status of the second answer.
     *
     * @param index of the message; in a session the message before the first call opens it
     */
    protected int statusOfTheSameMessageAgain(int index) throws IOException {
        try (var recorder = Recorder.of(peer.address())) {
            Ours.call(mode, credentials.folder(), peer.address(), recorder.address());

            var first = recorder.exchanges().get(index);
            assertThat(first.reply().status()).isEqualTo(200);
            return recorder.again(first).reply().status();
        }
    }

    /** Returns the index of the first call among the messages of our client. */
    protected int firstCall() {
        return mode == Mode.SESSION ? 1 : 0;
    }
}
