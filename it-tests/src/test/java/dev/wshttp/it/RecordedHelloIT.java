// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.WireReply;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The hello of a recorded WCF client: the service answers it, although it has a server name that the JDK by itself would refuse. */
class RecordedHelloIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    @Test
    void isAnsweredWithTheNextLeg() throws IOException {
        String recorded;
        try (var file = requireNonNull(getClass().getResourceAsStream("/captures/wcf-first-leg.xml"))) {
            recorded = new String(file.readAllBytes(), UTF_8);
        }

        WireReply reply = CALCULATORS.in(Mode.NEGOTIATED_SESSION).wire().send(recorded);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .contains("/trust/RSTR/Issue</a:Action>")
                .contains("Context=\"" + recorded.replaceFirst("(?s).*Context=\"([^\"]*)\".*", "$1") + "\"")
                .contains("ValueType=\" http://schemas.xmlsoap.org/ws/2005/02/trust/tlsnego\"");
    }
}
