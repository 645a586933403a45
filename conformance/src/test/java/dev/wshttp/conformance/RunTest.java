// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.security.forgery.Deviation.Weight;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** What is made of the verdicts of a peer that is only imagined. */
class RunTest {
    private static final Probed PROBED = Probed.of(Side.SERVICE, Mode.DIRECT);
    private static final List<Case> CASES = PROBED.cases();

    @TempDir
    Path folder;

    @Test
    void aPeerLikeWcfFulfilsEveryProfile() {
        Run run = run(RunTest::likeWcf);

        for (Profile profile : Profile.values()) {
            assertThat(run.problems(Set.of(profile))).as(profile.word()).isEmpty();
        }
    }

    @Test
    void aPeerThatAcceptsEverythingIsUnsafeAndWorksWithEverybody() {
        Run run = run(tried -> Outcome.accepted());

        assertThat(run.problems(Set.of(Profile.INTEROPERABLE))).isEmpty();
        assertThat(run.problems(Set.of(Profile.SAFE)))
                .hasSize((int) CASES.stream()
                        .filter(tried -> tried.weight() == Weight.UNSAFE)
                        .count())
                .containsKeys("direct/body-not-encrypted", "direct/same-message-twice");
        assertThat(run.problems(Set.of(Profile.WCF_IDENTICAL))).containsKey("direct/signature-dkt-length-16");
    }

    @Test
    void aPeerThatRefusesAllButTheGenuineMessageIsSafeAndWorksWithFew() {
        Run run = run(tried -> tried.weight() == Weight.GENUINE ? Outcome.accepted() : Outcome.refused("no"));

        assertThat(run.problems(Set.of(Profile.SAFE))).isEmpty();
        assertThat(run.problems(Set.of(Profile.INTEROPERABLE))).containsKey("direct/bst-first");
    }

    @Test
    void anAnswerThatIsNotUnderstoodIsNoRefusal() {
        Run run = run(tried -> tried.name().equals("body not encrypted") ? Outcome.unclear("?") : likeWcf(tried));

        assertThat(run.problems(Set.of(Profile.SAFE))).containsOnlyKeys("direct/body-not-encrypted");
    }

    @Test
    void withoutTheGenuineMessageNothingIsTold() {
        var failure = catchThrowableOfType(
                KitFailure.class, () -> run(tried -> Outcome.refused("Sender / InvalidSecurity: wrong clock")));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.GENUINE_REFUSED);
        assertThat(failure).hasMessageContaining("wrong clock").hasMessageContaining("'direct'");
    }

    @Test
    void aPeerThatServesNoMoreAfterRefusalsIsToldSo() {
        int[] tries = {0};
        int all = CASES.size() + 1;

        var failure = catchThrowableOfType(
                KitFailure.class, () -> run(tried -> ++tries[0] > all ? Outcome.noAnswer("closed") : likeWcf(tried)));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.GENUINE_REFUSED);
        assertThat(failure).hasMessageContaining("after the others were tried");
    }

    @Test
    void ciServersReadEachCaseAsATest() throws Exception {
        Path file = folder.resolve("junit.xml");
        Run run = run(tried -> tried.name().equals("To not signed") ? Outcome.accepted() : likeWcf(tried));

        JUnitReport.write(run, Set.of(Profile.SAFE), file);

        Element suite = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(CASES.size()));
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("safe: has to be refused");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("To not signed");
    }

    // A service may say anything, also a character of which a cut leaves half.
    @Test
    void reportsBearWhatAHostilePeerSays() throws Exception {
        String hostile = "\u0001<x>&\uFFFE" + "\uD83D\uDE00".repeat(200);
        Run said = Run.of(
                "imagined \u0002",
                PROBED,
                CASES,
                tried -> tried.weight() == Weight.GENUINE ? Outcome.accepted() : Outcome.unclear("a" + hostile),
                result -> {});
        Path junit = folder.resolve("junit.xml");
        Path json = folder.resolve("hostile.json");

        JUnitReport.write(said, Set.of(Profile.SAFE), junit);
        JsonReport.write(said, json);

        assertThat(DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(junit.toFile())
                        .getElementsByTagName("failure")
                        .getLength())
                .isPositive();
        assertThat(Tried.read(json)).isNotNull();
    }

    @Test
    void aPageHasTheVerdictsOfTheFiles() {
        Path ours = json("ours", RunTest::likeWcf);
        Path theirs = json("theirs", tried -> Outcome.accepted());
        Path page = folder.resolve("page.md");

        assertThat(table(ours, theirs, "--out", page)).isZero();

        assertThat(page)
                .content()
                .contains("| body not encrypted | unsafe | refused | refused | **accepted** |")
                .contains("| signature DKT Length 16 | variant | refused | refused | accepted * |");
        assertThat(table(ours, theirs, "--check", page)).isZero();
    }

    @Test
    void aPageThatSaysSomethingElseIsFound() {
        Path page = folder.resolve("page.md");
        table(json("ours", RunTest::likeWcf), "--out", page);
        Path changed = json("ours", tried -> tried.name().equals("BST first") ? Outcome.refused("") : likeWcf(tried));
        Path stranger = json("another", RunTest::likeWcf);

        assertThat(table(changed, "--check", page)).isEqualTo(ExitCode.NOT_FULFILLED.number());
        assertThat(table(stranger, "--check", page)).isEqualTo(ExitCode.NOT_FULFILLED.number());
    }

    @Test
    void aFileOfAnotherProgramIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"subject\": 1}");

        assertThat(table(file)).isEqualTo(ExitCode.CONFIGURATION.number());
    }

    private static Outcome likeWcf(Case tried) {
        return tried.wcf().orElse(Verdict.REFUSED) == Verdict.ACCEPTED ? Outcome.accepted() : Outcome.refused("no");
    }

    private static Run run(Function<Case, Outcome> peer) {
        return Run.of("imagined", PROBED, CASES, peer, result -> {});
    }

    private Path json(String subject, Function<Case, Outcome> peer) {
        Path file = folder.resolve(subject + ".json");
        JsonReport.write(Run.of(subject, PROBED, CASES, peer, result -> {}), file);
        return file;
    }

    private static int table(Object... arguments) {
        var all = new ArrayList<>(List.of("table"));
        List.of(arguments).forEach(argument -> all.add(argument.toString()));
        var nothing = new PrintWriter(new StringWriter());
        return ConformanceMain.commandLine().setOut(nothing).setErr(nothing).execute(all.toArray(String[]::new));
    }
}
