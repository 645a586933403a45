// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.captures.Recorded;
import org.junit.jupiter.api.Test;

class ThumbprintTest {
    private final Thumbprint thumbprint =
            Thumbprint.of(Recorded.credential("client").certificate());

    @Test
    void isTheOneThatWcfShows() {
        assertThat(thumbprint.hex()).isEqualTo("2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A");
        assertThat(thumbprint).hasToString("2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A");
    }

    /** The key identifier of the recorded request. */
    @Test
    void hasTheBase64ThatWcfSends() {
        String request = Recorded.SAMPLE.text("01-request.xml");

        assertThat(request)
                .contains(">"
                        + Thumbprint.of(Recorded.credential("service").certificate())
                                .base64() + "<");
    }
}
