// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.transport.http.client.HttpClientTransport;
import dev.wshttp.security.HttpAnswer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.WsHttpBinding;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over HTTP and reads its answer. It follows no redirection, and WCF does not either: an unauthenticated peer would decide where
 * the request goes, and the JDK would send a GET, or the message itself, to that place. Not safe for use by several threads.
 */
final class DirectConnection extends HttpClientTransport {
    private static final int SUCCESS = 2;
    private static final int REDIRECTION = 3;
    private static final int HUNDRED = 100;

    // Interop: a one-way call may be answered so, without a body.
    private static final Set<Integer> MAY_BE_EMPTY = Set.of(
            HttpURLConnection.HTTP_OK,
            HttpURLConnection.HTTP_ACCEPTED,
            HttpURLConnection.HTTP_NO_CONTENT,
            HttpURLConnection.HTTP_INTERNAL_ERROR);

    private final String address;
    private final WsHttpBinding settings;
    private @Nullable HttpURLConnection connection;

    DirectConnection(Packet request, Map<String, List<String>> headers, WsHttpBinding settings) {
        super(request, headers);
        this.address = request.endpointAddress.toString();
        this.settings = settings;
    }

    @Override
    protected HttpURLConnection openConnection(Packet request) {
        try {
            var opened = (HttpURLConnection) request.endpointAddress.openConnection();
            opened.setInstanceFollowRedirects(false);
            opened.setConnectTimeout(milliseconds(settings.openTimeout()));
            opened.setReadTimeout(milliseconds(settings.sendTimeout()));
            connection = opened;
            return opened;
        } catch (IOException impossible) {
            throw new UncheckedIOException("The JDK opens the connection later", impossible);
        }
    }

    /** Returns a time in the form of the JDK, for which 0 is without end. */
    private static int milliseconds(Duration time) {
        return (int) Math.max(1, Math.min(time.toMillis(), Integer.MAX_VALUE));
    }

    @Override
    protected void readResponseCodeAndMessage() {
        super.readResponseCodeAndMessage();
        try {
            requireNoRedirection(Objects.requireNonNull(connection));
        } catch (IOException impossible) {
            throw new UncheckedIOException("The RI has read the status already", impossible);
        }
    }

    private void requireNoRedirection(HttpURLConnection answered) throws IOException {
        int status = answered.getResponseCode();
        if (status / HUNDRED == REDIRECTION) {
            String location = answered.getHeaderField("Location");
            answered.disconnect();
            throw new MessageSecurityException(
                    SecurityFault.REPLY_NOT_SECURED,
                    "'" + address + "' answered with HTTP status '" + status + "'"
                            + (location == null
                                    ? ""
                                    : " and the Location '" + UntrustedText.oneLine(HttpAnswer.withoutQuery(location))
                                            + "'")
                            + " (expected a secured reply; redirections are not followed, since they are not authenticated). Check the"
                            + " address; if you know that the service has moved, set its new address, or via where only the way to it is new.");
        }
    }

    @Override
    protected @Nullable InputStream readResponse() {
        HttpURLConnection answered = Objects.requireNonNull(connection);
        InputStream answer = body(answered);
        long length = isMessage(answered, answer) ? length(answered) : ResponseHead.UNKNOWN;
        // The port may have another limit than the binding.
        int milliseconds = answered.getReadTimeout();
        return answer == null
                ? null
                : new BoundedAnswer(answer, length, settings.maxReceivedMessageBytes(), milliseconds);
    }

    private static long length(HttpURLConnection answered) {
        try {
            return ResponseHead.of(answered).length();
        } catch (IOException ambiguous) {
            answered.disconnect();
            throw new WebServiceException(ambiguous);
        }
    }

    /** Returns whether there is a message; if there is none, requires that there is nothing else. */
    private boolean isMessage(HttpURLConnection answered, @Nullable InputStream body) {
        try {
            HttpAnswer head = HttpAnswer.head(answered);
            if (!head.isMessage()) {
                // Reads some of the body, which is no message.
                requireNothing(head.with(body), answered);
            } else if (!mayHaveMessage(head.status())) {
                answered.disconnect();
                throw new MessageSecurityException(
                        SecurityFault.REPLY_NOT_SECURED,
                        "'" + address + "' answered with HTTP status '" + head.status()
                                + "' and a message, which was not read (expected a status of 200 to 299, or 500 for a fault). The service, or what is"
                                + " in front of it, took the request for a wrong one: its log has the reason.");
            }
            return head.isMessage();
        } catch (IOException broken) {
            throw new WebServiceException(broken);
        }
    }

    /** Interop: WCF refuses a message with any other status, even a secured one. */
    private static boolean mayHaveMessage(int status) {
        return status / HUNDRED == SUCCESS || status == HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    private void requireNothing(HttpAnswer answer, HttpURLConnection answered) {
        if (answer.beginning().isEmpty() && MAY_BE_EMPTY.contains(answer.status())) {
            return;
        }
        answered.disconnect();
        throw new WebServiceException("'" + address + "' answered with " + answer + " (expected SOAP 1.2). "
                + answer.meaning()
                + HttpAnswer.proxy(URI.create(address))
                        .map(proxy -> " The request went through the proxy '" + proxy + "'.")
                        .orElse(""));
    }

    private static @Nullable InputStream body(HttpURLConnection answered) {
        try {
            return answered.getInputStream();
        } catch (IOException failure) {
            return answered.getErrorStream();
        }
    }
}
