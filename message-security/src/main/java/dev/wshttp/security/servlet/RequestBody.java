// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Collects the body of a request as it arrives, up to a limit, without a thread that waits. The memory that it takes is that of the octets that have
 * arrived, whatever size the request announces. The container calls it from one thread at a time.
 */
final class RequestBody implements ReadListener {
    private static final int PORTION = 4_096;
    private static final int END = -1;

    private final ServletInputStream in;
    private final int limit;
    private final Consumer<byte[]> whole;
    private final Consumer<Throwable> broken;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean done;

    /**
     * @param maxBytes size of the largest message; one octet more is read, so that the binding itself refuses a larger message
     * @param whole receives the body
     * @param broken receives the reason if the body cannot be read
     */
    RequestBody(ServletInputStream in, int maxBytes, Consumer<byte[]> whole, Consumer<Throwable> broken) {
        this.in = in;
        this.limit = maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1;
        this.whole = whole;
        this.broken = broken;
    }

    /** Starts reading; the request has to be asynchronous. */
    void read() {
        in.setReadListener(this);
    }

    /** Reads the body in this thread. */
    static byte[] inThisThread(ServletInputStream in, int maxBytes) throws IOException {
        return in.readNBytes(maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1);
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] portion = new byte[PORTION];
        while (!done && in.isReady() && !in.isFinished()) {
            int number = in.read(portion, 0, Math.min(PORTION, limit - octets.size()));
            if (number == END) {
                return;
            }
            octets.write(portion, 0, number);
            if (octets.size() == limit) {
                end();
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    private void end() {
        if (!done) {
            byte[] body = octets.toByteArray();
            done = true;
            whole.accept(body);
        }
    }

    @Override
    public void onError(Throwable reason) {
        if (!done) {
            done = true;
            broken.accept(reason);
        }
    }
}
