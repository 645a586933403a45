// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Envelopes;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CanonicalFormsTest {
    @BeforeAll
    static void initialize() {
        WSSConfig.init();
    }

    @Test
    void writesTheExclusiveForm() {
        byte[] form = new CanonicalForms(100).of(element("<a xmlns='urn:a' xmlns:b='urn:b'><c/></a>"), "");

        assertThat(new String(form, UTF_8)).isEqualTo("<a xmlns=\"urn:a\"><c></c></a>");
    }

    @Test
    void writesPrefixesThatAreTreatedInclusively() {
        byte[] form = new CanonicalForms(100).of(element("<a xmlns='urn:a' xmlns:b='urn:b'/>"), "b");

        assertThat(new String(form, UTF_8)).isEqualTo("<a xmlns=\"urn:a\" xmlns:b=\"urn:b\"></a>");
    }

    @Test
    void refusesALongNamespaceThatComesOutAgainAndAgain() {
        String envelope = "<a xmlns:b='urn:" + "x".repeat(700) + "'>" + "<b:c/>".repeat(2_000) + "</a>";

        assertThat(faultOf(() -> new CanonicalForms(envelope.length()).of(element(envelope), "")))
                .isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
    }

    /** Of which Canonical XML has no form: an attacker can turn the scheme of a namespace into something else. */
    @Test
    void refusesANamespaceThatIsNoAbsoluteUri() {
        assertThat(faultOf(() -> new CanonicalForms(100).of(element("<a xmlns='relative'/>"), "")))
                .isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    private static Element element(String document) {
        return Envelopes.parse(document).getDocumentElement();
    }
}
