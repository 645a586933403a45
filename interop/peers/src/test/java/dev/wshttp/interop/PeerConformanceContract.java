// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the conformance kit against a peer's service and client, and compares its verdicts with the published page. */
@Tag("long")
public abstract class PeerConformanceContract {
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    private static final Path PAGE = Path.of("..", "..", "docs", "conformance.md");
    /** The reason of the kit's faults. */
    private static final String KIT_FAULT = "conformance fault";

    private static final int FULFILLED = 0;
    private static final int NOT_FULFILLED = 4;

    private final String subject;

    @TempDir
    private Path folder = Path.of("");

    /** @param subject the peer's column on the page */
    protected PeerConformanceContract(String subject) {
        this.subject = subject;
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.interop.Ours#modes")
    void serviceDoesWhatThePublishedPageSays(Mode mode) throws IOException {
        CredentialFolder credentials = TestCredentials.in(folder).folder();
        Path results = results(mode.argument());
        try (PeerService peer = PeerJar.serve(mode, credentials)) {
            probe(
                    results,
                    mode,
                    "service",
                    List.of(
                            peer.address().toString(),
                            "--config",
                            Ours.clientSettings(credentials).toString()));
        }
        requireAsPublished(results);
    }

    /** The client reads our service's WSDL, and then calls the kit. */
    @ParameterizedTest
    @MethodSource("dev.wshttp.interop.Ours#modes")
    void clientDoesWhatThePublishedPageSays(Mode mode) throws IOException {
        CredentialFolder credentials = TestCredentials.in(folder).folder();
        Path results = results("client-" + mode.argument());
        var arguments = new ArrayList<>(List.of(
                "--listen",
                "http://localhost:0/Calculator",
                "--config",
                Ours.serviceSettings(credentials).toString(),
                "--wsdl",
                wsdl(mode, credentials).toString(),
                "--line",
                String.join(" ", mode.argument(), credentials.path().toString(), "{address}"),
                "--end",
                PeerProgram.END,
                "--expect",
                Answers.ADD,
                "--expect-fault",
                PeerProgram.FAULT + KIT_FAULT));
        arguments.addAll(PeerJar.clientCommand());
        probe(results, mode, "client", arguments);
        requireAsPublished(results);
    }

    private Path wsdl(Mode mode, CredentialFolder credentials) throws IOException {
        try (var service = WatchedService.start(mode, credentials)) {
            String published = new String(
                    URI.create(service.address() + "?singleWsdl")
                            .toURL()
                            .openStream()
                            .readAllBytes(),
                    UTF_8);
            return Files.writeString(
                    folder.resolve("service.wsdl"),
                    published.replaceAll("http://localhost:\\d+/Calculator", "{address}"));
        }
    }

    private static Path results(String name) throws IOException {
        return Files.createDirectories(Path.of("target", "conformance")).resolve(name + ".json");
    }

    private void probe(Path results, Mode mode, String command, List<String> arguments) {
        var all = new ArrayList<>(
                List.of(command, "--mode", mode.argument(), "--name", subject, "--json", results.toString()));
        all.addAll(arguments);
        ProgramRun run = kit(all);
        assertThat(run.exitCode())
                .as(run.errors() + String.join("\n", run.out()))
                .isIn(FULFILLED, NOT_FULFILLED);
    }

    private static void requireAsPublished(Path results) {
        ProgramRun compared = kit(List.of("table", results.toString(), "--check", PAGE.toString()));

        assertThat(compared.out()).as(compared.errors()).isEmpty();
        assertThat(compared.exitCode()).isEqualTo(FULFILLED);
    }

    private static ProgramRun kit(List<String> arguments) {
        String jar = requireNonNull(System.getProperty("interop.conformance.jar"), "The build sets it");
        return new JavaProgram(Path.of(jar)).forAShortRun().run(LONGEST_RUN, arguments);
    }
}
