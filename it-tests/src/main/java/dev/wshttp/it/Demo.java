// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.wire.HttpRelay;
import dev.wshttp.it.wire.HttpRelay.Answer;
import dev.wshttp.it.wire.HttpRelay.Reply;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Shows all parts together: makes certificates, starts the service, makes five calls with the client, and tells which side proved what. Each is
 * the jar that a user gets, in a process of its own. Ends with 0 only if all five answers are right.
 */
public final class Demo {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READY = "READY ";
    private static final int MILLISECONDS = 1_000_000;

    private static final String ARCHIVE_CLASSES = "--archive-classes";

    private final DemoFolder folder;
    private final UnaryOperator<JavaProgram> programs;
    private final PrintStream out;
    private final List<byte[]> seen = new CopyOnWriteArrayList<>();

    private Demo(DemoFolder folder, UnaryOperator<JavaProgram> programs, PrintStream out) {
        this.folder = folder;
        this.programs = programs;
        this.out = out;
    }

    /**
     * Runs the demo and ends the process.
     *
     * @param arguments the directory of the parent, a folder for what is made, and {@code --archive-classes} if each program is to leave an archive
     *     of its classes for runs that start faster
     */
    public static void main(String[] arguments) {
        boolean archives = List.of(arguments).contains(ARCHIVE_CLASSES);
        UnaryOperator<JavaProgram> programs = archives ? JavaProgram::archivingClasses : UnaryOperator.identity();
        var demo = new Demo(new DemoFolder(Path.of(arguments[0]), Path.of(arguments[1])), programs, System.out);
        endWithItsParent();
        System.exit(demo.run());
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
        out.println(
                "\nThe calculator, secured with two certificates as WCF does by default: a negotiation, then a session\n");
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
            showProofs(service, client);
            int exitCode = step("6/6  service stopped", () -> running.stop(LIMIT));
            line("exit code " + exitCode + ", as asked by SIGTERM");
            folder.write("service.log", running.err().untilEnd(LIMIT));
        }
        out.println("\nAll five answers are right. To look at, in " + folder.folder() + ":");
        line("certificates/                 keys, certificates, and the settings of both sides");
        line("1-request.xml to 9-reply.xml  the messages as the network saw them");
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
        RunningProgram running = program.start(List.of(
                "--verbose",
                "--config",
                folder.settings("service").toString(),
                "--set",
                "message-security.address=http://localhost:0/Calculator"));
        try {
            running.out().await(line -> line.startsWith(READY), LIMIT);
            return running;
        } catch (IllegalStateException notReady) {
            running.close();
            throw new DemoFailure("The service did not start: " + running.err().soFar(), notReady);
        }
    }

    private JavaProgram program(String module, String jar) {
        return programs.apply(new JavaProgram(folder.jar(module, jar)));
    }

    private static URI address(RunningProgram service) {
        String ready = service.out().await(line -> line.startsWith(READY), LIMIT);
        return URI.create(ready.substring(READY.length()));
    }

    private ProgramRun callThroughRecorder(URI service) throws IOException {
        Path settings = folder.settings("client");
        try (var recorder = HttpRelay.open(recording(HttpRelay.forwardingTo(service)))) {
            return program("client", "calculator-client.jar")
                    .run(
                            LIMIT,
                            List.of(
                                    "--verbose",
                                    "--config",
                                    settings.toString(),
                                    "--set",
                                    "message-security.address=" + service,
                                    "--set",
                                    "message-security.via=" + recorder.address(),
                                    "demo"));
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
        out.println(
                "4/6  what the network saw: a negotiation of two legs, a session, five calls, the end of the session");
        traffic.story().forEach(this::line);
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
