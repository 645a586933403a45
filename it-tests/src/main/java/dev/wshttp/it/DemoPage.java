// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the client explain the messages of the demo, with both sides' keys, on a page.
 *
 * @param folder the folder of the demo
 * @param mode the mode in which it runs
 */
record DemoPage(DemoFolder folder, DemoMode mode) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * Returns the client that makes the calls. The key of a negotiation is in no file of the demo, so after one the client writes down the secrets of its
     * own messages.
     */
    JavaProgram calling(JavaProgram client) throws IOException {
        return mode.negotiates()
                ? new JavaProgram(
                        client.jar(),
                        SecretsOfTheDemo.options(secrets(), folder.folder().resolve("providers.properties")))
                : client;
    }

    private Path secrets() {
        return folder.folder().resolve("secrets.txt");
    }

    /**
     * Writes {@code exchange.html}, and the same as text.
     *
     * @param calls how many requests and replies there are
     * @throws DemoFailure if a message is not as a peer would accept it
     */
    void write(int calls) throws IOException {
        ProgramRun explained =
                new JavaProgram(folder.jar("client", "calculator-client.jar")).run(LIMIT, arguments(calls));
        folder.write("explained.txt", explained.out());
        if (explained.exitCode() != 0) {
            throw new DemoFailure("The explanation of the messages ended with " + explained.exitCode() + ": "
                    + explained.errors() + " (expected no rule that fails). Look at explained.txt.");
        }
    }

    private List<String> arguments(int calls) {
        var arguments = new ArrayList<>(List.of(
                "explain",
                "--force",
                "--title",
                "The exchange of the demo",
                "--html",
                folder.folder().resolve("exchange.html").toString()));
        for (Path keys : keyFiles()) {
            arguments.addAll(List.of("--keys", keys.toString()));
        }
        for (int call = 1; call <= calls; call++) {
            arguments.add(folder.folder().resolve(call + "-request.xml").toString());
            arguments.add(folder.folder().resolve(call + "-reply.xml").toString());
        }
        return arguments;
    }

    // A JDK that takes signed providers only writes no secrets; then the page stays closed where these are needed.
    private List<Path> keyFiles() {
        var files = new ArrayList<Path>();
        for (String name : List.of("service-key.pem", "service.pem", "client.pem")) {
            files.add(folder.certificates().resolve(name));
        }
        if (mode.negotiates() && Files.exists(secrets())) {
            files.add(secrets());
        }
        return files;
    }
}
