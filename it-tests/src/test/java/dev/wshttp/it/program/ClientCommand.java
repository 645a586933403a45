// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.testing.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The client's jar with a settings file: what a user types. */
public record ClientCommand(Path settings, URI via, URI service) {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    /** Direct mode with the good credential, towards a service that stands in for the one of the settings file. */
    public static ClientCommand standard(Certificates certificates, URI via, URI service) {
        Path file = certificates.write("client.properties", """
                message-security.address=http://localhost:8080/Calculator
                message-security.negotiate-service-credential=false
                message-security.establish-security-context=false
                message-security.client-certificate.file=client.p12
                message-security.client-certificate.password-file=password
                message-security.service-certificate.file=service.pem
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                message-security.identity.dns=Contoso.com
                """);
        return new ClientCommand(file, via, service);
    }

    /** Runs a command against the service. */
    public ProgramRun run(String... arguments) {
        var all = new ArrayList<>(
                List.of("--set", "message-security.address=" + service, "--set", "message-security.via=" + via));
        all.addAll(List.of(arguments));
        return runWithFileOnly(all);
    }

    /** Runs a command with nothing but the settings file. */
    public ProgramRun runWithFileOnly(List<String> arguments) {
        var all = new ArrayList<>(List.of("--config", settings.toString()));
        all.addAll(arguments);
        return Jars.CLIENT.program().run(LONGEST_RUN, all);
    }

    /** Runs a command with an environment variable in the place of a setting. */
    public ProgramRun runWithEnvironment(String name, String value, String... arguments) {
        var all = new ArrayList<>(List.of("--config", settings.toString(), "--set", "message-security.via=" + via));
        all.addAll(List.of(arguments));
        return Jars.CLIENT.program().command(all).withEnvironment(name, value).run(LONGEST_RUN);
    }
}
