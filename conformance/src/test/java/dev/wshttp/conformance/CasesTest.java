// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.conformance.Case.Origin;
import dev.wshttp.security.captures.Tolerance;
import dev.wshttp.security.forgery.ChangeScript;
import dev.wshttp.security.forgery.Deviation.Weight;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CasesTest {
    /** The change of these messages is a word or an octet string. */
    private static final Set<String> WITHOUT_STATEMENTS =
            Set.of("tls", "context", "octets", "key-size", "text", "package", "suite", "headers");

    static List<List<Case>> tables() {
        return Stream.of(Side.values())
                .flatMap(side -> Stream.of(Mode.values())
                        .map(mode -> Probed.of(side, mode).cases()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void hasEveryRequestThatWasTriedOnWcfAndAttacksBesides(Mode mode) {
        List<String> names = ofService(mode).stream().map(Case::name).toList();

        assertThat(names)
                .containsAll(Tolerance.of("tolerance-mode" + mode.number() + "-client-to-WCF-service.txt").stream()
                        .map(Tolerance::name)
                        .toList())
                .contains("message without security", "certificate of the client, without its key")
                .hasSizeGreaterThan(40);
    }

    /** Each line of the recorded tables of clients is a case, but the faults of another contract. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void hasEveryAnswerThatWasTriedOnWcfAndAttacksBesides(Mode mode) {
        List<String> names =
                Probed.of(Side.CLIENT, mode).cases().stream().map(Case::name).toList();

        assertThat(names)
                .containsAll(Tolerance.of("tolerance-mode" + mode.number() + "-WCF-client-of-service.txt").stream()
                        .map(Tolerance::name)
                        .toList())
                .contains("reply without security", "unsecured fault without a subcode")
                .hasSizeGreaterThan(45);
        if (mode == Mode.DIRECT) {
            assertThat(names)
                    .contains("own top-level code without namespace", "HTTP 202 without body")
                    .doesNotContain("typed fault with its declared action");
        }
    }

    private static List<Case> ofService(Mode mode) {
        return Probed.of(Side.SERVICE, mode).cases();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void beginsWithTheGenuineMessage(List<Case> cases) {
        assertThat(cases.get(0).weight()).isEqualTo(Weight.GENUINE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void idsNameOneCaseEach(List<Case> cases) {
        assertThat(cases.stream().map(Case::id)).doesNotHaveDuplicates();
    }

    /** A weight that WCF does not bear out is a mistake in a table. */
    @ParameterizedTest
    @MethodSource("tables")
    void wcfAcceptsWhatHasToBeAcceptedAndRefusesWhatHasToBeRefused(List<Case> cases) {
        assertThat(cases).allSatisfy(tried -> {
            if (tried.weight() == Weight.GENUINE || tried.weight() == Weight.SPELLING) {
                assertThat(tried.wcf()).as(tried.id()).contains(Verdict.ACCEPTED);
            }
            if (tried.weight() == Weight.UNSAFE) {
                assertThat(tried.wcf()).as(tried.id()).isNotEqualTo(Optional.of(Verdict.ACCEPTED));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyChangeCanBeRead(List<Case> cases) {
        assertThat(cases)
                .filteredOn(
                        tried -> !WITHOUT_STATEMENTS.contains(tried.deviation().message()))
                .allSatisfy(tried -> assertThatCode(() -> tried.deviation().change())
                        .as(tried.id())
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void attacksThatWereRecordedNameTheirRecording(Mode mode) {
        assertThat(ofService(mode))
                .filteredOn(
                        tried -> tried.origin() == Origin.ATTACK && tried.wcf().isPresent())
                .isNotEmpty()
                .allSatisfy(tried -> assertThat(tried.recording()).startsWith(mode.folder() + "--err-"));
    }

    @Test
    void aTableWithAnUnknownStatementIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ChangeScript.of("unsign To; erasee Action"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'erasee'")
                .hasMessageContaining("unsign");
        assertThatThrownBy(() -> ChangeScript.of("unsign To Action"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 'unsign PLACE'");
    }
}
