// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/**
 * A program: services in one JVM. It starts one for each settings file that a line of its input names, and ends it when the name comes again. Each line of its output begins
 * with the name of the file: what the service itself would print, and {@code ENDED} with its exit code at last. In the service's package, whose command line is not public.
 */
public final class ServicesOnRequest {
    private ServicesOnRequest() {}

    public static void main(String[] arguments) throws IOException {
        // The service's own file, and not that of the tests, which are on the class path, too.
        System.setProperty("logback.configurationFile", "logback.xml");
        LogOutput.start();
        Map<String, Thread> running = new HashMap<>();
        var requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String file = requests.readLine(); file != null; file = requests.readLine()) {
            Thread known = running.remove(file);
            if (known == null) {
                running.put(file, start(file));
            } else {
                known.interrupt();
            }
        }
        System.exit(0);
    }

    private static Thread start(String file) {
        var said = new LinesOf(file);
        CommandLine service = ServiceMain.commandLine().setOut(said);
        var thread = new Thread(() -> said.println("ENDED " + service.execute("--config", file)), file);
        thread.start();
        return thread;
    }

    private static final class LinesOf extends PrintWriter {
        private final String file;

        LinesOf(String file) {
            super(System.out, true, UTF_8);
            this.file = file;
        }

        @Override
        public void println(String line) {
            super.println(file + " " + line);
        }
    }
}
