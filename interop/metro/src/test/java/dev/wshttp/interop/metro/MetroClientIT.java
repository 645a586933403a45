// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PeerClientContract;
import dev.wshttp.interop.PeerProgram;
import dev.wshttp.interop.WatchedService.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Metro's client calls our service. */
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class MetroClientIT extends PeerClientContract {
    MetroClientIT(Mode mode) {
        super(mode);
    }

    /** Returns the fault has no security, so Metro does not say what is in it; our log does. */
    @Override
    protected String refusalOfItsCertificate() {
        return PeerProgram.FAILURE;
    }

    @Override
    protected String refusalOfAReply(Change change) {
        return "WssSoapFaultException: Invalid Security Header";
    }

    /** Metro ignores TLSNEGO but for a line of its log, and sends the body in clear, with an unsigned timestamp. */
    @Test
    void isRefusedWhenItSendsClearTextUnderAPolicyThatItDoesNotKnow() {
        try (var negotiating = negotiating()) {
            assertThat(callUnderAnUnknownPolicy(negotiating)).startsWith(PeerProgram.FAILURE);
            assertThat(negotiating.recorder().exchanges()).hasSize(1);
            var exchange = negotiating.recorder().exchanges().get(0);
            assertThat(exchange.sent()).contains("<n1>100</n1>").doesNotContain("Signature", "EncryptedData");
            assertThat(exchange.reply().status()).isEqualTo(500);
            assertThat(exchange.received()).contains("s:Sender").doesNotContain("115.99");
        }
    }
}
