// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Changes the octets of TLS 1.2 records (RFC 5246) as a man in the middle can, without any key. */
public final class Flight {
    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int VERSION = RECORD_HEADER + MESSAGE_HEADER;
    private static final int RANDOM = VERSION + 2;
    private static final int SESSION_ID = RANDOM + 32;

    private Flight() {}

    /** Without its last octet. */
    public static byte[] cut(byte[] flight) {
        return Arrays.copyOf(flight, flight.length - 1);
    }

    /** Without its last record. */
    public static byte[] withoutLastRecord(byte[] flight) {
        int last = 0;
        for (int record = 0; record < flight.length; record += RECORD_HEADER + number(flight, record + 3)) {
            last = record;
        }
        return Arrays.copyOf(flight, last);
    }

    /** With one bit changed, so many hundredths from the beginning. */
    public static byte[] flipped(byte[] flight, int percent) {
        byte[] changed = flight.clone();
        changed[(flight.length - 1) * percent / 100] ^= 1;
        return changed;
    }

    /** Returns a hello with one bit of its random number changed. */
    public static byte[] withOtherRandom(byte[] hello) {
        byte[] changed = hello.clone();
        changed[RANDOM + 4] ^= 1;
        return changed;
    }

    /** Returns a hello of TLS 1.{@code minor}. */
    public static byte[] ofVersion(byte[] hello, int minor) {
        byte[] changed = hello.clone();
        changed[VERSION + 1] = (byte) (minor + 1);
        return changed;
    }

    /** Returns a client's hello with nothing but the least of its cipher suites; the very last only signals something else (RFC 5746). */
    public static byte[] withLastSuiteOnly(byte[] hello) {
        int suites = SESSION_ID + 1 + (hello[SESSION_ID] & 0xff);
        int end = suites + 2 + number(hello, suites);
        var rest = new ByteArrayOutputStream();
        rest.write(hello, 0, suites);
        rest.writeBytes(new byte[] {0, 4});
        rest.write(hello, end - 4, hello.length - end + 4);
        byte[] reduced = rest.toByteArray();
        write(reduced, 3, reduced.length - RECORD_HEADER);
        write(reduced, RECORD_HEADER + 2, reduced.length - VERSION);
        return reduced;
    }

    private static int number(byte[] octets, int position) {
        return (octets[position] & 0xff) << 8 | (octets[position + 1] & 0xff);
    }

    private static void write(byte[] octets, int position, int number) {
        octets[position] = (byte) (number >> 8);
        octets[position + 1] = (byte) number;
    }
}
