// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.transport.http.WSHTTPConnection;
import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import jakarta.xml.ws.handler.MessageContext;
import java.util.Optional;

/** The answers of a service as the RI's transport takes them, and the path that it was asked at. */
final class HttpAnswers {
    private static final byte[] NO_OCTETS = {};

    private HttpAnswers() {}

    /** Returns an answer with an envelope. */
    static Packet reply(Packet packet, byte[] octets, EnvelopeMessage.Kind kind) {
        return packet.createClientResponse(new EnvelopeMessage.Outgoing(octets, kind));
    }

    /** Returns the fault of the specification, without security. */
    static Packet refusal(Packet packet, Addressing claimed, SecurityFault reason) {
        byte[] fault = WireFaults.of(reason, claimed).unsecured(claimed.messageId());
        return reply(packet, fault, EnvelopeMessage.Kind.FAULT);
    }

    /** Returns an answer without an envelope. */
    static Packet without(Packet packet, int httpStatus) {
        WSHTTPConnection connection = packet.getSatellite(WSHTTPConnection.class);
        if (connection == null || !DirectAnswer.send(connection, httpStatus, NO_OCTETS)) {
            packet.put(MessageContext.HTTP_RESPONSE_CODE, httpStatus);
        }
        return packet.createClientResponse(null);
    }

    /** Returns the path that the request was sent to: that of the HTTP request, not one that the message claims. */
    static String requestPath(Packet packet) {
        WSHTTPConnection connection = packet.getSatellite(WSHTTPConnection.class);
        if (connection == null) {
            return "";
        }
        String target = connection.getRequestURI();
        // RFC 9112, section 3.2.2: a request may name the whole address, as one to a proxy does.
        Optional<HttpAddress> whole = target.startsWith("/") ? Optional.empty() : HttpAddress.parse(target);
        return whole.map(HttpAddress::rawPath).orElseGet(() -> target.split("\\?", 2)[0]);
    }
}
