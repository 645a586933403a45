// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection to a service, which measures the time from a request's last octet to the end of its answer. */
final class WireClock implements AutoCloseable {
    private static final byte[] END = "\r\n0\r\n\r\n".getBytes(US_ASCII);

    private final Socket socket = new Socket();

    WireClock(InetSocketAddress service) throws IOException {
        socket.connect(service);
        socket.setTcpNoDelay(true);
    }

    /**
     * Sends a request that is refused.
     *
     * @param header the name of a further HTTP header, or nothing
     */
    double micros(byte[] envelope, String header) throws IOException {
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(
                ("POST /Calculator HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml; charset=utf-8\r\n"
                                + (header.isEmpty() ? "" : header + ": 1\r\n") + "Content-Length: " + envelope.length
                                + "\r\n\r\n")
                        .getBytes(US_ASCII));
        octets.writeBytes(envelope);
        byte[] request = octets.toByteArray();
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        String answer = answer(socket.getInputStream());
        long end = System.nanoTime();
        assertThat(answer).startsWith("HTTP/1.1 500 ").contains("InvalidSecurity");
        return (end - start) / 1_000.0;
    }

    private static String answer(InputStream in) throws IOException {
        byte[] buffer = new byte[16_384];
        int length = 0;
        while (!endsWithLastChunk(buffer, length)) {
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                throw new IOException("The service closed the connection");
            }
            length += read;
        }
        return new String(buffer, 0, length, US_ASCII);
    }

    private static boolean endsWithLastChunk(byte[] buffer, int length) {
        for (int i = 1; i <= END.length; i++) {
            if (length < END.length || buffer[length - i] != END[END.length - i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
