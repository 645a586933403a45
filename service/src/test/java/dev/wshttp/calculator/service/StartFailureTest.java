// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    private static final URI LISTEN_ON = URI.create("http://no-such-host.invalid:1/");

    @Test
    void explainsUnknownHost() {
        var failure = StartFailure.ofBinding(LISTEN_ON, new UnknownHostException("no-such-host.invalid"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_BIND);
        assertThat(failure.message()).contains("'" + LISTEN_ON + "': the host is not known", "listen-uri");
    }

    @Test
    void explainsPortInUse() {
        var failure = StartFailure.ofBinding(LISTEN_ON, new BindException("Address already in use"));

        assertThat(failure.message()).contains("Stop the process that has the port");
    }
}
