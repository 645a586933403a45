// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.forgery.Deviation.Weight;
import dev.wshttp.security.forgery.FaultReply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit against clients of this project, which are like WCF's, and against programs that are none. */
@Timeout(300)
class ProbedClientTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String SUBJECT = "this project";
    private static final Path RESULTS = Path.of("target", "results");
    private static final Path PUBLISHED = Path.of("..", "docs", "conformance.md");
    private static final String BELIEVED = InThisProcess.FAULT + FaultReply.REASON;
    /** A secured answer that WCF's client refuses by its contract, which this client has not. */
    private static final Set<String> MORE_TOLERANT =
            Set.of("direct/normal-reply-with-the-request-action-reply-unknown-action");

    private static final URI LISTEN = URI.create("http://localhost:0/Calculator");

    @TempDir
    Path folder;

    private Path settings = Path.of("");

    @BeforeEach
    void write() {
        settings = ProbedService.serviceSettings(PKI, folder);
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.conformance.TestedModes#tested")
    void isLikeWcfAndSafe(Mode mode) throws Exception {
        Path results = Files.createDirectories(RESULTS).resolve("client-" + mode.word() + ".json");
        Run run = run(mode, new InThisProcess(PKI, mode));
        JsonReport.write(run, results);

        assertThat(run.problems(EnumSet.of(Profile.SAFE, Profile.INTEROPERABLE)))
                .isEmpty();
        assertThat(run.problems(EnumSet.of(Profile.WCF_IDENTICAL)).keySet())
                .isEqualTo(mode == Mode.DIRECT ? MORE_TOLERANT : Set.of());
        assertThat(run.results())
                .filteredOn(result -> result.outcome().verdict() == Verdict.ACCEPTED)
                .hasSizeGreaterThan(9);
        assertThat(PublishedPage.read(PUBLISHED).differences(Tried.read(results)))
                .isEmpty();
    }

    /** It prints what is expected, whatever it gets. */
    @Test
    void findsAClientThatBelievesEverything() {
        try (var client = new InThisProcess(PKI, Mode.DIRECT)) {
            Run run = run(Mode.DIRECT, address -> {
                client.run(address);
                return new ClientRun(0, "115.99 " + BELIEVED, "115.99");
            });

            assertThat(run.problems(EnumSet.of(Profile.SAFE)))
                    .hasSize((int) Probed.of(Side.CLIENT, Mode.DIRECT).cases().stream()
                            .filter(tried -> tried.weight() == Weight.UNSAFE)
                            .count())
                    .containsKeys("direct/reply-to-an-earlier-call", "direct/reply-without-security");
        }
    }

    /** As a user runs it: a program for each case, which here sends nothing. */
    @Test
    void saysNothingAboutAProgramThatDoesNotCall() {
        var err = new StringWriter();

        int code = ConformanceMain.commandLine()
                .setErr(new PrintWriter(err))
                .execute(
                        "client",
                        "--listen",
                        LISTEN.toString(),
                        "--config",
                        settings.toString(),
                        "--mode",
                        "direct",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-version");

        assertThat(code).isEqualTo(ExitCode.GENUINE_REFUSED.number());
        assertThat(err.toString()).contains("the client sent nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "DIRECT, SESSION",
        "SESSION, NEGOTIATED_SESSION",
        "NEGOTIATED_SESSION, NEGOTIATED",
        "NEGOTIATED, DIRECT",
        "DIRECT, NEGOTIATED"
    })
    void saysNothingAboutAClientOfAnotherMode(Mode mode, Mode ofClient) {
        try (var other = new InThisProcess(PKI, ofClient)) {
            var failure = catchThrowableOfType(KitFailure.class, () -> run(mode, other));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.GENUINE_REFUSED);
            assertThat(failure).hasMessageContaining("another mode than '" + mode.word() + "'");
        }
    }

    @Test
    void refusesUnknownModesAndHalfAnOperation() {
        var err = new StringWriter();
        var command = ConformanceMain.commandLine().setErr(new PrintWriter(err));
        var options = List.of("client", "--listen", LISTEN.toString(), "--config", settings.toString(), "--mode");

        assertThat(command.execute(with(options, "transport", "client"))).isEqualTo(ExitCode.USAGE.number());
        assertThat(command.execute(with(options, "direct", "--action", "urn:a", "client")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(command.execute(with(options, "direct", "--line", "call", "client")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("expected one of direct, session", "--reply", "--end");
    }

    private static String[] with(List<String> options, String... others) {
        var all = new ArrayList<>(options);
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    private Run run(Mode mode, ProbedClient client) {
        ClientTarget target = ClientTarget.read(new ClientTarget.Request(
                LISTEN,
                settings,
                mode,
                client,
                Operation.ADDED.action(),
                Operation.ADDED.body(),
                Optional.of(BELIEVED),
                Optional.empty(),
                Map.of()));
        try (var probe = new ClientProbe(target)) {
            return Run.of(SUBJECT, target.probed(), target.cases(), probe::probe, result -> {});
        }
    }
}
