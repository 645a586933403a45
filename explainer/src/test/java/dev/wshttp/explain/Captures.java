// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.explain.internal.message.Exchange;
import dev.wshttp.explain.internal.message.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** WCF's recordings, which are test resources of message-security. */
public final class Captures {
    static final String DEFAULT_MODE = "3-nego-session-DEFAULT";
    static final Path FOLDER = Path.of("..", "message-security", "src", "test", "resources", "captures");

    private Captures() {}

    /** The messages of a recording in their order: a request, its reply, and so on. */
    public static List<Path> messages(String recording) {
        return files(recording)
                .filter(file -> name(file).matches("\\d\\d-re(quest|sponse)\\.xml"))
                .toList();
    }

    /** The key files of a recording, and the service's private key. */
    public static List<Path> keyFiles(String recording) {
        return Stream.concat(
                        files(recording).filter(file -> name(file).endsWith("keys.txt")),
                        Stream.of(certificate("service.key"), certificate("service.crt")))
                .toList();
    }

    static Path certificate(String name) {
        return FOLDER.resolve("certs").resolve(name);
    }

    private static Stream<Path> files(String recording) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(recording))) {
            return files.sorted().toList().stream();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** A recording, explained with its keys. */
    static Exchange opened(String recording) {
        return Exchange.of(recorded(recording), KeyFile.read(keyFiles(recording)));
    }

    /** The text of a file of a recording. */
    static String text(String recording, String name) {
        try {
            return Files.readString(FOLDER.resolve(recording).resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static List<Recorded> recorded(String recording) {
        return messages(recording).stream()
                .flatMap(file -> Recorded.of(file).stream())
                .toList();
    }
}
