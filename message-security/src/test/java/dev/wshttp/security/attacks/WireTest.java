// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixture itself: what the attacks are measured against. */
@ParameterizedClass
@MethodSource("dev.wshttp.security.attacks.Mode#tested")
class WireTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final Mode mode;

    WireTest(Mode mode) {
        this.mode = mode;
    }

    @Test
    void genuineMessagesPassOnceAndReportEverything() {
        try (var wire = new Wire(mode, PKI)) {
            assertThat(wire.call()).contains("order of 1,000", "CN=Cohowinery.com", "DryRun", "MessageID", "ReplyTo");

            wire.desk.seen.clear();
            byte[] kept = wire.intercepted();
            assertThat(wire.desk.seen).isEmpty();
            assertThat(wire.post(kept).status()).isEqualTo(200);
            assertThat(wire.desk.seen).hasSize(1);
            assertThat(wire.post(kept).isRefusal()).isTrue();
            assertThat(wire.lastRefusal()).isEqualTo("MESSAGE_REPLAYED");
        }
    }
}
