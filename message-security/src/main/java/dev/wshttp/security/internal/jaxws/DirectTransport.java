// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.WSBinding;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Codec;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.transport.http.client.HttpClientTransport;
import com.sun.xml.ws.transport.http.client.HttpTransportPipe;
import java.util.List;
import java.util.Map;

/** The RI's HTTP transport, with connections that follow no redirection and stop reading at the largest accepted size of a message. */
final class DirectTransport extends HttpTransportPipe {
    private final Codec codec;
    private final WSBinding binding;
    private final int maxBytes;

    /** @param maxBytes the size of the largest answer; one octet more is read, so that the codec notices a larger one */
    DirectTransport(Codec codec, WSBinding binding, int maxBytes) {
        super(codec, binding);
        this.codec = codec;
        this.binding = binding;
        this.maxBytes = maxBytes;
    }

    @Override
    public DirectTransport copy(TubeCloner cloner) {
        var copy = new DirectTransport(codec.copy(), binding, maxBytes);
        cloner.add(this, copy);
        return copy;
    }

    @Override
    protected HttpClientTransport getTransport(Packet request, Map<String, List<String>> headers) {
        return new DirectConnection(request, headers, maxBytes);
    }
}
