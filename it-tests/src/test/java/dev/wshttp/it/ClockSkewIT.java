// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clocks may differ by five minutes, and a message lives for five: it may come from five minutes ahead, and ten minutes late. The edges
 * themselves are for the unit tests; here the clock runs on.
 */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#tested")
class ClockSkewIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    @RegisterExtension
    static final CalculatorServiceExtension TOLERANT_ONES =
            CalculatorServiceExtension.with(setup -> setup.with("max-clock-skew", "30m"));

    private final Mode mode;
    private final CalculatorServiceExtension service;
    private final CalculatorServiceExtension tolerant;

    ClockSkewIT(Mode mode) {
        this.mode = mode;
        this.service = CALCULATORS.in(mode);
        this.tolerant = TOLERANT_ONES.in(mode);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0, -4, -9})
    void withinTheAllowancePassesTheService(int minutesAhead) {
        Envelope request = service.firstSecuredRequest(clientAhead(minutesAhead));

        assertThat(service.wire().send(request).status()).isEqualTo(WireReply.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 59, -11, -59})
    void beyondTheAllowanceIsRefusedByTheService(int minutesAhead) {
        Envelope request = service.firstSecuredRequest(clientAhead(minutesAhead));

        assertInvalidSecurity(service.wire().send(request));
        assertThat(service.log().faultOf(request.messageId())).isEqualTo(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
        assertThat(service.log().refusalOf(request.messageId())).contains("max-clock-skew");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, -4})
    void withinTheAllowancePassesBothWays(int minutesAhead) {
        var calculator = clientAhead(minutesAhead).connect(service.via(), service.address());

        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, -4})
    void withinTheAllowancePassesTheClient(int minutesAhead) {
        var calculator = clientAhead(minutesAhead).connect(tolerant.via(), tolerant.address());

        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, -6})
    void beyondTheAllowanceIsRefusedByTheClient(int minutesAhead) {
        var calculator = clientAhead(minutesAhead).connect(tolerant.via(), tolerant.address());

        assertRefused(() -> calculator.add(100, 15.99), SecurityFault.TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void isWhatTheServiceIsConfiguredFor() {
        var client = clientAhead(6);

        assertThat(tolerant.wire().send(tolerant.firstSecuredRequest(client)).status())
                .isEqualTo(WireReply.OK);
    }

    @Test
    void ofTheWholeCertificateLifeEndsTheCallBeforeItIsSent() {
        try (var network = ManInTheMiddle.listening(service.via())) {
            var calculator = clientAhead(Math.toIntExact(Duration.ofDays(2).toMinutes()))
                    .connect(network.address(), service.address());

            assertRefused(() -> calculator.add(1, 2), SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
            assertThat(network.actions()).isEqualTo(mode.negotiates() ? Mode.NEGOTIATION.subList(0, 1) : List.of());
        }
    }

    private ClientSetup clientAhead(int minutes) {
        return service.client().withClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
    }
}
