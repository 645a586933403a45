// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An answer that ends one octet after the largest accepted size, so that the reader notices a larger answer. Closing it reads no further octets,
 * because the peer may send without end. Not safe for use by several threads.
 */
final class BoundedAnswer extends FilterInputStream {
    private static final int END = -1;

    private long left;

    /** @param maxBytes the size of the largest message; one octet more can be read, so that the reader notices a larger one */
    BoundedAnswer(InputStream answer, int maxBytes) {
        super(answer);
        this.left = maxBytes + 1L;
    }

    @Override
    public int read() throws IOException {
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
