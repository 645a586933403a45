// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The input as a file, for readers of files, in a folder of its own. */
record InputFile(Path path) {
    static InputFile named(String name) {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            Path file = folder.resolve(name);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return new InputFile(file);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    Path with(byte[] octets) {
        try {
            return Files.write(path, octets);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}
