// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.explain.Captures;
import dev.wshttp.explain.Explanation;
import dev.wshttp.explain.HostileMessage;
import dev.wshttp.explain.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a reader has it. Without Chromium these tests are skipped; {@code WSHTTP_REQUIRE_CHROMIUM=true} makes its absence a failure. */
class PageInChromiumTest {
    @TempDir
    private static Path folder;

    private static @Nullable Chromium chromium;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Chromium.required();
        Assumptions.assumeTrue(program.isPresent(), "no Chromium");
        chromium = Chromium.start(program.get(), Path.of("target", "chromium").toAbsolutePath());
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Chromium browser() {
        return Objects.requireNonNull(chromium);
    }

    private static void show(String page) throws IOException {
        browser().show(Files.writeString(folder.resolve("page.html"), page));
    }

    private static String recorded() {
        return Explanation.of(
                        Captures.messages("3-nego-session-DEFAULT").subList(0, 8),
                        KeyFile.read(Captures.keyFiles("3-nego-session-DEFAULT")))
                .page("Recorded");
    }

    // 320 is a window of 1280 at 400 %.
    @ParameterizedTest
    @ValueSource(ints = {320, 360, 800, 1400})
    void fitsTheWindow(int width) throws IOException {
        browser().resize(width, 800);
        show(recorded());
        assertThat(Integer.parseInt(browser().evaluate("document.documentElement.scrollWidth")))
                .isLessThanOrEqualTo(width);
    }

    @Test
    void fitsANarrowWindowWithEverythingOpen() throws IOException {
        browser().resize(320, 800);
        show(recorded());
        browser().evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
        assertThat(Integer.parseInt(browser().evaluate("document.documentElement.scrollWidth")))
                .isLessThanOrEqualTo(320);
    }

    @Test
    void isReachedByKeyboardFromASkipLinkOn() throws IOException {
        show(recorded());
        for (String link : List.of("#messages", "#exchange")) {
            browser().pressTab();
            assertThat(browser().evaluate("document.activeElement.getAttribute('href')"))
                    .isEqualTo(link);
            assertThat(browser().evaluate("document.activeElement.getBoundingClientRect().left >= 0"))
                    .isEqualTo("true");
        }
    }

    @Test
    void namesAllThatCanBeReached() throws IOException {
        show(recorded());
        assertThat(
                        browser()
                                .evaluate(
                                        "[...document.querySelectorAll('a[href], summary, [tabindex]')].filter(e => !(e.getAttribute('aria-label') || e.textContent.trim())).length"))
                .isEqualTo("0");
        assertThat(
                        browser()
                                .evaluate(
                                        "['header', 'nav', 'main'].map(e => document.querySelectorAll('body > ' + e).length).join()"))
                .isEqualTo("1,1,1");
        // No level of heading is left out, so that a reader can go from one to the next.
        assertThat(
                        browser()
                                .evaluate(
                                        "[...document.querySelectorAll('h1, h2, h3, h4')].map(e => +e.tagName[1]).every((level, i, all) => level - (all[i - 1] ?? 0) <= 1)"))
                .isEqualTo("true");
    }

    @Test
    void printsWhatIsClosedOnTheScreen() throws IOException {
        show(recorded());
        browser().send("Emulation.setEmulatedMedia", "{\"media\":\"print\"}");
        try {
            assertThat(
                            browser()
                                    .evaluate(
                                            "getComputedStyle(document.querySelector('details'), '::details-content').contentVisibility"))
                    .isEqualTo("visible");
            assertThat(browser().evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
        } finally {
            browser().send("Emulation.setEmulatedMedia", "{\"media\":\"\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void hasContrast(String colours) throws IOException {
        browser().resize(1200, 800);
        browser().prefer(colours);
        show(recorded());
        assertThat(browser().evaluate("matchMedia('(prefers-color-scheme: " + colours + ")').matches"))
                .isEqualTo("true");
        assertThat(browser().leastContrast()).isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void leadsToAKeyAndFromItToTheHandshake() throws IOException {
        show(recorded());
        browser().evaluate("document.querySelector('#m4w3 a.k').click()");
        String key = browser().evaluate("document.querySelector(':target').innerText");
        assertThat(key).contains("derived key", "TLS handshake of the negotiation", "certificate of CN=Contoso.com");
        browser()
                .evaluate(
                        "[...document.querySelectorAll(':target a')].find(a => a.innerText === 'in message 1 of the client').click()");
        assertThat(browser().evaluate("document.querySelector(':target').innerText"))
                .contains("BinaryExchange");
    }

    @Test
    void loadsNothingAndRunsNothing() throws IOException {
        Path message = Files.writeString(folder.resolve("request.xml"), HostileMessage.text());
        show(Explanation.of(List.of(message), KeyFile.none()).page("<script>alert(0)</script>"));
        assertThat(browser().evaluate("document.querySelectorAll('script,img,iframe,object,embed,link').length"))
                .isEqualTo("0");
        assertThat(
                        browser()
                                .evaluate(
                                        "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"))
                .isEqualTo("0");
        assertThat(browser().evaluate("document.body.innerText.includes('alert(5)')"))
                .isEqualTo("true");
        assertThat(browser().events("Page.javascriptDialogOpening")).isEmpty();
        assertThat(browser().events("Network.requestWillBeSent"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).contains("\"url\":\"file:"));
    }

    // The policy of the page allows its own style sheet, by its hash.
    @Test
    void wearsItsStyleSheetUnderItsPolicy() throws IOException {
        show(recorded());
        assertThat(browser().evaluate("getComputedStyle(document.body).overflowWrap"))
                .isEqualTo("anywhere");
        assertThat(browser().events("Log.entryAdded")).isEmpty();
        assertThat(
                        browser()
                                .evaluate(
                                        "document.body.setAttribute('onclick', 'document.title = 1') ?? (document.body.click(), document.title)"))
                .isEqualTo("Recorded");
    }
}
