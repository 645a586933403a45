// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.internal.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page for users of WCF names every setting that the code knows. */
class WcfToJavaTest {
    private static String page;

    @BeforeAll
    static void readPage() throws IOException {
        page = Files.readString(Path.of("../docs/wcf-to-java.md"));
    }

    @Test
    void namesEveryElementAndAttribute() {
        assertThat(Stream.of(BindingElements.ALL, EndpointElements.ALL, CredentialElements.ALL)
                        .flatMap(List::stream)
                        .flatMap(table -> table.rules().stream().map(rule -> written(table, rule))))
                .hasSizeGreaterThan(100)
                .allSatisfy(name -> assertThat(page).contains(name));
    }

    @Test
    void namesEveryKey() {
        assertThat(SettingKey.values())
                .allSatisfy(key -> assertThat(page)
                        .containsAnyOf(
                                "`" + key.fullName().substring(SettingKey.PREFIX.length()) + "`",
                                "`" + key.fullName() + "`"));
    }

    private static String written(ElementRules table, Rule rule) {
        return rule.isOfElement()
                ? "`<" + table.element() + "><" + rule.name() + ">`"
                : "`<" + table.element() + " " + rule.name() + ">`";
    }
}
