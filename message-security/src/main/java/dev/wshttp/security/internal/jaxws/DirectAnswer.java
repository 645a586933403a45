// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.xml.ws.developer.JAXWSProperties;
import com.sun.xml.ws.transport.http.WSHTTPConnection;
import java.io.IOException;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on the JDK's server without the RI. The RI would first read the rest of the request, however long it is, and would send an incomplete
 * answer if the rest cannot be read. The JDK's server reads 64 KiB of the rest at most, and then closes the connection. An error says that beforehand (RFC 9112,
 * section 9.6), so that the client's next request does not get lost on it.
 */
final class DirectAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(DirectAnswer.class);
    private static final long NO_BODY = -1;

    private DirectAnswer() {}

    /** Sends the answer; does nothing and returns false on another server. */
    static boolean send(WSHTTPConnection connection, int status, byte[] body) {
        if (!connection.supports(JAXWSProperties.HTTP_EXCHANGE)
                || !(connection.get(JAXWSProperties.HTTP_EXCHANGE) instanceof HttpExchange exchange)) {
            return false;
        }
        // Tells the RI that there is nothing left to send.
        connection.close();
        endRequest(exchange);
        try (exchange) {
            if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException gone) {
            LOG.debug("The answer with HTTP status {} did not reach its client", status, gone);
        }
        return true;
    }

    // If the request cannot be read to its end, the server closes the connection after the answer.
    private static void endRequest(HttpExchange exchange) {
        try {
            exchange.getRequestBody().close();
        } catch (IOException | RuntimeException unreadable) {
            // The JDK's stream throws IndexOutOfBoundsException for some malformed chunks.
            LOG.debug("The rest of a request cannot be read", unreadable);
        }
    }
}
