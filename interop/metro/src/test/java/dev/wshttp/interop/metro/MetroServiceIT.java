// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PeerServiceContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client calls Metro's service. */
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class MetroServiceIT extends PeerServiceContract {
    MetroServiceIT(Mode mode) {
        super(mode);
    }

    /** About a message that opens a session Metro's fault has no security, as WCF's has none. */
    @Override
    protected String problemOfTheFault(Mode mode) {
        return mode == Mode.SESSION ? "FAULT_NOT_SECURED" : "SECURITY_HEADER_MALFORMED";
    }

    /** Metro remembers no messages, so an attacker who has seen a request can have it answered again. */
    @Test
    void answersARequestThatItHasHadBefore() throws IOException {
        assertThat(statusOfTheSameMessageAgain(0)).isEqualTo(200);
    }
}
