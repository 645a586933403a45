// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlTemplateTest {
    @Test
    void putsValuesInPlaceOfTheirNames() {
        assertThat(new HtmlTemplate("<p>${a}, ${b} and ${a}</p>").with(Map.of("a", "1", "b", "2")))
                .isEqualTo("<p>1, 2 and 1</p>");
    }

    @Test
    void escapesValuesAndDoesNotReadThemAsTemplates() {
        assertThat(new HtmlTemplate("${a}").with(Map.of("a", "<b title='\"&'>${b} $1 \\", "b", "2")))
                .isEqualTo("&lt;b title=&#39;&quot;&amp;&#39;&gt;${b} $1 \\");
    }

    @Test
    void takesTextOfThisProgramAsItIs() {
        assertThat(new HtmlTemplate("<style><!-- include a --></style>")
                        .including("a", "p>b{color:red}")
                        .with(Map.of()))
                .isEqualTo("<style>p>b{color:red}</style>");
    }

    @Test
    void takesCommentsOut() {
        assertThat(new HtmlTemplate("<!-- one\nmore -->\n<p>\n<!-- two -->\n</p>").with(Map.of()))
                .isEqualTo("<p>\n</p>");
    }

    @Test
    void leavesSectionsOut() {
        var template =
                new HtmlTemplate("1\n<!-- begin a -->\n2\n<!-- end a -->\n<!-- begin b -->\n3\n<!-- end b -->\n");

        assertThat(template.with(Map.of())).isEqualTo("1\n2\n3\n");
        assertThat(template.without("a").with(Map.of())).isEqualTo("1\n3\n");
        assertThat(template.without("a").without("b").with(Map.of())).isEqualTo("1\n");
    }

    @Test
    void refusesANameWithoutAValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HtmlTemplate("${a}").with(Map.of("b", "2")))
                .withMessageContaining("${a}");
    }
}
