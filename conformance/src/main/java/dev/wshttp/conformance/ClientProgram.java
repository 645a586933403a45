// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command that calls the operation once.
 *
 * @param words of the command; {@code {address}} in them becomes the address of the kit
 * @param expected a text that the client prints if, and only if, it got the answer
 */
record ClientProgram(List<String> words, String expected) implements ProbedClient {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);
    private static final int STOPPED = -1;
    private static final int MOST_OUTPUT = 16 * 1024 * 1024;

    @Override
    public ClientRun run(String address) {
        try {
            Path output = Files.createTempFile("conformance-client-", ".txt");
            try {
                int exitCode = exitCode(address, output.toFile());
                return new ClientRun(exitCode, text(output), expected);
            } finally {
                Files.delete(output);
            }
        } catch (IOException impossible) {
            throw impossible(words, impossible);
        }
    }

    // In whatever encoding the client prints: the words that are looked for are the same in all.
    private static String text(Path output) throws IOException {
        try (var content = Files.newInputStream(output)) {
            return new String(content.readNBytes(MOST_OUTPUT), UTF_8);
        }
    }

    static KitFailure impossible(List<String> command, IOException cause) {
        return new KitFailure(
                ExitCode.CONFIGURATION,
                "Cannot run the client '" + String.join(" ", command) + "': " + cause.getMessage()
                        + " (expected a command that calls the operation and prints its answer). Write the command after all options.",
                cause);
    }

    private int exitCode(String address, File output) throws IOException {
        Process process = new ProcessBuilder(words.stream()
                        .map(word -> word.replace("{address}", address))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            process.getOutputStream().close();
            return process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : STOPPED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the client ran", stopped);
        } finally {
            process.destroyForcibly();
        }
    }
}
