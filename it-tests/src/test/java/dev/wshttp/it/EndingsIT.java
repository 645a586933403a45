// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientCommand;
import dev.wshttp.it.program.FailingService;
import dev.wshttp.it.program.ServiceJvm;
import dev.wshttp.it.wire.WirePeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One side ends, or goes silent, while a call is under way. */
class EndingsIT {
    private static final int CANNOT_CONNECT = 6;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void serviceEndsCleanlyThoughARequestNeverArrives() throws IOException {
        try (var service = CALCULATOR.start(setup -> setup);
                var stalled = new Socket(service.via().getHost(), service.via().getPort())) {
            stalled.getOutputStream().write(beginningOfRequest(service.via()).getBytes(US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(stalled.getInputStream(), US_ASCII));
            // The service is in the middle of the call from here on.
            assertThat(answer.readLine()).startsWith("HTTP/1.1 100");

            assertThat(service.stop()).isEqualTo(ServiceJvm.ENDED_WHEN_ASKED);
            assertThat(service.log().soFar()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
        }
    }

    @Test
    void clientExplainsServiceThatEndsBeforeItAnswers() {
        try (var service = FailingService.closing("")) {
            ProgramRun run = call(service);

            assertExplained(run, "CONNECTION_BROKEN", service.address().toString());
            assertThat(service.requests()).isEqualTo(1);
        }
    }

    @Test
    void clientExplainsServiceThatEndsInTheMiddleOfItsAnswer() {
        try (var service = FailingService.closing("HTTP/1.1 200 OK\r\nContent-Type: " + WirePeer.SOAP_12
                + "\r\nContent-Length: 5000\r\n\r\n<s:Envelope")) {
            ProgramRun run = call(service);

            assertExplained(run, "CONNECTION_BROKEN", service.address().toString());
            assertThat(service.requests()).isEqualTo(1);
        }
    }

    @Test
    void clientGivesUpOnServiceThatNeverAnswers() {
        try (var service = FailingService.silent()) {
            ProgramRun run = call(service, "--set", "message-security.send-timeout=1s");

            assertExplained(run, "TIMED_OUT", "message-security.send-timeout");
            assertThat(service.requests()).isEqualTo(1);
        }
    }

    private static ProgramRun call(FailingService service, String... options) {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("add", "1", "2"));
        return ClientCommand.standard(CALCULATOR.certificates(), service.address(), CALCULATOR.address())
                .run(arguments.toArray(String[]::new));
    }

    private static String beginningOfRequest(URI service) {
        return "POST " + service.getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + WirePeer.SOAP_12
                + "\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n<s:Envelope";
    }

    private static void assertExplained(ProgramRun run, String... words) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(CANNOT_CONNECT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains(words).doesNotContain("\tat ");
    }
}
