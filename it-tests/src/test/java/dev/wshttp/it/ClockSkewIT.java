// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clocks may differ by five minutes, and a message lives for five: it may come from five minutes ahead, and ten minutes late. The edges
 * themselves are for the unit tests; here the clock runs on.
 */
class ClockSkewIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @RegisterExtension
    static final CalculatorServiceExtension TOLERANT =
            CalculatorServiceExtension.with(setup -> setup.with("max-clock-skew", "30m"));

    @ParameterizedTest
    @ValueSource(ints = {4, 0, -4, -9})
    void withinTheAllowancePassesTheService(int minutesAhead) {
        Envelope request = CALCULATOR.request(clientAhead(minutesAhead));

        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 59, -11, -59})
    void beyondTheAllowanceIsRefusedByTheService(int minutesAhead) {
        Envelope request = CALCULATOR.request(clientAhead(minutesAhead));

        assertInvalidSecurity(CALCULATOR.wire().send(request));
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
        assertThat(CALCULATOR.log().refusalOf(request.messageId())).contains("max-clock-skew");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, -4})
    void withinTheAllowancePassesBothWays(int minutesAhead) {
        var calculator = clientAhead(minutesAhead).connect(CALCULATOR.via(), CALCULATOR.address());

        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, -4})
    void withinTheAllowancePassesTheClient(int minutesAhead) {
        var calculator = clientAhead(minutesAhead).connect(TOLERANT.via(), TOLERANT.address());

        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, -6})
    void beyondTheAllowanceIsRefusedByTheClient(int minutesAhead) {
        var calculator = clientAhead(minutesAhead).connect(TOLERANT.via(), TOLERANT.address());

        assertRefused(() -> calculator.add(100, 15.99), SecurityFault.TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void isWhatTheServiceIsConfiguredFor() {
        var client = clientAhead(6);

        assertThat(TOLERANT.wire().send(TOLERANT.request(client)).status()).isEqualTo(WireReply.OK);
    }

    @Test
    void ofTheWholeCertificateLifeEndsTheCallBeforeItIsSent() {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            var calculator = clientAhead(Math.toIntExact(Duration.ofDays(2).toMinutes()))
                    .connect(network.address(), CALCULATOR.address());

            assertRefused(() -> calculator.add(1, 2), SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
            assertThat(network.exchanges()).isEmpty();
        }
    }

    private static ClientSetup clientAhead(int minutes) {
        return CALCULATOR.client().withClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
    }
}
