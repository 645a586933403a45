// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static java.util.Objects.requireNonNull;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Our own two programs, as a user runs them. */
public final class Ours {
    /** What both of them speak; tests against the peers run in each of these modes. */
    private static final List<Mode> MODES = List.of(Mode.DIRECT, Mode.SESSION);

    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    private Ours() {}

    /** Returns the modes to test against the peers. */
    public static Stream<Mode> modes() {
        return MODES.stream();
    }

    /** Runs {@code calculator-client demo}: five calls. */
    public static ProgramRun call(Mode mode, CredentialFolder folder, URI address) {
        return call(mode, folder, address, address);
    }

    /**
     * Runs {@code calculator-client demo}: five calls.
     *
     * @param via where to connect instead of the address that the messages are for
     */
    public static ProgramRun call(Mode mode, CredentialFolder folder, URI address, URI via) {
        Path settings = write(
                folder, "client-" + mode.argument() + ".properties", """
                message-security.address=%s
                message-security.via=%s
                message-security.negotiate-service-credential=false
                message-security.establish-security-context=%s
                message-security.client-certificate.file=client.p12
                message-security.client-certificate.password-file=client.password
                message-security.service-certificate.file=service.pem
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                message-security.identity.dns=Contoso.com
                """.formatted(address, via, mode == Mode.SESSION));
        return jar("interop.client.jar").run(LONGEST_RUN, List.of("--config", settings.toString(), "demo"));
    }

    /** Writes settings of a client that have credentials and trust, and neither mode nor address. */
    static Path clientSettings(CredentialFolder folder) {
        return write(folder, "client.properties", """
                message-security.client-certificate.file=client.p12
                message-security.client-certificate.password-file=client.password
                message-security.service-certificate.file=service.pem
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                message-security.identity.dns=Contoso.com
                """);
    }

    /** Writes settings of a service that have credentials and trust, and neither mode nor address. */
    static Path serviceSettings(CredentialFolder folder) {
        return write(folder, "service.properties", """
                message-security.service-certificate.file=service.p12
                message-security.service-certificate.password-file=service.password
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                """);
    }

    /** Runs {@code calculator-client demo} with what the WSDL of a service says; the settings have neither mode nor address. */
    public static ProgramRun callByWsdl(CredentialFolder folder, URI wsdl) {
        Path settings = write(folder, "client-by-wsdl.properties", """
                message-security.client-certificate.file=client.p12
                message-security.client-certificate.password-file=client.password
                message-security.service-certificate.file=service.pem
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                """);
        return jar("interop.client.jar")
                .run(LONGEST_RUN, List.of("--config", settings.toString(), "--wsdl", wsdl.toString(), "demo"));
    }

    /**
     * Starts the service; close what is returned.
     *
     * @param address what messages are for
     * @param listenOn where it gets them from
     */
    static RunningProgram serve(Mode mode, CredentialFolder folder, URI address, URI listenOn) {
        Path settings = write(folder, "service-" + mode.argument() + ".properties", """
                message-security.address=%s
                message-security.listen-uri=%s
                message-security.negotiate-service-credential=%s
                message-security.establish-security-context=%s
                message-security.service-certificate.file=service.p12
                message-security.service-certificate.password-file=service.password
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                """.formatted(
                        address, listenOn, mode.isNegotiated(), mode.isSession()));
        return jar("interop.service.jar").start(List.of("--config", settings.toString()));
    }

    private static Path write(CredentialFolder folder, String name, String settings) {
        try {
            return Files.writeString(folder.path().resolve(name), settings);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    private static JavaProgram jar(String property) {
        return new JavaProgram(Path.of(requireNonNull(System.getProperty(property), "The build sets " + property)))
                .forAShortRun();
    }
}
