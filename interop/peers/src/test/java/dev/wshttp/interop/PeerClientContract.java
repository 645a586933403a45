// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.WatchedService.Change;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a peer's client calls our service, and that each side checks the other. */
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
public abstract class PeerClientContract {
    @TempDir
    static Path folder;

    private static TestCredentials credentials;
    private static WatchedService service;
    private static PeerClient peer;

    private final Mode mode;

    /** Makes the tests of a mode. */
    protected PeerClientContract(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) {
        credentials = TestCredentials.in(folder.resolve(mode.argument()));
        service = WatchedService.start(mode, credentials.folder());
        peer = PeerJar.client();
    }

    @AfterParameterizedClassInvocation
    static void end() {
        peer.close();
        service.close();
    }

    @AfterEach
    protected void changeNothing() {
        service.change(Change.NONE);
    }

    /** Returns what the client says when the service does not trust its certificate. */
    protected abstract String refusalOfItsCertificate();

    /** Returns what the client says when this part of a reply was changed. */
    protected abstract String refusalOfAReply(Change change);

    @Test
    protected void isServed() {
        assertThat(peer.call(mode, credentials.folder(), service.address()))
                .containsExactlyElementsOf(Answers.of(credentials.callerIdentity()));
    }

    @Test
    protected void isRefusedWithACertificateOfAnotherAuthority() {
        assertThat(peer.call(mode, credentials.ofAnotherAuthority(), service.address()))
                .singleElement()
                .asString()
                .contains(refusalOfItsCertificate());
        assertThat(service.refusal("CERTIFICATE_NOT_TRUSTED")).contains("CN=Cohowinery.com");
    }

    /** Without this test, the calls that pass would not show that the peer verifies what we sign. */
    @ParameterizedTest
    @EnumSource(names = {"ACTION", "RELATES_TO", "CREATED"})
    protected void noticesWhenOurReplyIsChanged(Change change) {
        service.change(change);

        assertThat(peer.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .contains(refusalOfAReply(change));
    }

    /** The decryption of a changed body seldom gives XML, so the peer seldom gets to the signature. */
    @Test
    protected void noticesWhenOurEncryptedBodyIsChanged() {
        service.change(Change.BODY);

        assertThat(peer.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .startsWith(PeerProgram.FAILURE);
    }

    /** Lets the client call a service whose policy it does not know, and returns the line that the client prints. */
    protected static String callUnderAnUnknownPolicy(WatchedService negotiating) {
        var lines = peer.call(Mode.NEGOTIATED, credentials.folder(), negotiating.address());
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    /** Starts a service that negotiates, which no peer can; close what is returned. */
    protected static WatchedService negotiating() {
        return WatchedService.start(Mode.NEGOTIATED, credentials.folder());
    }
}
