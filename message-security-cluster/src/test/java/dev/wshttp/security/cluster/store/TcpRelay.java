// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The network between an instance and a store: it can be slow, can swallow everything while connections stay, or can be cut. Safe for use by several threads. */
public final class TcpRelay implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean isSilent;
    private volatile @Nullable Socket silent; // towards the store
    private volatile boolean isCut;

    private TcpRelay(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** Starts to forward connections to a port of this machine. */
    public static TcpRelay to(int port) {
        try {
            var relay = new TcpRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            start(relay::accept);
            return relay;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Delays what the store answers from now on. */
    public void delay(Duration other) {
        delay = other;
    }

    /** Swallows everything from now on, as a network that drops packets; connections stay as they are. */
    public void silence() {
        isSilent = true;
    }

    /** Swallows everything of the connection that was opened last. */
    public void silenceNewest() {
        silent = open.get(open.size() - 1);
    }

    /** Closes all connections, and each new one. */
    public void cut() {
        isCut = true;
        open.forEach(TcpRelay::close);
        open.clear();
    }

    /** Ends {@link #silence} and {@link #cut}; what was swallowed is gone, so its connections are closed. */
    public void heal() {
        open.forEach(TcpRelay::close);
        open.clear();
        isSilent = false;
        isCut = false;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                if (isCut) {
                    close(from);
                } else {
                    forward(from);
                }
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void forward(Socket from) {
        try {
            var to = new Socket(InetAddress.getLoopbackAddress(), target);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            open.add(from);
            open.add(to);
            start(() -> copy(from, to, false));
            start(() -> copy(to, from, true));
        } catch (IOException gone) {
            close(from);
        }
    }

    private void copy(Socket from, Socket to, boolean isAnswer) {
        var buffer = new byte[BUFFER];
        try {
            for (int length = from.getInputStream().read(buffer);
                    length >= 0;
                    length = from.getInputStream().read(buffer)) {
                if (isAnswer && !delay.isZero()) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                if (!isSilent && from != silent && to != silent) {
                    to.getOutputStream().write(buffer, 0, length);
                }
            }
        } catch (IOException ended) {
            close(from);
        } finally {
            close(to);
        }
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        cut();
    }
}
