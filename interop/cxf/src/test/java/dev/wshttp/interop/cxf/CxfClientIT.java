// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

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

/** CXF's client calls our service. */
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class CxfClientIT {
    @TempDir
    static Path folder;

    private static TestCredentials credentials;
    private static WatchedService service;
    private static PeerClient cxf;

    private final Mode mode;

    CxfClientIT(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) {
        credentials = TestCredentials.in(folder.resolve(mode.argument()));
        service = WatchedService.start(mode, credentials.folder());
        cxf = PeerJar.client();
    }

    @AfterParameterizedClassInvocation
    static void end() {
        cxf.close();
        service.close();
    }

    @AfterEach
    void changeNothing() {
        service.change(Change.NONE);
    }

    @Test
    void isServed() {
        assertThat(cxf.call(mode, credentials.folder(), service.address()))
                .containsExactly(
                        "Add(100,15.99) = 115.99",
                        "Subtract(145,76.54) = 68.46",
                        "Multiply(9,81.25) = 731.25",
                        "Divide(22,7) = 3.142857142857143",
                        credentials.callerIdentity());
    }

    @Test
    void isRefusedWithTheCertificateOfAStranger() {
        assertThat(cxf.call(mode, credentials.ofStranger(), service.address()))
                .singleElement()
                .asString()
                .contains("At least one security token in the message could not be validated.");
        assertThat(service.refusal("CERTIFICATE_NOT_TRUSTED")).contains("CN=Cohowinery.com");
    }

    /** Without this, the calls that pass would not show that CXF looks at what we sign. */
    @ParameterizedTest
    @EnumSource(names = {"ACTION", "CREATED"})
    void noticesWhenOurReplyIsChanged(Change change) {
        service.change(change);

        assertThat(cxf.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .contains("WSSecurityException");
    }

    /** What comes out of the decryption then is seldom XML, so the signature is seldom asked. */
    @Test
    void noticesWhenOurEncryptedBodyIsChanged() {
        service.change(Change.BODY);

        assertThat(cxf.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .startsWith(PeerProgram.FAILURE);
    }

    /** Before it looks at signatures, CXF looks for the request that is answered. */
    @Test
    void ignoresAReplyToAnotherRequest() {
        service.change(Change.RELATES_TO);

        assertThat(cxf.call(mode, credentials.folder(), service.address()))
                .singleElement()
                .asString()
                .contains("Response message did not contain proper response data");
    }

    @Test
    void sendsNothingUnderAPolicyThatItDoesNotKnow() {
        try (var negotiating = WatchedService.start(Mode.NEGOTIATED, credentials.folder())) {
            assertThat(cxf.call(Mode.NEGOTIATED, credentials.folder(), negotiating.address()))
                    .singleElement()
                    .asString()
                    .contains("PolicyException: No signature token");
            assertThat(negotiating.recorder().exchanges()).isEmpty();
        }
    }
}
