// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a peer can speak WCF's policy at all: its client calls its service. */
@Tag("long")
// JUnit calls start before anything else.
@SuppressWarnings("NullAway.Init")
public abstract class PeerItselfContract {
    @TempDir
    static Path folder;

    private static PeerClient client;

    @BeforeAll
    static void start() {
        client = PeerJar.client();
    }

    @AfterAll
    static void end() {
        client.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SESSION"})
    protected void isServed(Mode mode) {
        var credentials = TestCredentials.in(folder.resolve(mode.argument()));
        try (var service = PeerJar.serve(mode, credentials.folder())) {
            assertThat(client.call(mode, credentials.folder(), service.address()))
                    .containsExactlyElementsOf(Answers.of("CN=Cohowinery.com"));
        }
    }
}
