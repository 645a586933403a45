// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.interop.Peer.RunningService;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of every peer:
 *
 * <pre>
 *   service MODE FOLDER               prints READY and its address, and ends when its input does
 *   client MODE FOLDER ADDRESS        makes the five calls of WCF's sample and prints the answers
 *   clients                           the same for every line "MODE FOLDER ADDRESS" of its input, without the start of a JVM in between
 *   load MODE FOLDER ADDRESS ...      calls for some time and prints what it measured: see {@link Load}
 * </pre>
 */
public final class PeerProgram {
    /** The start of a line that says why the calls were not made. */
    public static final String FAILURE = "FAILED ";

    /** The start of a line with the reason of a fault that the peer's client gives to its caller as the service's. */
    public static final String FAULT = FAILURE + "FAULT ";

    /** The line after the answers to one line of input. */
    public static final String END = "END";

    private static final int USAGE = 2;
    private static final int FAILED = 1;

    private final Peer peer;
    private final PrintStream out;

    private PeerProgram(Peer peer, PrintStream out) {
        this.peer = peer;
        this.out = out;
    }

    /** Runs the command and returns the exit code: 0 done, 1 failed, 2 usage. Failures are told on standard error. */
    public static int run(Peer peer, String... arguments) {
        try {
            return new PeerProgram(peer, System.out).run(List.of(arguments));
        } catch (RuntimeException | IOException failed) {
            failed.printStackTrace();
            return FAILED;
        }
    }

    private int run(List<String> arguments) throws IOException {
        if (arguments.equals(List.of("clients"))) {
            callForEveryLine();
            return 0;
        }
        if (arguments.size() < 3) {
            System.err.println(
                    "usage: service MODE FOLDER | client MODE FOLDER ADDRESS | clients | load MODE FOLDER ADDRESS ...");
            return USAGE;
        }
        List<String> peerArguments = arguments.subList(1, arguments.size());
        switch (arguments.get(0)) {
            case "service" -> serve(Mode.of(arguments.get(1)), folder(arguments.get(2)));
            case "client" -> call(ports(peerArguments).get());
            case "load" -> Load.of(arguments.subList(4, arguments.size())).run(ports(peerArguments), out);
            default ->
                throw new IllegalArgumentException(
                        "The command is '" + arguments.get(0) + "' (expected service, client, clients or load).");
        }
        return 0;
    }

    private Supplier<Calculator> ports(List<String> arguments) {
        return peer.ports(Mode.of(arguments.get(0)), folder(arguments.get(1)), URI.create(arguments.get(2)));
    }

    private static CredentialFolder folder(String path) {
        return new CredentialFolder(Path.of(path).toAbsolutePath());
    }

    private void serve(Mode mode, CredentialFolder folder) throws IOException {
        try (RunningService service = peer.serve(mode, folder)) {
            out.println("READY " + service.address());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private void callForEveryLine() throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                call(ports(List.of(line.split(" "))).get());
            } catch (SOAPFaultException fault) {
                out.println(FAULT + fault.getFault().getFaultString().replace('\n', ' ') + " <- " + causes(fault));
            } catch (RuntimeException failed) {
                out.println(FAILURE + causes(failed));
            }
            out.println(END);
        }
    }

    private static String causes(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause.toString().replace('\n', ' '))
                .collect(Collectors.joining(" <- "));
    }

    private void call(Calculator calculator) {
        out.println("Add(100,15.99) = " + calculator.add(100, 15.99));
        out.println("Subtract(145,76.54) = " + calculator.subtract(145, 76.54));
        out.println("Multiply(9,81.25) = " + calculator.multiply(9, 81.25));
        out.println("Divide(22,7) = " + calculator.divide(22, 7));
        out.println(calculator.callerIdentity());
    }
}
