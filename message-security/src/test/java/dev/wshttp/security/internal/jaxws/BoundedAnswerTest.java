// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedAnswerTest {
    private static final int MOST = 100_000;
    private static final int ALL = MOST + 1;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5_000, 64 * 1_024, 64 * 1_024 + 1, MOST})
    void comesWholeWithOrWithoutALength(int bytes) throws IOException {
        assertThat(answer(bytes, bytes).readNBytes(ALL)).isEqualTo(octets(bytes));
        assertThat(answer(bytes, ResponseHead.UNKNOWN).readNBytes(ALL)).isEqualTo(octets(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "4,4000", "4999,5000", "65536,65537", "99999,100000"})
    void refusesWhatBrokeOff(int bytes, int announced) {
        assertThatThrownBy(() -> answer(bytes, announced).readNBytes(ALL))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("broke off after " + bytes + " of " + announced + " bytes");
    }

    @Test
    void refusesWhatBrokeOffWhereItIsReadOctetByOctet() throws IOException {
        var answer = answer(2, 3);

        assertThat(answer.read()).isEqualTo(octets(1)[0]);
        assertThat(answer.skip(1)).isEqualTo(1);
        assertThatThrownBy(answer::read).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, MOST + 2, 2 * MOST})
    void tooLargeOneIsReadOneOctetBeyondTheLimit(int bytes) throws IOException {
        assertThat(answer(bytes, bytes).readNBytes(ALL)).hasSize(ALL);
        assertThat(answer(bytes, ResponseHead.UNKNOWN).readNBytes(ALL)).hasSize(ALL);
    }

    @Test
    void octetOf255IsNotTheEnd() throws IOException {
        var answer = new BoundedAnswer(new ByteArrayInputStream(new byte[] {(byte) 0xFF}), 1, MOST, 0);

        assertThat(answer.read()).isEqualTo(0xFF);
        assertThat(answer.read()).isEqualTo(-1);
    }

    /** Nothing is read after the last octet that was announced, so the time is up although it came. */
    @Test
    void lastOctetMayNotBeLate() {
        var late = new FilterInputStream(new ByteArrayInputStream(octets(3))) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
                return super.read(into, offset, length);
            }
        };

        assertThatThrownBy(() -> new BoundedAnswer(late, 3, MOST, 1).readNBytes(ALL))
                .isInstanceOf(SocketTimeoutException.class);
    }

    /** What is announced is all that is asked for: the connection is free for the next call, and an attacker's further octets are not read. */
    @Test
    void asksForNoMoreThanWasAnnounced() throws IOException {
        List<Integer> asked = new ArrayList<>();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new UncheckedIOException(new IOException("not asked for one octet"));
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                asked.add(length);
                Arrays.fill(into, offset, offset + length, (byte) 'a');
                return length;
            }
        };

        assertThat(new BoundedAnswer(endless, 3, MOST, 0).readNBytes(ALL)).isEqualTo("aaa".getBytes(US_ASCII));
        assertThat(asked).containsExactly(3);
    }

    @Test
    void lengthsOfTheHead() throws IOException {
        assertThat(head("Content-Length", "12").length()).isEqualTo(12);
        assertThat(head("content-length", "12").length()).isEqualTo(12);
        assertThat(head("Content-Length", "12", "Transfer-Encoding", "chunked").length())
                .isEqualTo(ResponseHead.UNKNOWN);
        assertThat(head("Content-Length", "12", "Content-Encoding", "gzip").length())
                .isEqualTo(ResponseHead.UNKNOWN);
        assertThat(head("Content-Length", "+12").length()).isEqualTo(ResponseHead.UNKNOWN);
        assertThat(new ResponseHead(Map.of("Content-Length", List.of("12", "12"))).length())
                .isEqualTo(12);
        assertThatThrownBy(() -> new ResponseHead(Map.of("Content-Length", List.of("12", "13"))).length())
                .hasMessageContaining("2 different lengths");
    }

    private static ResponseHead head(String... namesAndValues) {
        return new ResponseHead(
                namesAndValues.length == 2
                        ? Map.of(namesAndValues[0], List.of(namesAndValues[1]))
                        : Map.of(
                                namesAndValues[0],
                                List.of(namesAndValues[1]),
                                namesAndValues[2],
                                List.of(namesAndValues[3])));
    }

    private static BoundedAnswer answer(int bytes, long announced) {
        return new BoundedAnswer(new ByteArrayInputStream(octets(bytes)), announced, MOST, 0);
    }

    private static byte[] octets(int number) {
        byte[] octets = new byte[number];
        for (int i = 0; i < number; i++) {
            octets[i] = (byte) (i % 251 + 1);
        }
        return octets;
    }
}
