// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Shows all parts together: makes certificates, starts the service, makes five calls with the client, and tells which side proved what. Each is
 * the jar that a user gets, in a process of its own. Ends with 0 only if all five answers are right.
 */
public final class Demo {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READY = "READY ";
    private static final int MILLISECONDS = 1_000_000;

    private static final String ARCHIVE_CLASSES = "--archive-classes";
    private static final String MODE = "--mode=";

    private final DemoFolder folder;
    private final DemoMode mode;
    private final DemoPage page;
    private final boolean illustrated;
    private final boolean archives;
    private final Set<JavaProgram> programs = new LinkedHashSet<>();
    private final PrintStream out;
    private final List<byte[]> seen = new CopyOnWriteArrayList<>();

    private Demo(DemoFolder folder, DemoMode mode, boolean archives, PrintStream out) {
        this.folder = folder;
        this.mode = mode;
        this.page = new DemoPage(folder, mode);
        // Another class path than the program's own has no place in an archive.
        this.illustrated = !archives;
        this.archives = archives;
        this.out = out;
    }

    /**
     * Runs the demo and ends the process.
     *
     * @param arguments the directory of the parent, a folder for what is made, {@code --archive-classes} if each program is to leave an archive of its
     *     classes for runs that start faster, and {@code --mode=NAME} for another mode than WCF's default
     */
    public static void main(String[] arguments) {
        List<String> options = List.of(arguments);
        try {
            var demo = new Demo(
                    new DemoFolder(Path.of(arguments[0]), Path.of(arguments[1])),
                    mode(options),
                    options.contains(ARCHIVE_CLASSES),
                    System.out);
            endWithItsParent();
            System.exit(demo.run());
        } catch (DemoFailure explained) {
            System.out.println("\nThe demo cannot start. " + explained.getMessage());
            System.exit(1);
        }
    }

    private static DemoMode mode(List<String> options) {
        return options.stream()
                .filter(each -> each.startsWith(MODE))
                .findFirst()
                .map(each -> DemoMode.named(each.substring(MODE.length())))
                .orElse(DemoMode.DEFAULT);
    }

    // A build that is stopped does not tell the programs that it started.
    private static void endWithItsParent() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            var watch = new Thread(() -> endAfter(parent), "demo-end");
            watch.setDaemon(true);
            watch.start();
        });
    }

    private static void endAfter(ProcessHandle parent) {
        parent.onExit().join();
        System.exit(1);
    }

    private int run() {
        try {
            show();
            return 0;
        } catch (DemoFailure | IllegalStateException | IllegalArgumentException explained) {
            out.println("\nThe demo failed. " + explained.getMessage());
        } catch (IOException | GeneralSecurityException files) {
            out.println("\nThe demo failed: " + files + ". Check that '" + folder.folder()
                    + "' can be written and has room.");
        }
        out.println("What was made until then is in " + folder.folder());
        return 1;
    }

    private void show() throws IOException, GeneralSecurityException {
        out.println("\nThe calculator, secured with two certificates " + mode.story() + "\n");
        step("1/6  certificates made", this::makeCertificates);
        var service = folder.identity("service");
        var client = folder.identity("client");
        line("service   " + service);
        line("client    " + client);
        line("authority " + service.issuer() + ", the only one that both sides trust");

        try (var running = step("2/6  service started", this::startService)) {
            URI address = address(running);
            line("process " + running.processId() + ", " + READY + address);
            ProgramRun calls = step("3/6  five calls made", () -> callThroughRecorder(address));
            folder.write("client.log", calls.err());
            requireAnswers(calls, client);
            showTraffic();
            if (mode == DemoMode.DEFAULT) {
                showProofs(service, client);
            }
            int exitCode = step("6/6  service stopped", () -> running.stop(LIMIT));
            line("exit code " + exitCode + ", as it was asked to end");
            folder.write("service.log", running.err().untilEnd(LIMIT));
        }
        if (illustrated) {
            page.write(seen.size() / 2);
        }
        if (archives) {
            for (JavaProgram program : programs) {
                program.useNewArchive();
            }
        }
        out.println("\nAll five answers are right. To look at, in " + folder.folder() + ":");
        if (illustrated) {
            line(
                    "exchange.html                 each message as the network saw it and as the other side understood it");
        }
        line("certificates/                 keys, certificates, and the settings of both sides");
        line("1-request.xml, 1-reply.xml, ... the messages as the network saw them");
        line("service.log, client.log       what the two sides said");
    }

    private Path makeCertificates() throws IOException {
        folder.create();
        ProgramRun init = program("cert-tools", "cert-tools.jar")
                .run(
                        LIMIT,
                        List.of(
                                "init",
                                "--force",
                                "--out",
                                folder.certificates().toString()));
        if (init.exitCode() != 0) {
            throw new DemoFailure("cert-tools ended with " + init.exitCode() + ": " + init.errors());
        }
        return folder.certificates();
    }

    private RunningProgram startService() throws IOException {
        var program = program("service", "calculator-service.jar");
        var options = new ArrayList<>(List.of(
                "--verbose",
                "--config",
                folder.settings("service").toString(),
                "--set",
                "message-security.address=http://localhost:0/Calculator"));
        options.addAll(mode.settings());
        RunningProgram running = program.start(options);
        try {
            running.out().await(line -> line.startsWith(READY), LIMIT);
            return running;
        } catch (IllegalStateException notReady) {
            running.close();
            throw new DemoFailure("The service did not start: " + running.err().soFar(), notReady);
        }
    }

    private JavaProgram program(String module, String jar) {
        var program = new JavaProgram(folder.jar(module, jar));
        programs.add(program);
        return archives ? program.archivingClasses() : program;
    }

    private static URI address(RunningProgram service) {
        String ready = service.out().await(line -> line.startsWith(READY), LIMIT);
        return URI.create(ready.substring(READY.length()));
    }

    private ProgramRun callThroughRecorder(URI service) throws IOException {
        Path settings = folder.settings("client");
        try (var recorder = HttpRelay.open("/Calculator", recording(HttpRelay.forwardingTo(service)))) {
            var options = new ArrayList<>(List.of(
                    "--verbose",
                    "--config",
                    settings.toString(),
                    "--set",
                    "message-security.address=" + service,
                    "--set",
                    "message-security.via=" + recorder.address()));
            options.addAll(mode.clientSettings(folder.certificates()));
            options.add("demo");
            JavaProgram client = program("client", "calculator-client.jar");
            return (illustrated ? page.calling(client) : client).run(LIMIT, options);
        }
    }

    private Answer recording(Answer service) {
        return request -> {
            Reply reply = service.to(request);
            seen.add(request.body());
            seen.add(reply.body());
            int call = seen.size() / 2;
            folder.write(call + "-request.xml", request.body());
            folder.write(call + "-reply.xml", reply.body());
            return reply;
        };
    }

    private void requireAnswers(ProgramRun calls, DemoFolder.Identity client) {
        List<String> expected = List.of(
                "Add(100,15.99) = 115.99",
                "Subtract(145,76.54) = 68.46",
                "Multiply(9,81.25) = 731.25",
                "Divide(22,7) = 3.14285714285714",
                client.toString());
        calls.out().forEach(this::line);
        if (calls.exitCode() != 0) {
            throw new DemoFailure("The client ended with " + calls.exitCode() + ": " + calls.errors());
        }
        if (!calls.out().equals(expected)) {
            throw new DemoFailure("The client printed " + calls.out() + " (expected " + expected + ").");
        }
        calls.err().stream().filter(line -> line.contains(" ms  ")).forEach(this::line);
    }

    private void showTraffic() {
        var traffic = new SeenTraffic(seen);
        if (mode == DemoMode.DEFAULT) {
            out.println(
                    "4/6  what the network saw: a negotiation of two legs, a session, five calls, the end of the session");
            traffic.story().forEach(this::line);
        } else {
            out.println("4/6  what the network saw: " + seen.size() + " messages");
        }
        traffic.requireUnseen(List.of("15.99", "115.99", "3.14285714285714"));
        line("No number of any call can be read in any of these " + seen.size() + " messages.");
    }

    private void showProofs(DemoFolder.Identity service, DemoFolder.Identity client) {
        out.println("5/6  who proved what to whom");
        line("service to client: I am " + service);
        line(
                "    in the answer to message 1, by ServerKeyExchange, which its private key signed. The client was given no");
        line("    certificate of the service; it checked the one that it was shown (authority, validity, purpose,");
        line("    revocation list, the name Contoso.com) before it showed its own");
        line("client to service: I am " + client);
        line(
                "    in message 2, by CertificateVerify: a signature with its private key over the handshake. The service");
        line("    checked the certificate likewise, and names it in its fifth answer");
        line("each to the other: no message was changed on its way");
        line(
                "    in the handshake, by Finished; around it, by the Authenticator: a hash over all legs, which takes the");
        line("    key of the token; in the session, by a signature over each message with a key made from that one");
    }

    private <T> T step(String name, Callable<T> work) throws IOException {
        long start = System.nanoTime();
        try {
            T result = work.call();
            out.printf(Locale.ROOT, "%-26s %6d ms%n", name, (System.nanoTime() - start) / MILLISECONDS);
            return result;
        } catch (IOException | RuntimeException explained) {
            throw explained;
        } catch (Exception impossible) {
            throw new IllegalStateException("No step throws this", impossible);
        }
    }

    private void line(String text) {
        out.println("     " + text);
    }
}
