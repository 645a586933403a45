// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PeerServiceContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client calls CXF's service. */
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class CxfServiceIT extends PeerServiceContract {
    CxfServiceIT(Mode mode) {
        super(mode);
    }

    @Override
    protected String problemOfTheFault(Mode mode) {
        return "FAULT_NOT_SECURED";
    }

    @Test
    void refusesACallThatItHasHadBefore() throws IOException {
        assertThat(statusOfTheSameMessageAgain(firstCall())).isEqualTo(500);
    }
}
