// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Recorder;
import dev.wshttp.interop.TestCredentials;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.wire.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application with CXF first on its class path does what our README says. */
// JUnit calls make before anything else.
@SuppressWarnings("NullAway.Init")
@Timeout(180)
class CxfAsProviderIT {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);
    private static final Path APPLICATION = Path.of("src", "test", "programs", "Application.java");
    private static final String CXF = "org.apache.cxf.jaxws.spi.ProviderImpl";
    private static final String RI = "com.sun.xml.ws.spi.ProviderImpl";
    private static final String REMEDY = "-Djakarta.xml.ws.spi.Provider=" + RI;
    private static final URI NOWHERE = URI.create("http://localhost:1/Calculator");

    @TempDir
    static Path folder;

    private static CredentialFolder credentials;
    private static Path classes;

    @BeforeAll
    static void make() {
        credentials = TestCredentials.in(folder).folder();
        classes = compiled(folder.resolve("classes"));
    }

    /** Both with {@code -Dlong.tests=true}, otherwise CXF alone. */
    static Stream<ClassPath> tested() {
        return Boolean.getBoolean("long.tests") ? Stream.of(ClassPath.values()) : Stream.of(ClassPath.CXF_FIRST);
    }

    @ParameterizedTest
    @MethodSource("tested")
    void theClientOfTheReadmeSendsNothingInClear(ClassPath classPath) {
        try (var recorder = Recorder.of(NOWHERE)) {
            ProgramRun run = run(classPath, List.of(), "client", recorder.address());

            assertNamesAll(run.out().get(0));
            assertThat(recorder.exchanges()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("tested")
    void theServiceOfTheReadmeOpensNoPort(ClassPath classPath) {
        ProgramRun run = run(classPath, List.of(), "service", freeAddress());

        assertNamesAll(run.out().get(0));
        assertThat(run.out()).contains("CLOSED", "PROVIDER " + CXF);
    }

    @Test
    void ourClientProgramSendsNothingInClear() throws IOException {
        try (var recorder = Recorder.of(NOWHERE)) {
            Path settings = Files.writeString(
                    credentials.path().resolve("client.properties"), """
                    message-security.address=%s
                    message-security.client-certificate.file=client.p12
                    message-security.client-certificate.password-file=client.password
                    message-security.trust.file=ca.pem
                    message-security.identity.dns=Contoso.com
                    """.formatted(recorder.address()));
            ProgramRun run = java(
                    ClassPath.CXF_FIRST.of(jar("interop.client.jar")),
                    List.of("dev.wshttp.calculator.client.ClientMain", "--config", settings.toString(), "demo"));

            assertThat(run.errors()).contains("PROVIDER_NOT_SUPPORTED", CXF, RI);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(recorder.exchanges()).isEmpty();
        }
    }

    @Test
    void ourServiceProgramOpensNoPort() throws IOException {
        Path settings =
                Files.writeString(credentials.path().resolve("service.properties"), """
                message-security.address=%s
                message-security.service-certificate.file=service.p12
                message-security.service-certificate.password-file=service.password
                message-security.trust.file=ca.pem
                """.formatted(freeAddress()));
        ProgramRun run = java(
                ClassPath.CXF_FIRST.of(jar("interop.service.jar")),
                List.of("dev.wshttp.calculator.service.ServiceMain", "--config", settings.toString()));

        assertThat(run.errors()).contains("PROVIDER_NOT_SUPPORTED", CXF, RI);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).noneMatch(line -> line.contains("READY"));
    }

    @ParameterizedTest
    @MethodSource("tested")
    void theRemedyOfTheMessageSecuresTheService(ClassPath classPath) {
        ProgramRun run = run(classPath, List.of(REMEDY), "service-beside", freeAddress());

        assertThat(run.out()).contains("OPEN", "PROVIDER " + RI).anyMatch(CxfAsProviderIT::refusesInClear);
    }

    @ParameterizedTest
    @MethodSource("tested")
    void aServiceBesideCxfIsSecuredAndCxfStaysTheDefault(ClassPath classPath) {
        ProgramRun run = run(classPath, List.of(), "service-beside", freeAddress());

        assertThat(run.out()).contains("OPEN", "PROVIDER " + CXF).anyMatch(CxfAsProviderIT::refusesInClear);
    }

    @ParameterizedTest
    @MethodSource("tested")
    void aClientBesideCxfIsSecuredAndCxfStaysTheDefault(ClassPath classPath) throws IOException {
        Path settings = Files.writeString(credentials.path().resolve("running.properties"), """
                message-security.address=http://localhost:0/Calculator
                message-security.service-certificate.file=service.p12
                message-security.service-certificate.password-file=service.password
                message-security.trust.file=ca.pem
                """);
        try (var service = new JavaProgram(jar("interop.service.jar"))
                .forAShortRun()
                .start(List.of("--config", settings.toString()))) {
            String ready = service.out().await(line -> line.startsWith("READY "), LONGEST_RUN);

            ProgramRun run = run(classPath, List.of(), "client-beside", URI.create(ready.substring("READY ".length())));

            assertThat(run.out()).contains("RESULT 115.99", "PROVIDER " + CXF);
        }
    }

    /** CXF's own API takes the feature whatever the default provider is, and drops it. */
    @Test
    void theCheckFindsThatAFactoryOfCxfDroppedTheFeature() {
        try (var recorder = Recorder.of(NOWHERE)) {
            ProgramRun run = run(ClassPath.CXF_FIRST, List.of(REMEDY), "client-of-a-factory", recorder.address());

            assertThat(run.out().get(0))
                    .startsWith("REFUSED NOT_SECURED")
                    .contains("another JAX-WS provider", "org.apache.cxf");
            assertThat(recorder.exchanges()).isEmpty();
        }
    }

    @Test
    void theCheckStopsAnEndpointOfCxfThatDroppedTheFeature() {
        ProgramRun run = run(ClassPath.CXF_FIRST, List.of(REMEDY), "service-of-cxf", freeAddress());

        assertThat(run.out().get(0)).startsWith("BEFORE ").contains("115.99");
        assertThat(run.out().get(1)).startsWith("REFUSED NOT_SECURED");
        assertThat(run.out().get(3)).startsWith("ANSWER ").doesNotContain("115.99");
    }

    /** The provider that was found, the one that is needed, and what to do. */
    private static void assertNamesAll(String line) {
        assertThat(line)
                .startsWith("REFUSED PROVIDER_NOT_SUPPORTED")
                .contains(CXF, "cxf-rt-frontend-jaxws", RI, REMEDY.substring("-D".length()), "META-INF/services");
    }

    private static boolean refusesInClear(String line) {
        return line.startsWith("ANSWER ") && line.contains("BadContextToken") && !line.contains("115.99");
    }

    private static ProgramRun run(ClassPath classPath, List<String> options, String what, URI address) {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("Application", what, credentials.path().toString(), address.toString()));
        ProgramRun run = java(classes + File.pathSeparator + classPath.of(jar("interop.service.jar")), arguments);
        assertThat(run.exitCode()).as(run.errors()).isZero();
        return run;
    }

    private static Path compiled(Path target) {
        String classPath = ClassPath.CXF_FIRST.of(jar("interop.service.jar"));
        int exitCode = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", target.toString(), APPLICATION.toString());
        assertThat(exitCode).as("the errors of the compiler are above").isZero();
        return target;
    }

    private static ProgramRun java(String classPath, List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The second compiler would not pay in the seconds of a run.
        var words = new ArrayList<>(
                List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", classPath));
        words.addAll(arguments);
        return Command.of(words).run(LONGEST_RUN);
    }

    private static Path jar(String property) {
        return Path.of(requireNonNull(System.getProperty(property), "The build sets " + property));
    }

    private static URI freeAddress() {
        return URI.create("http://localhost:" + FreePort.find() + "/Calculator");
    }

    /** What is on the class path before our jar, which has the RI in it. */
    private enum ClassPath {
        /** CXF. */
        CXF_FIRST("lib"),
        /** CXF, and Metro's own copy of the RI. */
        CXF_AND_METRO("lib", "metro");

        private final List<String> folders;

        ClassPath(String... folders) {
            this.folders = List.of(folders);
        }

        String of(Path ours) {
            Stream<String> before = folders.stream().flatMap(each -> jars(Path.of("target", each)));
            return String.join(
                    File.pathSeparator,
                    Stream.concat(before, Stream.of(ours.toString())).toList());
        }

        /** Without the one that sends the log to java.util.logging: our programs send that the other way. */
        private static Stream<String> jars(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                return files
                        .map(Path::toString)
                        .filter(name -> !name.contains("slf4j-jdk14"))
                        .sorted()
                        .toList()
                        .stream();
            } catch (IOException missing) {
                throw new UncheckedIOException(missing);
            }
        }
    }
}
