// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The program that serves a {@link Contender}'s calls. */
interface ServiceProgram {
    /** Longest time that a service takes to start or to end. */
    Duration LONGEST_START = Duration.ofSeconds(60);

    /** Returns what starts the service. It prints {@code READY} and its address. */
    Command command(Mode mode, CredentialFolder folder);

    /** Waits until a program has printed {@code READY}, and returns the address that it printed. */
    static URI addressOf(RunningProgram running) {
        String ready = "READY ";
        String line = running.out().await(each -> each.startsWith(ready), LONGEST_START);
        return URI.create(line.substring(ready.length()));
    }

    /** Ends the service. */
    void end(RunningProgram service);

    /** Returns the service of a {@link dev.wshttp.interop.PeerProgram}, which ends with its input. */
    static ServiceProgram ofPeer(List<String> program) {
        return new ServiceProgram() {
            @Override
            public Command command(Mode mode, CredentialFolder folder) {
                var words = new ArrayList<>(program);
                words.addAll(List.of("service", mode.argument(), folder.path().toString()));
                return Command.of(words);
            }

            @Override
            public void end(RunningProgram service) {
                service.endInput();
                service.waitFor(LONGEST_START);
            }
        };
    }

    /** Returns the calculator service that users run, with its sample settings, on a free port. */
    static ServiceProgram calculator(Path project) {
        Path module = project.resolve("service");
        return new ServiceProgram() {
            @Override
            public Command command(Mode mode, CredentialFolder folder) {
                return new JavaProgram(module.resolve("target/calculator-service.jar"))
                        .command(List.of(
                                "--config",
                                settings(folder).toString(),
                                "--set",
                                "message-security.address=http://localhost:0/Calculator",
                                "--set",
                                "message-security.negotiate-service-credential=" + mode.isNegotiated(),
                                "--set",
                                "message-security.establish-security-context=" + mode.isSession(),
                                // Every port negotiates or opens a session, and all come from one address.
                                "--set",
                                "message-security.negotiation.max-per-second=" + RiPeer.MOST_PORTS_PER_SECOND,
                                "--set",
                                "message-security.negotiation.max-per-second-per-address="
                                        + RiPeer.MOST_PORTS_PER_SECOND));
            }

            private Path settings(CredentialFolder folder) {
                try {
                    return Files.copy(
                            module.resolve("src/main/config/service.properties"),
                            folder.path().resolve("service.properties"),
                            StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }

            @Override
            public void end(RunningProgram service) {
                service.stop(LONGEST_START);
            }
        };
    }
}
