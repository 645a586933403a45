// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner makes of documents of an attacker. */
class ScannerTest {
    private static final ReaderQuotas QUOTAS = new ReaderQuotas(64, 1_000);

    /** What an attacker's characters become in canonical form is larger than they are; that must not be copied again for each of them. */
    @ParameterizedTest
    @ValueSource(strings = {">", "&#13;", "&lt;", "<![CDATA[<&>]]>", "<!-- -->\u00fc"})
    void aTextOfManyEscapesCostsNoMoreThanItsSize(String piece) {
        byte[] document = ("<a>" + piece.repeat(60_000 / piece.length()) + "</a>").getBytes(UTF_8);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = thread.getCurrentThreadAllocatedBytes();
        TokenTable table = Scanner.document(document, QUOTAS);

        assertThat(table.size()).isEqualTo(2);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(30L * document.length);
    }
}
