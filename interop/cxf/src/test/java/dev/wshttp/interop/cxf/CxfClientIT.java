// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PeerClientContract;
import dev.wshttp.interop.WatchedService.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** CXF's client calls our service. */
@ParameterizedClass
@MethodSource("dev.wshttp.interop.Ours#modes")
class CxfClientIT extends PeerClientContract {
    CxfClientIT(Mode mode) {
        super(mode);
    }

    @Override
    protected String refusalOfItsCertificate() {
        return "At least one security token in the message could not be validated.";
    }

    /** CXF looks for the request of a reply before it verifies signatures. */
    @Override
    protected String refusalOfAReply(Change change) {
        return change == Change.RELATES_TO
                ? "Response message did not contain proper response data"
                : "WSSecurityException";
    }

    @Test
    void sendsNothingUnderAPolicyThatItDoesNotKnow() {
        try (var negotiating = negotiating()) {
            assertThat(callUnderAnUnknownPolicy(negotiating)).contains("PolicyException: No signature token");
            assertThat(negotiating.recorder().exchanges()).isEmpty();
        }
    }
}
