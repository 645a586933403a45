// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class CanonicalFormsTest {
    @Test
    void writesTheExclusiveForm() {
        String form = form("<a xmlns='urn:a' xmlns:b='urn:b'><c/></a>", "");

        assertThat(form).isEqualTo("<a xmlns=\"urn:a\"><c></c></a>");
    }

    @Test
    void writesPrefixesThatAreTreatedInclusively() {
        String form = form("<a xmlns='urn:a' xmlns:b='urn:b'/>", "b");

        assertThat(form).isEqualTo("<a xmlns=\"urn:a\" xmlns:b=\"urn:b\"></a>");
    }

    /** Otherwise an attacker could change what the prefix means inside, where a list should protect it. */
    @Test
    void keepsTheMeaningOfAPrefixOfTheListThatIsDeclaredAgain() {
        String form = form("<x:A xmlns:x='urn:x' xmlns:p='urn:1'><p:B xmlns:p='urn:2'><x:C t='p:T'/></p:B></x:A>", "p");
        String changed = form(
                "<x:A xmlns:x='urn:x' xmlns:p='urn:1'><p:B xmlns:p='urn:2'><x:C xmlns:p='urn:1' t='p:T'/></p:B></x:A>",
                "p");

        assertThat(form)
                .isEqualTo(
                        "<x:A xmlns:p=\"urn:1\" xmlns:x=\"urn:x\"><p:B xmlns:p=\"urn:2\"><x:C t=\"p:T\"></x:C></p:B></x:A>");
        assertThat(changed).isNotEqualTo(form);
    }

    @Test
    void refusesALongNamespaceThatComesOutAgainAndAgain() {
        String envelope = "<a xmlns:b='urn:" + "x".repeat(700) + "'>" + "<b:c/>".repeat(2_000) + "</a>";

        assertThat(faultOf(() -> form(envelope, ""))).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
    }

    /** Of which Canonical XML has no form: an attacker can turn the scheme of a namespace into something else. */
    @Test
    void refusesANamespaceThatIsNoAbsoluteUri() {
        assertThat(faultOf(() -> form("<a xmlns='relative'/>", ""))).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    private static String form(String xml, String prefixes) {
        ReceivedDocument document = Documents.of(xml);
        var octets = new ByteArrayOutputStream();
        new CanonicalForms(document).write(document.root(), prefixes, octets::write);
        return octets.toString(UTF_8);
    }
}
