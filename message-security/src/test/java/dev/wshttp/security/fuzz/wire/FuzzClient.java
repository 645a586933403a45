// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.developer.WSBindingProvider;
import dev.wshttp.security.fuzz.View;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;

/** A port of this library, and what its application sees of replies. For one thread. */
final class FuzzClient implements AutoCloseable {
    private static final int LONGEST_ANSWER_MILLIS = 20_000;

    private final Dispatch<Source> port;
    private final Witness witness = new Witness();

    FuzzClient(Dispatch<Source> port, URI address) {
        this.port = port;
        port.getBinding().setHandlerChain(List.of(witness));
        port.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address.toString());
        port.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        port.getRequestContext().put("com.sun.xml.ws.request.timeout", LONGEST_ANSWER_MILLIS);
        port.getRequestContext().put("com.sun.xml.ws.connect.timeout", LONGEST_ANSWER_MILLIS);
        ((WSBindingProvider) port)
                .setOutboundHeaders(
                        Headers.create(new QName(Desk.NAMESPACE, "DryRun"), "true"),
                        Headers.create(new QName(Desk.NAMESPACE, "Tenant"), "contoso"));
    }

    /** Makes a call; what came back is what {@link #received()} says. */
    void make(Call call) {
        witness.forget();
        port.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, call.action());
        port.invoke(new StreamSource(new StringReader(call.payload())));
    }

    /** The reply that the application saw last. */
    View received() {
        return witness.received();
    }

    @Override
    public void close() {
        try {
            ((Closeable) port).close();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
