// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * An answer that ends one octet after the largest accepted size, so that the reader notices a larger answer, and that has to come whole and in time, however slowly
 * the peer sends. Closing it reads no further octets,
 * because the peer may send without end. Not safe for use by several threads.
 */
final class BoundedAnswer extends FilterInputStream {
    private static final int END = -1;

    // A longer answer gets its memory while it comes.
    private static final int AT_ONCE_BYTES = 64 * 1_024;

    private final int milliseconds;
    private final long announced;
    private final long startNanos = System.nanoTime();
    private long taken;
    private long left;

    /**
     * @param announced the length that its head tells; {@link ResponseHead#UNKNOWN} if it tells none
     * @param maxBytes the size of the largest message; one octet more can be read, so that the reader notices a larger one
     * @param milliseconds the time for all of it, beside that for one read; 0 for any
     */
    BoundedAnswer(InputStream answer, long announced, int maxBytes, int milliseconds) {
        super(answer);
        this.announced = announced;
        this.left = maxBytes + 1L;
        this.milliseconds = milliseconds;
    }

    private void requireInTime() throws SocketTimeoutException {
        if (milliseconds > 0 && System.nanoTime() - startNanos > TimeUnit.MILLISECONDS.toNanos(milliseconds)) {
            throw new SocketTimeoutException("Reading the answer timed out");
        }
    }

    /** Requires as many octets as were announced: the JDK's client takes the end of the connection for the end of the message. */
    private void requireWhole() throws EOFException {
        if (taken < announced) {
            throw new EOFException("the answer broke off after " + taken + " of " + announced
                    + " bytes. The service or an intermediary ended while it was answering");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == END ? END : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return END;
        }
        requireInTime();
        int read = super.read(octets, offset, (int) Math.min(length, left));
        // Another read may not follow, and this one may have waited for long.
        requireInTime();
        if (read == END) {
            requireWhole();
        } else {
            taken += read;
            left -= read;
        }
        return read;
    }

    /** Reads as {@link InputStream} does. Of an answer of known and moderate length it reads exactly that, into one array. */
    @Override
    public byte[] readNBytes(int length) throws IOException {
        if (taken > 0 || announced == ResponseHead.UNKNOWN || announced > Math.min(length, AT_ONCE_BYTES)) {
            return super.readNBytes(length);
        }
        byte[] octets = new byte[(int) announced];
        int read = readNBytes(octets, 0, octets.length);
        return read == octets.length ? octets : Arrays.copyOf(octets, read);
    }

    @Override
    public long skip(long octets) throws IOException {
        long skipped = super.skip(Math.min(octets, left));
        taken += skipped;
        left -= skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
