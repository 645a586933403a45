// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.Jars;
import dev.wshttp.testing.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two files of WCF's documentation, run by the two programs. */
class WcfConfigurationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CONFIGURATION = 3;
    private static final String READY = "READY ";
    private static Certificates certificates;

    @BeforeAll
    static void writeFiles() throws IOException {
        certificates = Certificates.create();
        Files.writeString(certificates.file("App.config"), resource("App.config"));
        Files.writeString(certificates.file("Web.config"), resource("Web.config"));
        Files.writeString(
                certificates.file("Corrected.config"),
                resource("Web.config").replace("MessageAndCertificateClient", "WSHttpBinding_ICalculator"));
    }

    @AfterAll
    static void removeFiles() {
        certificates.close();
    }

    @Test
    void callsTheServiceOfTheCorrectedFileWithTheClientOfTheOther() {
        var arguments = arguments("Corrected.config", "service.p12");
        arguments.addAll(List.of("--set", "message-security.listen-uri=http://localhost:0/Calculator"));
        try (var service = Jars.SERVICE.program().start(arguments)) {
            List<String> client = arguments("App.config", "client.p12");
            client.addAll(towards(service));
            client.addAll(List.of("add", "100", "15.99"));

            ProgramRun run = Jars.CLIENT.program().run(LIMIT, client);

            assertThat(run.errors()).isEmpty();
            assertThat(run.out()).containsExactly("115.99");
        }
    }

    @Test
    void callsTheSameServiceWithConvertedFiles() throws IOException {
        convert(Jars.SERVICE, arguments("Corrected.config", "service.p12"), "converted-service.properties");
        convert(Jars.CLIENT, arguments("App.config", "client.p12"), "converted-client.properties");
        var arguments = new ArrayList<>(List.of(
                "--config",
                file("converted-service.properties"),
                "--set",
                "message-security.trust.revocation-list=ca.crl",
                "--set",
                "message-security.listen-uri=http://localhost:0/Calculator"));
        try (var service = Jars.SERVICE.program().start(arguments)) {
            var client = new ArrayList<>(List.of(
                    "--config",
                    file("converted-client.properties"),
                    "--set",
                    "message-security.trust.revocation-list=ca.crl"));
            client.addAll(towards(service));
            client.addAll(List.of("multiply", "9", "81.25"));

            assertThat(Jars.CLIENT.program().run(LIMIT, client).out()).containsExactly("731.25");
        }
    }

    @Test
    void tellsWhatIsWrongWithTheFileAsItStandsInTheDocumentation() {
        ProgramRun run = Jars.SERVICE.program().run(LIMIT, arguments("Web.config", "service.p12"));

        assertThat(run.exitCode()).isEqualTo(CONFIGURATION);
        assertThat(run.errors())
                .contains(
                        "There is a problem with the settings:",
                        "Web.config, line 17, <endpoint bindingConfiguration=\"MessageAndCertificateClient\"> names a <binding>"
                                + " of <wsHttpBinding> that does not exist (expected one of: 'WSHttpBinding_ICalculator')");
    }

    private static void convert(Jars program, List<String> arguments, String name) throws IOException {
        arguments.add("convert");
        ProgramRun run = program.program().run(LIMIT, arguments);
        assertThat(run.errors()).isEmpty();
        Files.write(Path.of(file(name)), run.out());
    }

    // The files say port 80, which tests cannot have.
    private static List<String> towards(RunningProgram service) {
        String ready = service.out().await(line -> line.startsWith(READY), LIMIT);
        return List.of("--set", "message-security.address=" + ready.substring(READY.length()));
    }

    private static List<String> arguments(String config, String store) {
        var arguments = new ArrayList<>(List.of("--config", file(config)));
        for (String setting : List.of(
                "stores.local-machine.my=" + store,
                "stores.local-machine.my.password-file=password",
                "stores.local-machine.root=ca.pem",
                "trust.revocation-list=ca.crl")) {
            arguments.addAll(List.of("--set", "message-security." + setting));
        }
        return arguments;
    }

    private static String file(String name) {
        return certificates.file(name).toString();
    }

    private static String resource(String name) throws IOException {
        try (var content = WcfConfigurationIT.class.getResourceAsStream("/wcf/" + name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
