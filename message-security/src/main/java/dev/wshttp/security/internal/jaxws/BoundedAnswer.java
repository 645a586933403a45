// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * An answer that ends one octet after the largest accepted size, so that the reader notices a larger answer, and that has to come in time, however slowly
 * the peer sends. Closing it reads no further octets,
 * because the peer may send without end. Not safe for use by several threads.
 */
final class BoundedAnswer extends FilterInputStream {
    private static final int END = -1;

    private final int milliseconds;
    private final long startNanos = System.nanoTime();
    private long left;

    /**
     * @param maxBytes the size of the largest message; one octet more can be read, so that the reader notices a larger one
     * @param milliseconds the time for all of it, beside that for one read; 0 for any
     */
    BoundedAnswer(InputStream answer, int maxBytes, int milliseconds) {
        super(answer);
        this.left = maxBytes + 1L;
        this.milliseconds = milliseconds;
    }

    private void requireInTime() throws SocketTimeoutException {
        if (milliseconds > 0 && System.nanoTime() - startNanos > TimeUnit.MILLISECONDS.toNanos(milliseconds)) {
            throw new SocketTimeoutException("Reading the answer timed out");
        }
    }

    @Override
    public int read() throws IOException {
        requireInTime();
        int octet = left == 0 ? END : super.read();
        if (octet != END) {
            left--;
        }
        return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return END;
        }
        requireInTime();
        int number = super.read(octets, offset, (int) Math.min(length, left));
        left -= Math.max(number, 0);
        return number;
    }

    @Override
    public long skip(long number) throws IOException {
        long skipped = super.skip(Math.min(number, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
