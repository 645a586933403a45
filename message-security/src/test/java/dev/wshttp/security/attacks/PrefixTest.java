// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static dev.wshttp.security.internal.soap.Namespaces.XMLNS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.forgery.Forgery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Namespaces that an attacker declares anew. Exclusive canonicalization covers the prefixes of elements and attributes, and not those that occur in
 * values only (Exclusive XML Canonicalization 1.0, section 1.3).
 */
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.wshttp.security.attacks.Mode#tested")
class PrefixTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final List<String> HOLDERS = List.of("Envelope", "Header", "Body", "EncryptedData", "Security");

    private final Wire wire;

    PrefixTest(Mode mode) {
        this.wire = new Wire(mode, PKI);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    /** Prefixes that elements or attributes of the message have: the signature covers them wherever they are declared. */
    @Test
    void refusesOtherNamespacesForThePrefixesOfSignedHeaders() {
        var changes = new LinkedHashMap<String, Consumer<Forgery>>();
        for (String block : List.of("Action", "MessageID", "ReplyTo", "To", "DryRun", "Timestamp", "Body")) {
            changes.put("elements of " + block, message -> {
                Element part = message.first(block);
                String prefix = part.getPrefix() == null ? "" : ":" + part.getPrefix();
                part.setAttributeNS(XMLNS, "xmlns" + prefix, "urn:evil");
            });
        }

        wire.requireRefused(changes);
    }

    /** What the application sees of a genuine message is the same under whatever an attacker declares around it. */
    @Test
    void theApplicationSeesTheSameUnderEveryDeclarationThatIsAccepted() {
        String genuine = withoutDeclarations(wire.call());
        for (String holder : HOLDERS) {
            for (String prefix :
                    List.of("xmlns", "xmlns:d", "xmlns:i", "xmlns:item", "xmlns:xenc", "xmlns:xsi", "xmlns:p")) {
                wire.changeRequests(octets -> declared(octets, holder, prefix));
                String seen = attempt();
                if (!seen.isEmpty()) {
                    assertThat(withoutDeclarations(seen))
                            .as(holder + " " + prefix)
                            .isEqualTo(genuine);
                }
                wire.changePort();
            }
        }
    }

    /**
     * The limit: a prefix in a value of a signed header, where it is declared for that value only, is an attacker's to declare anew. The
     * same holds for WCF, whose signatures have no lists of prefixes. An application that reads qualified names from values has to declare them
     * with an element or attribute of that prefix.
     */
    @Test
    void aPrefixThatOccursInAValueOnlyIsNotSigned() {
        String header = "<t:Kind xmlns:t='" + Wire.APPLICATION + "' xmlns:q='urn:good'>q:Name</t:Kind>";
        String bound = "<t:Kind xmlns:t='" + Wire.APPLICATION + "' xmlns:q='urn:good' q:bound=''>q:Name</t:Kind>";

        assertThat(afterRedeclaration(header)).contains("urn:evil").doesNotContain("urn:good");
        assertThat(afterRedeclaration(bound)).isEmpty();
    }

    private String afterRedeclaration(String header) {
        wire.send(header);
        wire.changeRequests(octets ->
                new String(octets, UTF_8).replace("urn:good", "urn:evil").getBytes(UTF_8));
        return attempt();
    }

    private String attempt() {
        try {
            return wire.call();
        } catch (RuntimeException refused) {
            wire.changeRequests(octets -> octets);
            return "";
        }
    }

    private static byte[] declared(byte[] octets, String holder, String prefix) {
        return Wire.changed(octets, message -> {
            Element element = holder.equals("Envelope")
                    ? (Element) message.header().getParentNode()
                    : holder.equals("EncryptedData") ? Forgery.in(message.body(), holder) : message.first(holder);
            if (!element.hasAttribute(prefix)) {
                element.setAttributeNS(XMLNS, prefix, "urn:evil");
            }
        });
    }

    private static String withoutDeclarations(String report) {
        return report.replaceAll("uuid:[-0-9a-f]{36}", "uuid").replaceAll(" xmlns(:[a-z]+=\"[^\"]*|=\"urn:evil)\"", "");
    }
}
