// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PeerClient;
import dev.wshttp.interop.PeerJar;
import dev.wshttp.interop.TestCredentials;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Metro's client calls Metro's service: that it can speak WCF's policy at all. */
class MetroItselfIT {
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
    void isServed(Mode mode) {
        var credentials = TestCredentials.in(folder.resolve(mode.argument()));
        try (var service = PeerJar.serve(mode, credentials.folder())) {
            assertThat(client.call(mode, credentials.folder(), service.address()))
                    .containsExactly(
                            "Add(100,15.99) = 115.99",
                            "Subtract(145,76.54) = 68.46",
                            "Multiply(9,81.25) = 731.25",
                            "Divide(22,7) = 3.142857142857143",
                            "CN=Cohowinery.com");
        }
    }
}
