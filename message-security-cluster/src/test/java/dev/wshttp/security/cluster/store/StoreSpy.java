// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sees all commands that reach a store. */
final class StoreSpy implements AutoCloseable {
    private final RedisServer server;
    private final Socket socket;
    private final StringBuilder heard = new StringBuilder(); // guarded by itself

    private StoreSpy(RedisServer server) throws IOException {
        this.server = server;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        var reader = new Thread(this::listen, "spy");
        reader.setDaemon(true);
        reader.start();
        RedisServer.until(() -> heard().contains("OK"));
    }

    static StoreSpy of(RedisServer server) {
        try {
            return new StoreSpy(server);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void listen() {
        var buffer = new byte[1 << 16];
        try {
            for (int length = socket.getInputStream().read(buffer);
                    length >= 0;
                    length = socket.getInputStream().read(buffer)) {
                append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException closed) {
            append("(closed)");
        }
    }

    private void append(String text) {
        synchronized (heard) {
            heard.append(text);
        }
    }

    private String heard() {
        synchronized (heard) {
            return heard.toString();
        }
    }

    /** Returns all that was sent before now; the mark is a text that was not sent before. */
    String heardUntil(String mark) {
        server.command("ECHO", mark);
        RedisServer.until(() -> heard().contains(mark));
        return heard();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
