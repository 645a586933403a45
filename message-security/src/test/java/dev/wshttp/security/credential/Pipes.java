// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.nio.file.Path;

/** Makes pipes that have a name, as shells do for {@code <(command)}. */
public final class Pipes {
    private Pipes() {}

    /** Makes a pipe, and returns its path. */
    public static Path at(Path path) throws IOException, InterruptedException {
        int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        if (status != 0) {
            throw new IOException("mkfifo ended with " + status);
        }
        return path;
    }
}
