// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Clients that are written in any way, and print in any encoding. */
class ClientProgramTest {
    @Test
    @DisabledOnOs(OS.WINDOWS) // there is no printf
    void readsWhatIsNoUtf8() {
        ClientRun run =
                new ClientProgram(List.of("printf", "R\\351sultat 115.99\\n"), "115.99").run("http://localhost/");

        assertThat(run.exitCode()).isZero();
        assertThat(run.hasAnswer()).isTrue();
    }
}
