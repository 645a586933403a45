// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit against services of this project: like WCF in all that was recorded, and safe in all else. */
@Timeout(300)
class ProbedServiceTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String SUBJECT = "this project";
    private static final Path RESULTS = Path.of("target", "results");
    private static final Path PUBLISHED = Path.of("..", "docs", "conformance.md");

    /** ADR 4. */
    private static final Set<String> STRICTER = Set.of("direct/encryptedheader-with-an-unknown-attribute");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path settings = Path.of("");

    @BeforeEach
    void write() {
        settings = ProbedService.settings(PKI, folder);
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.conformance.TestedModes#tested")
    void isLikeWcfSafeAndInteroperable(Mode mode) throws Exception {
        Path results = Files.createDirectories(RESULTS).resolve(mode.word() + ".json");
        try (var service = new ProbedService(PKI, binding(mode).build())) {
            int code = run(
                    service,
                    "--mode",
                    mode.word(),
                    "--name",
                    SUBJECT,
                    "--json",
                    results,
                    "--profile",
                    "safe,interoperable");

            assertThat(code).as(out + "\n" + err).isZero();
        }
        assertThat(out.toString()).contains("safe           fulfilled", "interoperable  fulfilled");
        assertThat(notAsWcf(results)).isEqualTo(mode == Mode.DIRECT ? STRICTER : Set.of());
        assertThat(PublishedPage.read(PUBLISHED).differences(Tried.read(results)))
                .isEmpty();
    }

    /** Such a service accepts messages that are eleven minutes old. */
    @Test
    void findsAServiceThatAcceptsWhatItHasToRefuse() {
        try (var service = new ProbedService(
                PKI, binding(Mode.DIRECT).maxClockSkew(Duration.ofHours(1)).build())) {
            int code = run(service, "--mode", "direct", "--junit", folder.resolve("%s.xml"));

            assertThat(code).as(err.toString()).isEqualTo(ExitCode.NOT_FULFILLED.number());
        }
        assertThat(out.toString())
                .contains("safe           2 problems")
                .contains("direct/created-11-min-ago: safe: has to be refused, this peer: accepted")
                .contains("direct/created-6-min-in-the-future: safe: has to be refused, this peer: accepted");
        assertThat(folder.resolve("direct.xml")).content().contains("failures=\"2\"");
    }

    @Test
    void saysNothingAboutAServiceOfAnotherMode() {
        try (var service = new ProbedService(PKI, binding(Mode.SESSION).build())) {
            assertThat(run(service, "--mode", "direct")).isEqualTo(ExitCode.GENUINE_REFUSED.number());
        }
        assertThat(err.toString()).contains("WCF's own message in mode 'direct' was not accepted");
        assertThat(out.toString()).doesNotContain("fulfilled");
    }

    /** Each verdict of a case is about the operation that the user named. */
    @Test
    void callsAnOperationOfOnesOwn() throws Exception {
        Path body = Files.writeString(
                folder.resolve("body.xml"),
                "<Add xmlns='http://Microsoft.ServiceModel.Samples'><n1>1</n1><n2>2</n2></Add>");
        String action = "http://Microsoft.ServiceModel.Samples/ICalculator/Add";
        try (var service = new ProbedService(PKI, binding(Mode.NEGOTIATED).build())) {
            assertThat(run(service, "--mode", "negotiated", "--action", action, "--body", body, "--expect", "3"))
                    .as(err.toString())
                    .isZero();
            assertThat(run(service, "--mode", "negotiated", "--action", action, "--body", body, "--expect", "4"))
                    .isEqualTo(ExitCode.GENUINE_REFUSED.number());
        }
        assertThat(err.toString()).contains("does not contain '4'");
    }

    @Test
    void tellsWhereItCannotConnect() {
        var service = new ProbedService(PKI, binding(Mode.DIRECT).build());
        service.close();

        assertThat(run(service, "--mode", "direct")).isEqualTo(ExitCode.CANNOT_CONNECT.number());
        assertThat(err.toString()).contains(service.address().toString());
    }

    @Test
    void refusesToRunWithoutAnAddressOrWithHalfAnOperation() {
        assertThat(execute(List.of("service", "--config", settings.toString()))).isEqualTo(ExitCode.USAGE.number());
        assertThat(execute(List.of("service", "localhost", "--config", settings.toString())))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(execute(
                        List.of("service", "http://localhost/", "--config", settings.toString(), "--action", "urn:a")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(execute(List.of(
                        "service",
                        "http://localhost/",
                        "--config",
                        settings.toString(),
                        "--messages-per-second",
                        "5000")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(execute(List.of(
                        "service",
                        "http://localhost/",
                        "--config",
                        settings.toString(),
                        "--mode",
                        "direct,session",
                        "--json",
                        "results.json")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("URL", "expected http://", "--expect", "expected 1 to 100", "'results.json' (expected %s");
    }

    /** Deviations that name an algorithm are left out; what is left is as safe as with WCF's default. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({"SESSION, BASIC192_SHA256", "NEGOTIATED_SESSION, TRIPLE_DES_SHA256_RSA15"})
    void isSafeInAnotherAlgorithmSuite(Mode mode, AlgorithmSuite suite) {
        try (var service =
                new ProbedService(PKI, binding(mode).algorithmSuite(suite).build())) {
            int code = run(
                    service,
                    "--mode",
                    mode.word(),
                    "--set",
                    "message-security.algorithm-suite=" + suite.configurationName(),
                    "--profile",
                    "safe,interoperable");

            assertThat(code).as(out + "\n" + err).isZero();
        }
        assertThat(out.toString()).contains("in mode " + mode.word() + ", suite " + suite.configurationName() + ", ");
    }

    @Test
    void judgesPackagesAsWcf() throws Exception {
        Path results = Files.createDirectories(RESULTS).resolve("direct-mtom.json");
        try (var service = new ProbedService(
                PKI,
                binding(Mode.DIRECT).messageEncoding(WsMessageEncoding.MTOM).build())) {
            int code = run(
                    service,
                    "--mode",
                    "direct",
                    "--set",
                    "message-security.message-encoding=mtom",
                    "--name",
                    SUBJECT,
                    "--json",
                    results,
                    "--profile",
                    "wcf-identical,safe,interoperable");

            assertThat(code).as(out + "\n" + err).isZero();
        }
        assertThat(PublishedPage.read(PUBLISHED).differences(Tried.read(results)))
                .isEmpty();
    }

    @Test
    void refusesPackagesInAModeInWhichWcfWasNotRecorded() {
        assertThat(execute(List.of(
                        "service",
                        "http://localhost/",
                        "--config",
                        settings.toString(),
                        "--mode",
                        "session",
                        "--set",
                        "message-security.message-encoding=mtom")))
                .isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString()).contains("'mtom' (expected 'text'");
    }

    private static Set<String> notAsWcf(Path results) {
        Tried run = Tried.read(results);
        return run.probed().cases().stream()
                .filter(tried -> Profile.WCF_IDENTICAL
                        .problem(tried, requireNonNull(run.verdicts().get(tried.id())))
                        .isPresent())
                .map(Case::id)
                .collect(Collectors.toSet());
    }

    private static WsHttpBinding.Builder binding(Mode mode) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(mode.isNegotiated())
                .establishSecurityContext(mode.isSession());
    }

    private int run(ProbedService service, Object... options) {
        var arguments = new ArrayList<>(List.of(
                "service",
                service.address().toString(),
                "--config",
                settings.toString(),
                "--messages-per-second",
                "40"));
        List.of(options).forEach(option -> arguments.add(option.toString()));
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return ConformanceMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
