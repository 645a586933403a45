// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.HttpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gets one document over HTTP, within a time and a size, however slowly the server sends. Follows no redirection and sends no credentials. Java's
 * newer HTTP client refuses hosts whose names have an underscore.
 */
final class Download {
    private static final byte[] NO_OCTETS = {};

    private final HttpURLConnection connection;
    private final int largestBytes;

    private Download(HttpURLConnection connection, int largestBytes) {
        this.connection = connection;
        this.largestBytes = largestBytes;
    }

    /**
     * What a server answered.
     *
     * @param location where the server says the document is, or an empty text
     * @param body the document, if the status is 200
     */
    record Answer(int status, String location, byte[] body) {}

    /**
     * Returns the answer.
     *
     * @param deadlineNanos the time of {@link System#nanoTime} until which the whole answer has to be there
     * @throws TooLargeException if the document is larger
     */
    static Answer get(URI document, int largestBytes, long deadlineNanos)
            throws IOException, TimeoutException, InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new TimeoutException();
        }
        var connection =
                (HttpURLConnection) HttpAddress.of(document).uri().toURL().openConnection();
        int milliseconds = Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        connection.setConnectTimeout(milliseconds);
        connection.setReadTimeout(milliseconds);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setAuthenticator(new NoCredentials());
        return new Download(connection, largestBytes).within(left);
    }

    /** Waits on another thread, because each single read may take the whole time. Closing the connection ends that thread. */
    private Answer within(long nanoseconds) throws IOException, TimeoutException, InterruptedException {
        var task = new FutureTask<>(this::answer);
        var thread = new Thread(task, "wsdl-download");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(nanoseconds, TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SocketTimeoutException) {
                throw new TimeoutException();
            }
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } finally {
            connection.disconnect();
        }
    }

    private Answer answer() throws IOException {
        int status = connection.getResponseCode();
        String location = Objects.requireNonNullElse(connection.getHeaderField("Location"), "");
        return new Answer(status, location, status == HttpURLConnection.HTTP_OK ? body() : NO_OCTETS);
    }

    // Closing the stream would read on, which a server without an end to its answer would make long.
    private byte[] body() throws IOException {
        InputStream content = connection.getInputStream();
        byte[] octets = content.readNBytes(largestBytes + 1);
        if (octets.length > largestBytes) {
            throw new TooLargeException();
        }
        return octets;
    }

    /** Has no credentials, not even those that the program has for other servers. */
    private static final class NoCredentials extends Authenticator {
        @Override
        protected java.net.@Nullable PasswordAuthentication getPasswordAuthentication() {
            return null;
        }
    }

    /** The document is larger than it may be. */
    static final class TooLargeException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;
    }
}
