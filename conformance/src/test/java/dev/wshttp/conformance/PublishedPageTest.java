// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsMessageEncoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of the documentation has all cases, in their order. Its verdicts are compared where services run. */
class PublishedPageTest {
    private static final Path PUBLISHED = Path.of("..", "docs", "conformance.md");

    static Stream<Probed> hasTheCasesOfTheTables() {
        Stream<Probed> usual = Stream.of(Side.values())
                .flatMap(side -> Stream.of(Mode.values()).map(mode -> Probed.of(side, mode)));
        return Stream.concat(
                usual, Stream.of(new Probed(Side.SERVICE, Mode.DIRECT, Probed.RECORDED_SUITE, WsMessageEncoding.MTOM)));
    }

    @ParameterizedTest
    @MethodSource
    void hasTheCasesOfTheTables(Probed probed) {
        var expected = PublishedPage.of(new MarkdownTable(List.of(new Tried("any", probed, Map.of()))).lines());

        assertThat(PublishedPage.read(PUBLISHED).cases(probed)).isEqualTo(expected.cases(probed));
    }
}
