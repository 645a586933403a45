// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.service.CalculatorServiceHost;
import dev.wshttp.calculator.service.ServiceFiles;
import dev.wshttp.calculator.service.ServiceSettings;
import dev.wshttp.certs.TestPki;
import dev.wshttp.explain.browser.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a running service as a reader has it. Without Chromium these tests are skipped, unless {@link Chromium#required()}. */
class ServicePageInChromiumTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static @Nullable Chromium chromium;
    private static @Nullable CalculatorServiceHost host;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Chromium.required();
        Assumptions.assumeTrue(program.isPresent(), "no Chromium");
        var security = ServiceSettings.load(ServiceFiles.write(PKI, directory).settings(), Map.of())
                .endpoint()
                .feature();
        host = CalculatorServiceHost.open(security, URI.create("http://localhost:0/Calculator"));
        chromium = Chromium.start(program.get(), Path.of("target", "chromium").toAbsolutePath());
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private static Chromium browser() {
        return Objects.requireNonNull(chromium);
    }

    private static Chromium shown() {
        browser().show(Objects.requireNonNull(host).address());
        return browser();
    }

    // 320 is a window of 1280 at 400 %.
    @ParameterizedTest
    @ValueSource(ints = {320, 360, 800, 1400})
    void fitsTheWindowAndIsNoWiderThanALineToRead(int width) {
        browser().resize(width, 800);
        assertThat(Integer.parseInt(shown().evaluate("document.documentElement.scrollWidth")))
                .isLessThanOrEqualTo(width);
        assertThat(Double.parseDouble(shown().evaluate("document.querySelector('main').getBoundingClientRect().width")))
                .isLessThanOrEqualTo(52 * 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void hasContrast(String colours) {
        browser().resize(1200, 800);
        browser().prefer(colours);
        assertThat(shown().leastContrast()).isGreaterThanOrEqualTo(4.5);
        assertThat(browser().evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(colours.equals("light") ? "rgb(255, 255, 255)" : "rgb(22, 22, 26)");
    }

    @Test
    void copiesEachBlockOfCodeWithOneClick() {
        shown();
        browser().allowClipboard(Objects.requireNonNull(host).address());
        assertThat(browser().evaluate("document.querySelectorAll('pre').length"))
                .isEqualTo("3");
        assertThat(
                        browser()
                                .evaluate(
                                        "[...document.querySelectorAll('button')].map(b => b.getAttribute('aria-label')).join()"))
                .isEqualTo("Copy the command,Copy the settings for Java,Copy the configuration for WCF");
        browser().click("document.querySelectorAll('button')[1]");
        browser()
                .evaluate(
                        "new Promise(done => { const wait = () => document.querySelectorAll('[role=status]')[1].textContent ? done('') : requestAnimationFrame(wait); wait(); })");
        assertThat(browser().evaluate("document.querySelectorAll('[role=status]')[1].textContent"))
                .isEqualTo("Copied.");
        assertThat(browser()
                        .evaluate("getSelection().toString().startsWith('message-security.address=http://localhost:')"))
                .isEqualTo("true");
        assertThat(
                        browser()
                                .evaluate(
                                        "(await navigator.clipboard.readText()) === document.querySelectorAll('pre')[1].textContent"))
                .isEqualTo("true");
    }

    @Test
    void loadsNothingFromElsewhereAndBreaksNoRuleOfItsPolicy() {
        shown();
        String own = Objects.requireNonNull(host).address().resolve("/").toString();
        assertThat(browser().events("Network.requestWillBeSent\""))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).contains("\"url\":\"" + own));
        assertThat(browser().events("Log.entryAdded")).noneMatch(entry -> entry.contains("Content Security Policy"));
    }

    @Test
    void runsNothingElse() {
        shown();
        assertThat(
                        browser()
                                .evaluate(
                                        "(() => { try { document.body.setAttribute('onclick', 'document.title = 1'); return 'set'; } catch (refused) { return refused.name; } })()"))
                .isEqualTo("TypeError");
        browser()
                .evaluate(
                        "(() => { const a = document.createElement('a'); a.href = 'javascript:document.title=1'; document.body.append(a); a.click(); })()");
        assertThat(browser().evaluate("document.title")).isEqualTo("CalculatorService");
    }

    @Test
    void printsWithoutButtons() {
        shown();
        browser().send("Emulation.setEmulatedMedia", "{\"media\":\"print\"}");
        try {
            assertThat(browser().evaluate("getComputedStyle(document.querySelector('button')).display"))
                    .isEqualTo("none");
            assertThat(browser().evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
        } finally {
            browser().send("Emulation.setEmulatedMedia", "{\"media\":\"\"}");
        }
    }
}
