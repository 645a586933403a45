// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The C# programs of {@code src/test/mono}, compiled into a folder that also has the certificates. */
public final class MonoPrograms {
    /** The programs for Microsoft's WCF, with which these share the contract. */
    static final Path PROGRAMS_OF_WCF = Path.of("..", "interop", "wcf");

    private static final Path SOURCES = Path.of("src", "test", "mono");
    private static final List<Path> SHARED = List.of(
            PROGRAMS_OF_WCF.resolve("ICalculator.cs"),
            SOURCES.resolve("DirectMode.cs"),
            SOURCES.resolve("Certificates.cs"),
            SOURCES.resolve("TokenReferences.cs"));
    private static final List<String> ASSEMBLIES = List.of(
            "System.ServiceModel",
            "System.IdentityModel",
            "System.IdentityModel.Selectors",
            "System.Security",
            "Mono.Security");
    private static final Map<String, String> AS_INSTALLED = Map.of();

    static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    private final Path folder;
    private final Path client;
    private final Path service;
    private final Map<String, String> withSuiteSignatures;

    private MonoPrograms(Path folder) {
        this.folder = folder;
        this.client = compile("CalculatorClient", SHARED);
        this.service = compile("CalculatorService", SHARED);
        this.withSuiteSignatures = Map.of("MONO_PATH", suiteSignatures().toString());
    }

    /** Compiles everything; takes a few seconds. */
    public static MonoPrograms in(Path folder) {
        return new MonoPrograms(folder);
    }

    /** Mono's client as it is installed. */
    ProgramRun call(URI address, AlgorithmSuite suite, MonoBinding binding) {
        return call(AS_INSTALLED, address, suite, "client", binding);
    }

    /** Mono's client, made to sign with the RSA algorithm of suites with SHA-1. */
    public ProgramRun callWithSuiteSignature(URI address, AlgorithmSuite suite) {
        return callWithSuiteSignature(address, suite, "client");
    }

    /**
     * Mono's client, made to sign with the RSA algorithm of suites with SHA-1.
     *
     * @param credential whose certificate and key in the folder it calls with
     */
    ProgramRun callWithSuiteSignature(URI address, AlgorithmSuite suite, String credential) {
        return call(withSuiteSignatures, address, suite, credential, MonoBinding.WITH_SUITE);
    }

    /** Starts Mono's service; close what is returned. */
    MonoService serve(AlgorithmSuite suite) {
        return MonoService.start(Command.of("mono", service.toString(), folder.toString(), suite.configurationName()));
    }

    private ProgramRun call(
            Map<String, String> environment,
            URI address,
            AlgorithmSuite suite,
            String credential,
            MonoBinding binding) {
        List<String> words = List.of(
                "mono",
                client.toString(),
                folder.toString(),
                address.toString(),
                suite.configurationName(),
                credential,
                binding.argument());
        return new Command(words, environment).run(LONGEST_RUN);
    }

    private Path suiteSignatures() {
        try {
            Path corrected = Files.createDirectory(folder.resolve("suite-signatures"));
            succeed(List.of("mono", compile("SuiteSignatures", List.of()).toString(), corrected.toString()));
            return corrected;
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    private Path compile(String program, List<Path> others) {
        Path executable = folder.resolve(program + ".exe");
        var command = new ArrayList<>(List.of("mcs", "-warnaserror", "-out:" + executable));
        ASSEMBLIES.forEach(assembly -> command.add("-r:" + assembly));
        Stream.concat(others.stream(), Stream.of(SOURCES.resolve(program + ".cs")))
                .forEach(source -> command.add(source.toString()));
        succeed(command);
        return executable;
    }

    private static void succeed(List<String> command) {
        ProgramRun run = Command.of(command).run(LONGEST_RUN);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(command + " ended with " + run.exitCode() + ": " + run.out() + run.err());
        }
    }
}
