// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets of one attacker. Each socket starts an attack of one kind and continues it with one octet a round. Not safe for use by several
 * threads.
 */
final class SlowPeers implements AutoCloseable {
    // An address of this machine that is not the client's; Linux has all of 127/8.
    private static final String ATTACKER = "127.0.0.2";
    private static final int ANSWERS_NEVER_READ = 500;
    private static final int OCTETS_READ = 10;
    private static final int SMALLEST_WINDOW = 2_048;

    private final Kind kind;
    private final List<SocketChannel> sockets = new ArrayList<>();

    /** What a slow peer does. */
    enum Kind {
        ONE_OCTET("P", ""),
        DRIPPING_HEADERS("POST /Calculator HTTP/1.1\r\nHost: localhost\r\nX-Drip: ", "x"),
        DRIPPING_BODY(
                "POST /Calculator HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\nContent-Length: 60000\r\n\r\n<",
                "x"),
        DRIPPING_CHUNKS(
                "POST /Calculator HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n1\r\n<\r\n",
                "1\r\n<\r\n"),
        BODY_OF_A_QUESTION("GET /Calculator?wsdl HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n<", "x"),
        BODY_AT_NO_PATH("POST /Calculator/none HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n<", "x"),
        ANSWER_READ_SLOWLY("GET /Calculator?wsdl HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(ANSWERS_NEVER_READ), ""),
        ANSWER_NEVER_READ("GET /Calculator HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(ANSWERS_NEVER_READ), ""),
        KEPT_OPEN_AFTER_AN_ANSWER("GET /Calculator HTTP/1.1\r\nHost: localhost\r\n\r\n", ""),
        SILENT("", "");

        private final byte[] first;
        private final byte[] drip;

        /** Returns whether the service works for each socket. */
        boolean isAnswered() {
            return this == BODY_OF_A_QUESTION
                    || this == BODY_AT_NO_PATH
                    || this == ANSWER_READ_SLOWLY
                    || this == ANSWER_NEVER_READ;
        }

        Kind(String first, String drip) {
            this.first = first.getBytes(US_ASCII);
            this.drip = drip.getBytes(US_ASCII);
        }
    }

    private SlowPeers(Kind kind) {
        this.kind = kind;
    }

    static SlowPeers attack(int port, Kind kind, int number) throws IOException {
        var attack = new SlowPeers(kind);
        for (int i = 0; i < number; i++) {
            attack.sockets.add(connect(port, kind));
        }
        return attack;
    }

    private static SocketChannel connect(int port, Kind kind) throws IOException {
        SocketChannel socket = SocketChannel.open();
        if (kind == Kind.ANSWER_NEVER_READ || kind == Kind.ANSWER_READ_SLOWLY) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SMALLEST_WINDOW);
        }
        try {
            socket.bind(new InetSocketAddress(ATTACKER, 0));
        } catch (BindException noSuchAddress) {
            // Then the attack comes from the address of the client, which is harder for the service.
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.configureBlocking(false);
        write(socket, kind.first);
        return socket;
    }

    /** Sends one more octet on each socket, or reads ten. */
    void drip() {
        for (SocketChannel socket : sockets) {
            try {
                write(socket, kind.drip);
                if (kind == Kind.ANSWER_READ_SLOWLY) {
                    socket.read(ByteBuffer.allocate(OCTETS_READ));
                }
            } catch (IOException closed) {
                // The service has closed this socket; the others continue.
            }
        }
    }

    private static void write(SocketChannel socket, byte[] octets) throws IOException {
        socket.write(ByteBuffer.wrap(octets));
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
