// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections and requests like a service, and fails to answer them. */
public final class FailingService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FailingService.class);

    private final ServerSocket listening;
    private final AtomicInteger requests = new AtomicInteger();
    private final Collection<Socket> silent = new ConcurrentLinkedQueue<>();

    private FailingService(Ending ending) {
        try {
            listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        var thread = new Thread(() -> serve(ending), "failing-service");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes the connection after these octets of an answer. */
    public static FailingService closing(String beginningOfAnswer) {
        return new FailingService((connection, service) -> {
            connection.getOutputStream().write(beginningOfAnswer.getBytes(US_ASCII));
            connection.close();
        });
    }

    /** Keeps the connection and says nothing. */
    public static FailingService silent() {
        return new FailingService((connection, service) -> service.silent.add(connection));
    }

    public URI address() {
        return URI.create("http://localhost:" + listening.getLocalPort() + "/Calculator");
    }

    /** Returns how many requests have come. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket connection : silent) {
                connection.close();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void serve(Ending ending) {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                readRequest(connection);
                requests.incrementAndGet();
                ending.of(connection, this);
            } catch (IOException gone) {
                LOG.debug("The client went away, or the test is over", gone);
            }
        }
    }

    /**
     * Reads all of it, so that closing the connection does not reset it.
     *
     * @throws IOException if it is something else: a client whose call failed asks whether TLS is spoken here, and its octets of chance may contain an empty line
     */
    private static void readRequest(Socket connection) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        if (!readLine(reader).startsWith("POST ")) {
            connection.close();
            throw new ProtocolException("No call");
        }
        int length = 0;
        for (String line = readLine(reader); !line.isEmpty(); line = readLine(reader)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        for (int i = 0; i < length; i++) {
            if (reader.read() < 0) {
                throw new EOFException("The request broke off");
            }
        }
    }

    private static String readLine(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new EOFException("The request broke off");
        }
        return line;
    }

    /** How a connection ends. */
    private interface Ending {
        void of(Socket connection, FailingService service) throws IOException;
    }
}
