// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static java.util.Objects.requireNonNull;

import dev.wshttp.it.process.JavaProgram;
import java.nio.file.Path;
import java.util.List;

/** The peer of a module, each side in a process of its own with the class path of the peer. The build says where it is. */
public final class PeerJar {
    private PeerJar() {}

    /** Starts the peer's client; close what is returned. */
    public static PeerClient client() {
        return PeerClient.start(program().command(List.of("clients")));
    }

    /** Returns the words of the command that starts the peer's client. */
    static List<String> clientCommand() {
        return program().command(List.of("clients")).words();
    }

    /** Starts the peer's service; close what is returned. */
    public static PeerService serve(Mode mode, CredentialFolder folder) {
        return PeerService.of(program()
                .start(List.of("service", mode.argument(), folder.path().toString())));
    }

    private static JavaProgram program() {
        return new JavaProgram(Path.of(
                        requireNonNull(System.getProperty("interop.peer.jar"), "The build sets interop.peer.jar")))
                .forAShortRun();
    }
}
