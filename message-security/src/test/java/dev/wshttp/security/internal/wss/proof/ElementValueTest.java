// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.xml.XmlElement;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Content of unauthenticated peers as values: what it costs, and how deep it may be. */
class ElementValueTest {
    private static final ReaderQuotas UNLIMITED = new ReaderQuotas(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final long MOST_BYTES = 20_000_000;

    @Test
    void declarationsAreNotCopiedIntoEachElementThatDeclaresAnother() {
        var body = new StringBuilder();
        for (int level = 0; level < 25; level++) {
            body.append("<a");
            for (int prefix = 0; prefix < 64; prefix++) {
                body.append(" xmlns:n").append(level).append('x').append(prefix).append("='u:'");
            }
            body.append('>');
        }
        body.append("<a xmlns='u:'/>".repeat(2_500)).append("</a>".repeat(25));
        ProvableMessage message = message(body.toString(), ReaderQuotas.DEFAULT);

        long before = allocatedBytes();
        XmlElement value = message.content().orElseThrow();
        long canonicalBytes = value.canonicalForm(1 << 20).length;

        assertThat(canonicalBytes).isPositive();
        assertThat(allocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void refusesContentThatIsNestedDeeperThanAnyLegWhateverTheQuotasAllow() {
        ProvableMessage deep = message("<a>".repeat(9_000) + "</a>".repeat(9_000), UNLIMITED);

        var refused = catchThrowableOfType(MessageSecurityException.class, deep::content);

        assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
    }

    @Test
    void readsCodeAndReasonOfAFaultWhateverItsDetailIs() {
        ProvableMessage message = message(
                "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text>no</s:Text></s:Reason><s:Detail>"
                        + "<a>".repeat(9_000) + "</a>".repeat(9_000) + "</s:Detail></s:Fault>",
                UNLIMITED);

        assertThat(message.faultInClear().orElseThrow()).hasToString("Sender: no");
    }

    @Test
    void knowsThePrefixesThatAreDeclaredAroundIt() {
        XmlElement value = message("<a xmlns:p='urn:p'><b>p:name</b></a>", ReaderQuotas.DEFAULT)
                .content()
                .orElseThrow();

        assertThat(value.elements().get(0).scope().namespace("p")).isEqualTo("urn:p");
        assertThat(value.scope().namespace("s")).isEqualTo("http://www.w3.org/2003/05/soap-envelope");
        assertThat(value.scope().namespace("q")).isEmpty();
    }

    private static ProvableMessage message(String body, ReaderQuotas quotas) {
        return Documents.message(
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>" + body
                        + "</s:Body></s:Envelope>",
                quotas);
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
