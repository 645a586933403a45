// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A file that tells which calls were executed: one line each, which is there before the call is answered, whatever becomes of the process. All instances append
 * to it.
 */
final class TruthLog {
    private final Path file;

    TruthLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** A call by its client and its number, which no client uses twice. */
    record Call(long client, long number) {}

    /** Returns how often each call was executed. */
    Map<Call, Integer> executions() {
        var executions = new HashMap<Call, Integer>();
        try (var lines = Files.lines(file)) {
            lines.map(line -> line.split(" "))
                    .forEach(words -> executions.merge(
                            new Call(Long.parseLong(words[0]), Long.parseLong(words[1])), 1, Integer::sum));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return executions;
    }

    /** Opens the file for one instance. */
    Writer open() {
        try {
            return new Writer(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    /** Appends; each line is one write, which the system keeps whole and in order. */
    record Writer(FileChannel channel) {
        void append(Call call) {
            var line =
                    ByteBuffer.wrap((call.client() + " " + call.number() + "\n").getBytes(StandardCharsets.US_ASCII));
            try {
                channel.write(line);
            } catch (IOException noSpace) {
                throw new UncheckedIOException(noSpace);
            }
        }
    }
}
