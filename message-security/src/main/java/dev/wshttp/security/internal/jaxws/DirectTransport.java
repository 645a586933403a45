// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.WSBinding;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Codec;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.client.ClientTransportException;
import com.sun.xml.ws.transport.http.client.HttpClientTransport;
import com.sun.xml.ws.transport.http.client.HttpTransportPipe;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.handler.MessageContext;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The RI's HTTP transport, with connections that follow no redirection and stop reading at the largest accepted size of a message. */
final class DirectTransport extends HttpTransportPipe {
    private final Codec codec;
    private final WSBinding binding;
    private final WsHttpBinding settings;

    /** @param settings how long to wait, and the size of the largest answer */
    DirectTransport(Codec codec, WSBinding binding, WsHttpBinding settings) {
        super(codec, binding);
        this.codec = codec;
        this.binding = binding;
        this.settings = settings;
    }

    @Override
    public DirectTransport copy(TubeCloner cloner) {
        var copy = new DirectTransport(codec.copy(), binding, settings);
        cloner.add(this, copy);
        return copy;
    }

    /** Interop: a one-way call may be answered with status 204 or 500 without a body, too, which the RI refuses. */
    @Override
    public Packet process(Packet request) {
        try {
            return super.process(request);
        } catch (ClientTransportException refused) {
            if (isWithoutBody(request)) {
                return request.createClientResponse(null);
            }
            throw refused;
        } catch (WebServiceException failed) {
            throw isTimeout(failed) ? late(request, failed) : failed;
        }
    }

    private static boolean isTimeout(WebServiceException failed) {
        return Stream.<Throwable>iterate(failed, Objects::nonNull, Throwable::getCause)
                .anyMatch(SocketTimeoutException.class::isInstance);
    }

    private WebServiceException late(Packet request, WebServiceException failed) {
        return new WebServiceException(
                "'" + request.endpointAddress + "' did not answer in time (expected a connection within '"
                        + settings.openTimeout() + "' and each answer within '" + settings.sendTimeout()
                        + "', unless the port has other limits). The service may have processed the call. Check host, port and firewall, or"
                        + " raise open-timeout or send-timeout.",
                failed);
    }

    private static boolean isWithoutBody(Packet request) {
        Object status = TransportProperty.of(request, MessageContext.HTTP_RESPONSE_CODE);
        boolean isOfPage = ResponseHead.of(request).isOfType("text/html");
        return !isOfPage
                && (Integer.valueOf(HttpURLConnection.HTTP_NO_CONTENT).equals(status)
                        || Integer.valueOf(HttpURLConnection.HTTP_INTERNAL_ERROR)
                                .equals(status));
    }

    @Override
    protected HttpClientTransport getTransport(Packet request, Map<String, List<String>> headers) {
        if (settings.messageEncoding() == WsMessageEncoding.MTOM) {
            headers.put("MIME-Version", List.of("1.0"));
        }
        return new DirectConnection(request, headers, settings);
    }
}
