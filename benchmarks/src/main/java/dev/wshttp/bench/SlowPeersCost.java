// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.bench.Contender.Pace;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.RunningProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures the calls of a legitimate client, in an open session and from eight threads, while an attacker at another address holds connections to the
 * calculator service. Each row compares with the same client just before and after.
 */
final class SlowPeersCost {
    private static final int THREADS = 8;
    private static final double LEAST_SHARE = 0.9;
    private static final long TICK_MILLIS = 100;
    // An address of this machine that is not the client's; Linux has all of 127/8.
    private static final String ATTACKER = "127.0.0.2";

    private final Path project;
    private final CredentialFolder folder;
    private final Pace pace;

    SlowPeersCost(Path project, CredentialFolder folder, Pace pace) {
        this.project = project;
        this.folder = folder;
        this.pace = pace;
    }

    /** What the attacker's connections do. */
    private enum Kind {
        DRIPPING(
                "1,000 that send one octet of a request every ten seconds",
                1_000,
                100,
                "POST /Calculator HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\nContent-Length: 60000\r\n\r\n<") {
            @Override
            void goOn(SocketChannel socket) throws IOException {
                socket.write(ByteBuffer.wrap(new byte[] {'x'}));
            }
        },
        IDLE("1,000 that are idle after an answer", 1_000, 100, "GET /Calculator HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        READING(
                "200 that read their answers at ten octets a second",
                200,
                10,
                "GET /Calculator?wsdl HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500)) {
            @Override
            void goOn(SocketChannel socket) throws IOException {
                socket.read(ByteBuffer.allocate(10));
            }
        };

        private final String text;
        private final int number;
        private final int ticksOfARound;
        private final byte[] first;

        Kind(String text, int number, int ticksOfARound, String first) {
            this.text = text;
            this.number = number;
            this.ticksOfARound = ticksOfARound;
            this.first = first.getBytes(US_ASCII);
        }

        /** Does for one connection what it does again and again. */
        void goOn(SocketChannel socket) throws IOException {}
    }

    /** Measures, and prints a table. */
    void print(PrintStream out, Bars bars) {
        ServiceProgram program = ServiceProgram.calculator(project);
        try (RunningProgram service = program.command(Mode.SESSION, folder).start()) {
            URI address = ServiceProgram.addressOf(service);
            Calculator calculator =
                    RiPeer.secured().ports(Mode.SESSION, folder, address).get();
            callsPerSecond(calculator, pace.warmUp());
            out.println("| Connections of an attacker | calls/s without | calls/s with | share |");
            out.println("|---|--:|--:|--:|");
            for (Kind kind : Kind.values()) {
                double before = callsPerSecond(calculator, pace.measured());
                double beside = beside(kind, address, calculator);
                double without = (before + callsPerSecond(calculator, pace.measured())) / 2;
                out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f | %.0f %% |%n",
                        kind.text,
                        without,
                        beside,
                        100 * beside / without);
                bars.atLeast(
                        LEAST_SHARE, "", "calls/s beside connections of an attacker: " + kind.text, beside / without);
            }
            out.println();
            program.end(service);
        }
    }

    private double beside(Kind kind, URI address, Calculator calculator) {
        var sockets = new ArrayList<SocketChannel>();
        ScheduledExecutorService attacker = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < kind.number; i++) {
                sockets.add(connect(kind, address));
            }
            var tick = new int[1];
            var rounds = attacker.scheduleAtFixedRate(
                    () -> goOn(kind, sockets, tick[0]++ % kind.ticksOfARound),
                    TICK_MILLIS,
                    TICK_MILLIS,
                    TimeUnit.MILLISECONDS);
            double calls = callsPerSecond(calculator, pace.measured());
            rounds.cancel(false);
            return calls;
        } catch (IOException refused) {
            throw new UncheckedIOException("The connections of the attacker were not opened", refused);
        } finally {
            attacker.shutdownNow();
            sockets.forEach(SlowPeersCost::close);
        }
    }

    private static SocketChannel connect(Kind kind, URI address) throws IOException {
        SocketChannel socket = SocketChannel.open();
        if (kind == Kind.READING) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 2_048);
        }
        socket.bind(new InetSocketAddress(ATTACKER, 0));
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.configureBlocking(false);
        socket.write(ByteBuffer.wrap(kind.first));
        return socket;
    }

    private static void goOn(Kind kind, List<SocketChannel> sockets, int turn) {
        for (int i = turn; i < sockets.size(); i += kind.ticksOfARound) {
            try {
                kind.goOn(sockets.get(i));
            } catch (IOException closed) {
                // The service has closed this one; the others go on.
            }
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static double callsPerSecond(Calculator calculator, Duration time) {
        var threads = Executors.newFixedThreadPool(THREADS);
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try {
            Callable<Long> caller = () -> callUntil(calculator, end);
            long calls = 0;
            for (var result : threads.invokeAll(Collections.nCopies(THREADS, caller))) {
                calls += result.get();
            }
            return calls * 1e9 / (System.nanoTime() - start);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling", asked);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A call failed", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static long callUntil(Calculator calculator, long end) {
        long calls = 0;
        do {
            calls++;
            if (calculator.add((double) calls, 1) != calls + 1.0) {
                throw new IllegalStateException("Add(" + calls + ",1) was wrong");
            }
        } while (System.nanoTime() - end < 0);
        return calls;
    }
}
