// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A {@code redis-server} of this machine on a free port, without persistence. It ends when it is closed, or at the latest with this process. Not safe for
 * use by several threads.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String PROGRAM = "redis-server";
    private static final int LOWEST_PORT = 20_000;
    private static final int LOWEST_PORT_OF_THE_SYSTEM = 32_768;
    private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

    private final int port;
    private final List<String> arguments;
    private final Path folder;
    private final Thread endWithThisProcess = new Thread(this::end, "redis-end");
    private volatile Process process;

    /** @param folder the server's own; it goes with it */
    private RedisServer(int port, Path folder, List<String> arguments) {
        this.port = port;
        this.arguments = List.copyOf(arguments);
        this.folder = folder;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
    }

    /** Returns whether the program is on the PATH. */
    public static boolean isInstalled() {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(File.pathSeparator)).stream()
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, PROGRAM)));
    }

    /** Starts a server, and waits until it answers. */
    public static RedisServer start(String... arguments) {
        return startOn(freePort(), arguments);
    }

    /** Starts a server on a port, and waits until it answers. */
    public static RedisServer startOn(int port, String... arguments) {
        return startIn(newFolder(), port, arguments);
    }

    private static RedisServer startIn(Path folder, int port, String... arguments) {
        var server = new RedisServer(port, folder, List.of(arguments));
        server.awaitAnswer();
        return server;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("redis");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Starts a server that follows another one, and waits until it has its entries. */
    public static RedisServer startReplicaOf(RedisServer master) {
        var replica = start("--replicaof", "127.0.0.1 " + master.port());
        until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
        return replica;
    }

    /** Starts a Sentinel that looks after a master, which it calls {@code service}. */
    public static RedisServer startSentinelOf(RedisServer master, int quorum, Duration downAfter) {
        int port = freePort();
        try {
            Path folder = newFolder();
            Path configuration = folder.resolve("sentinel.conf");
            Files.writeString(
                    configuration,
                    String.join(
                            "\n",
                            "port " + port,
                            "bind 127.0.0.1",
                            "sentinel monitor service 127.0.0.1 " + master.port() + " " + quorum,
                            "sentinel down-after-milliseconds service " + downAfter.toMillis(),
                            "sentinel failover-timeout service 5000",
                            ""));
            RedisServer sentinel = startIn(folder, port, configuration.toString(), "--sentinel");
            // By default it asks each ten seconds who is a replica of whom. Redis 6 does not know the command, and is
            // slower.
            sentinel.command("SENTINEL", "DEBUG", "info-period", "200", "publish-period", "200", "ask-period", "200");
            return sentinel;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Starts two Sentinels for a master, and waits until they know its replica and each other. */
    public static List<RedisServer> startSentinelsOf(RedisServer master, Duration downAfter) {
        var sentinels = List.of(startSentinelOf(master, 2, downAfter), startSentinelOf(master, 2, downAfter));
        until(() -> sentinels.stream()
                .map(sentinel -> sentinel.command("SENTINEL", "MASTER", "service"))
                .allMatch(text -> text.contains("num-slaves\n1\n") && text.contains("num-other-sentinels\n1\n")));
        return sentinels;
    }

    private Process launch() {
        var words = new ArrayList<String>();
        words.add(PROGRAM);
        boolean isConfigured = !arguments.isEmpty() && !arguments.get(0).startsWith("--");
        if (isConfigured) {
            words.addAll(arguments);
        } else {
            words.addAll(List.of(
                    "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder.toString()));
            words.addAll(List.of("--repl-diskless-sync-delay", "0"));
            words.addAll(arguments);
        }
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public int port() {
        return port;
    }

    /** Returns the address without TLS. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Returns the id of the process. */
    public long processId() {
        return process.pid();
    }

    /** Stops the process where it is: connections stay, and nothing is answered. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a paused process go on. */
    public void resume() {
        signal("CONT");
    }

    /** Ends the process without asking. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(asked);
        }
    }

    /** Starts a process that was killed again, on the same port; it is empty unless the arguments let it keep something. */
    public void restart() {
        process = launch();
        awaitAnswer();
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(asked);
        }
    }

    private void awaitAnswer() {
        until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("redis-server ended: " + log());
            }
            return !command("PING").isEmpty();
        });
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException absent) {
            return absent.toString();
        }
    }

    /** Sends a command without TLS and returns what comes back, without the lengths of its parts; an error is returned, too. */
    public String command(String... words) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LONGEST.toMillis());
            var request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                int length = word.getBytes(StandardCharsets.UTF_8).length;
                request.append('$').append(length).append("\r\n").append(word).append("\r\n");
            }
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            var answer = new StringBuilder();
            read(socket.getInputStream(), answer);
            return answer.toString();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void read(InputStream in, StringBuilder answer) throws IOException {
        String line = line(in);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '$' -> {
                int length = Integer.parseInt(line.substring(1));
                if (length >= 0) {
                    answer.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1))
                            .append('\n');
                    line(in);
                }
            }
            case '*' -> {
                int parts = Integer.parseInt(line.substring(1));
                for (int part = 0; part < parts; part++) {
                    read(in, answer);
                }
            }
            default -> answer.append(line).append('\n');
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("The connection was closed");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /**
     * Waits until something is so. A server that closes the connection meanwhile, as one that becomes a replica does, is asked again.
     *
     * @throws IllegalStateException if that takes longer than 20 seconds
     */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!isSo(condition)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("It is not so after " + LONGEST);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean isSo(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    /** Returns a port that is free now, and that nothing else gets: not from here, and not from the system for a connection. */
    public static int freePort() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_PORT_OF_THE_SYSTEM);
        } while (!GIVEN_PORTS.add(port) || !isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void end() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RedisServer::delete);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
