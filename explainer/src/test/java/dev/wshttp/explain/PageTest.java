// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wshttp.explain.internal.message.Ns;
import dev.wshttp.explain.internal.page.Explanations;
import dev.wshttp.explain.internal.xml.Attribute;
import dev.wshttp.explain.internal.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page: it runs nothing, loads nothing, leads from each element to where its key came from, and explains all that WCF sends. */
class PageTest {
    private static final Path PUBLISHED = Path.of("..", "docs", "exchange.html");
    private static final Pattern TAG = Pattern.compile("<(/?)([^\\s>/]+)((?:\\s+[^\\s=>]+=\"[^\"]*\")*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s([^\\s=]+)=\"([^\"]*)\"");
    private static final Set<String> TAGS = Set.of(
            "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "p", "dl", "dt",
            "dd", "main", "div", "svg", "text", "line", "path", "ul", "ol", "li", "section", "details", "summary",
            "code", "b", "i", "span", "cite", "aside", "nav");
    private static final Set<String> ATTRIBUTES = Set.of(
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "id",
            "class",
            "href",
            "tabindex",
            "role",
            "aria-label",
            "xmlns",
            "viewBox",
            "width",
            "height",
            "x",
            "y",
            "x1",
            "y1",
            "x2",
            "y2",
            "d",
            "text-anchor");

    @TempDir
    private Path folder;

    private static String page(String recording) {
        return Explanation.of(Captures.messages(recording), KeyFile.read(Captures.keyFiles(recording)))
                .page("A recorded exchange of WCF");
    }

    @Test
    void isPublishedAsItIsMadeToday() throws IOException {
        // A copy of the module has no docs beside it.
        assumeThat(PUBLISHED.getParent()).exists();
        Path made = folder.resolve("exchange.html");
        Files.writeString(made, page(Captures.DEFAULT_MODE));
        assertThat(made)
                .as("docs/exchange.html; to renew it, run calculator-client explain as explainer/README.md says")
                .hasSameTextualContentAs(PUBLISHED);
    }

    /** Each module has its copy, so that it can be copied alone. */
    @Test
    void wearsWhatThePageOfTheServiceWears() {
        assertThat(Path.of("src/main/resources/dev/wshttp/explain/internal/page/page.css"))
                .hasSameTextualContentAs(
                        Path.of("../message-security/src/main/resources/dev/wshttp/security/servlet/page.css"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1-nonego-nosession", "2-nonego-session--renew", "3-nego-session-DEFAULT", "4-nego-nosession"})
    void hasOnlyItsOwnMarkupAndLinksThatLeadSomewhere(String recording) {
        assertHarmless(page(recording));
    }

    static void assertHarmless(String page) {
        var ids = new ArrayList<String>();
        var links = new TreeSet<String>();
        String body = page.replaceFirst("<style>[^<]*</style>", "").replaceFirst("^<!DOCTYPE html>", "");
        Matcher tag = TAG.matcher(body);
        int tags = 0;
        while (tag.find()) {
            tags++;
            assertThat(TAGS).contains(tag.group(2));
            Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
            while (attribute.find()) {
                assertThat(ATTRIBUTES).contains(attribute.group(1));
                if (attribute.group(1).equals("id")) {
                    ids.add(attribute.group(2));
                } else if (attribute.group(1).equals("href")) {
                    links.add(attribute.group(2));
                }
            }
        }
        assertThat(body.chars().filter(character -> character == '<').count())
                .as("every '<' begins a tag of the page")
                .isEqualTo(tags);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(links).allSatisfy(link -> assertThat(ids).contains(link.substring(1)));
        assertThat(body).contains("default-src &#39;none&#39;; style-src &#39;sha256-");
        String sheet = page.substring(page.indexOf("<style>"), page.indexOf("</style>"));
        assertThat(sheet).doesNotContain("url(", "@import");
    }

    @Test
    void leadsFromEverySignedElementToTheHandshakeInTwoClicks() {
        String page = page(Captures.DEFAULT_MODE);
        Map<String, String> keys = sections(page);
        Matcher signed =
                Pattern.compile("✎ signed, valid</a> by <a href=\"#(k\\d+)\"").matcher(page);
        int found = 0;
        while (signed.find()) {
            found++;
            assertThat(keys.get(signed.group(1)))
                    .contains("TLS handshake of the negotiation")
                    .contains("certificate of CN=Contoso.com")
                    .contains("in message 1 of the ");
        }
        assertThat(found).isGreaterThan(200);
    }

    private static Map<String, String> sections(String page) {
        var sections = new HashMap<String, String>();
        Matcher section = Pattern.compile("(?s)<section id=\"(k\\d+)\" class=\"key\">(.*?)</section>")
                .matcher(page);
        while (section.find()) {
            sections.put(section.group(1), section.group(2));
        }
        return sections;
    }

    @Test
    void showsTheContentOfACallOnTheSideThatHasTheKeyOnly() {
        String opened = page(Captures.DEFAULT_MODE);
        String closed = Explanation.of(Captures.messages(Captures.DEFAULT_MODE), KeyFile.none())
                .page("closed");
        assertThat(opened).contains("15.99").contains("give it to those only who may read them");
        assertThat(closed).doesNotContain("15.99").contains("No keys were given");
        String network = opened.substring(opened.indexOf("id=\"m6w0\""), opened.indexOf("id=\"m6u0\""));
        assertThat(network).doesNotContain("15.99").contains("▣ encrypted");
        // What stands around the cipher text is neither signed nor encrypted.
        String method = network.substring(
                network.lastIndexOf("<b>e:EncryptionMethod</b>"), network.lastIndexOf("<b>KeyInfo</b>"));
        assertThat(method).doesNotContain("✎", "▣");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-nonego-nosession--fault",
                "2-nonego-session--renew",
                "3-nego-session-DEFAULT--renew",
                "4-nego-nosession--fault",
                "live-encrypted-headers--mode1"
            })
    void explainsEveryElementAndAttributeOfTheSpecifications(String recording) {
        Explanations explanations = Explanations.load();
        var unexplained = new TreeSet<String>();
        Captures.opened(recording).messages().stream()
                .flatMap(message -> message.understood().root().all().stream())
                .filter(element -> !Ns.shortName(element.namespace()).isEmpty())
                .forEach(element -> collect(element, explanations, unexplained));
        assertThat(unexplained).isEmpty();
    }

    private static void collect(Element element, Explanations explanations, Set<String> unexplained) {
        if (explanations.of(element).isEmpty()) {
            unexplained.add(element.qualifiedName());
        }
        for (Attribute attribute : element.attributes()) {
            if (explanations.of(attribute).isEmpty()) {
                unexplained.add("@" + attribute.qualifiedName());
            }
        }
    }

    // What a peer could write to have this page run something, or look like something else.
    @Test
    void runsNothingThatAMessageSays() throws IOException {
        Path file = Files.writeString(folder.resolve("request.xml"), HostileMessage.text());
        String page = Explanation.of(List.of(file), KeyFile.read(Captures.keyFiles("1-nonego-nosession")))
                .page("</title><script>alert(0)</script>");
        assertHarmless(page);
        assertThat(page).contains("alert(1)", "alert(5)", "alert(7)").doesNotContain("\u202e", "\u200b");
    }

    @Test
    void isBoundedInSize() throws IOException {
        String text = Captures.text("1-nonego-nosession", "01-request.xml")
                .replace("<s:Body", "<x/>".repeat(20_000) + "<s:Body");
        Path file = Files.writeString(folder.resolve("request.xml"), text);
        String page = Explanation.of(List.of(file), KeyFile.read(Captures.keyFiles("1-nonego-nosession")))
                .page("large");
        assertThat(page).hasSizeLessThan(100_000).contains("too many elements to be shown");
        assertHarmless(page);
    }

    // A certificate may have any name; this one stands in the first flight of a client.
    @Test
    void runsNothingThatACertificateSays() throws Exception {
        String hostile = HostileCertificate.base64();
        String text = Captures.text("1-nonego-nosession", "decrypted/01-request.xml")
                .replaceFirst("(<o:BinarySecurityToken [^>]*>)[^<]*", "$1" + hostile);
        Path file = Files.writeString(folder.resolve("request.xml"), text);
        String page = Explanation.of(List.of(file), KeyFile.none()).page("hostile");
        assertHarmless(page);
        assertThat(page).contains("alert(12)");
    }

    // Green is a verified signature; any other one proves nothing.
    @Test
    void marksWhatAVerifiedSignatureCoversAndNothingElse() throws IOException {
        String text =
                Captures.text("1-nonego-nosession", "01-request.xml").replace("ICalculator/Add", "ICalculator/Bad");
        Path file = Files.writeString(folder.resolve("request.xml"), text);
        String invalid = Explanation.of(List.of(file), KeyFile.read(Captures.keyFiles("1-nonego-nosession")))
                .page("changed");
        String tree = invalid.substring(invalid.indexOf("id=\"m0\""));
        assertHarmless(invalid);
        assertThat(tree.split("class=\"q", -1)).hasSizeGreaterThan(20);
        assertThat(tree).contains("✎? signature here is invalid").doesNotContain("signed, invalid");
        assertThat(element(tree, "s:Body")).startsWith("q ");
        // The endorsing signature is valid: it covers the other signature and not the message.
        assertThat(element(page("1-nonego-nosession"), "s:Body")).startsWith("s ");
    }

    private static String element(String tree, String name) {
        Matcher found = Pattern.compile(
                        "<li id=\"[^\"]*\" class=\"([^\"]*)\"><div class=\"row\"><details><summary><code><b>" + name)
                .matcher(tree);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "live-protection-levels-all-sign--mode1, ○ readable",
        "1-nonego-nosession, ▣ encrypted",
        "3-nego-session-DEFAULT, ○ readable"
    })
    void saysAtAnArrowInWordsWhetherTheBodyIsReadable(String recording, String words) {
        String page = page(recording);
        String arrow = page.substring(page.indexOf("href=\"#m0\""));
        assertThat(arrow.substring(0, arrow.indexOf("</text>"))).contains(words + ": ");
    }

    @Test
    void saysThatABodyIsPartlyEncrypted() throws IOException {
        String text = Captures.text("1-nonego-nosession", "01-request.xml").replace("</s:Body>", "<Add/></s:Body>");
        Path file = Files.writeString(folder.resolve("request.xml"), text);
        String page = Explanation.of(List.of(file), KeyFile.none()).page("partly");
        assertThat(page).contains("◐ partly encrypted: ").contains("class=\"arrow p\"");
    }

    @Test
    void tellsEachLegOfAHandshakeOnce() {
        Map<String, String> keys = sections(page(Captures.DEFAULT_MODE));
        assertThat(keys.values())
                .filteredOn(key -> key.contains("TLS handshake of the negotiation"))
                .isNotEmpty()
                .allSatisfy(key ->
                        assertThat(key.split("The client sent ClientHello", -1)).hasSize(2));
    }
}
