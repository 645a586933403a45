// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Canonical XML 1.0, section 2.3. The second time, the octets of the first time are written. */
    @Test
    void escapesANamespaceEachTimeThatItIsDeclared() {
        String form = form("<a xmlns:b='urn:&lt;&amp;&quot;&#9;&#10;&#13;>\u00e9'><b:c/><b:c/></a>", "");

        String element = "<b:c xmlns:b=\"urn:&lt;&amp;&quot;&#x9;&#xA;&#xD;>\u00e9\"></b:c>";
        assertThat(form).isEqualTo("<a>" + element + element + "</a>");
    }

    @Test
    void splitsAListOfPrefixesAtAnyWhiteSpace() {
        String form = form("<a xmlns='urn:a' xmlns:b='urn:b' xmlns:c='urn:c' xmlns:d='urn:d'/>", " b\t\nc\r d b ");

        assertThat(form).isEqualTo("<a xmlns=\"urn:a\" xmlns:b=\"urn:b\" xmlns:c=\"urn:c\" xmlns:d=\"urn:d\"></a>");
    }

    @Test
    void refusesALongNamespaceThatComesOutAgainAndAgain() {
        String envelope = "<a xmlns:b='urn:" + "x".repeat(700) + "'>" + "<b:c/>".repeat(2_000) + "</a>";

        assertThat(faultOf(() -> form(envelope, ""))).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
    }

    /** Otherwise each part of a message that has used up its budget would cost something again. */
    @Test
    void refusesEveryFurtherFormOfAMessageThatHasUsedUpItsBudget() {
        ReceivedDocument document =
                Documents.of("<a xmlns:b='urn:" + "x".repeat(700) + "'>" + "<b:c/>".repeat(2_000) + "</a>");
        var forms = new CanonicalForms(document);
        var octets = new ByteArrayOutputStream();
        assertThat(faultOf(() -> forms.write(document.root(), "", octets::write)))
                .isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
        octets.reset();

        assertThat(faultOf(() -> forms.write(document.root().elements().get(0), "", octets::write)))
                .isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
        assertThat(octets.size()).isZero();
    }

    /** Of which Canonical XML has no form: an attacker can turn the scheme of a namespace into something else. */
    @Test
    void refusesANamespaceThatIsNoAbsoluteUri() {
        assertThat(faultOf(() -> form("<a xmlns='relative'/>", ""))).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({"<p:c/>,''", "<c p:d=''/>,''", "<c><p:d/></c>,''", "<c/>,p"})
    void refusesANamespaceAroundTheElementThatIsNoAbsoluteUri(String inside, String prefixes) {
        ReceivedDocument document = Documents.of("<a xmlns:p='htt//relative'>" + inside + "<p:after/></a>");

        assertThat(faultOf(() -> formOfFirst(document, prefixes))).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    @Test
    void doesNotMindARelativeNamespaceThatNothingInsideUses() {
        ReceivedDocument document =
                Documents.of("<a xmlns:p='htt//relative' xmlns:q='urn:q'><q:c p=''/><p:after/></a>");

        assertThat(formOfFirst(document, "")).isEqualTo("<q:c xmlns:q=\"urn:q\" p=\"\"></q:c>");
    }

    private static String formOfFirst(ReceivedDocument document, String prefixes) {
        var octets = new ByteArrayOutputStream();
        new CanonicalForms(document).write(document.root().elements().get(0), prefixes, octets::write);
        return octets.toString(UTF_8);
    }

    private static String form(String xml, String prefixes) {
        ReceivedDocument document = Documents.of(xml);
        var octets = new ByteArrayOutputStream();
        new CanonicalForms(document).write(document.root(), prefixes, octets::write);
        return octets.toString(UTF_8);
    }
}
