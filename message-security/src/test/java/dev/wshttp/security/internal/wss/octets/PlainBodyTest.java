// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.internal.xml.XmlOctets;
import org.junit.jupiter.api.Test;

class PlainBodyTest {
    /** A call that is made again writes the body of the first request, which the application may nest as it wants. */
    @Test
    void aBodyOfThisSideIsWrittenAgainHoweverDeepItIs() {
        String deep = "<a>".repeat(200) + "</a>".repeat(200);
        byte[] octets = deep.getBytes(UTF_8);

        byte[] again = XmlOctets.of(
                new PlainBody(Scanner.fragment(octets, 0, octets.length, TableDocument.NO_QUOTAS, new Scope(), 0)));

        assertThat(new String(again, UTF_8)).isEqualTo(deep);
    }
}
