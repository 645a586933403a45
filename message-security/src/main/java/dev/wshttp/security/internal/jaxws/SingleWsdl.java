// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.Component;
import com.sun.xml.ws.api.server.PortAddressResolver;
import com.sun.xml.ws.api.server.SDDocument;
import com.sun.xml.ws.api.server.ServiceDefinition;
import com.sun.xml.ws.transport.http.HttpAdapter;
import com.sun.xml.ws.transport.http.HttpMetadataPublisher;
import com.sun.xml.ws.transport.http.WSHTTPConnection;
import java.io.IOException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code ?wsdl} and {@code ?singleWsdl} in small and large letters, as WCF does; the RI knows the first only, and in two
 * spellings. One document means the first one here: where it imports others, there is no single one.
 */
final class SingleWsdl extends HttpMetadataPublisher implements Component {
    @Override
    public <S> @Nullable S getSPI(Class<S> wanted) {
        return wanted == HttpMetadataPublisher.class ? wanted.cast(this) : null;
    }

    @Override
    public boolean handleMetadataRequest(HttpAdapter adapter, WSHTTPConnection connection) throws IOException {
        String query = connection.getQueryString();
        ServiceDefinition description = adapter.getEndpoint().getServiceDefinition();
        if (query == null || description == null) {
            return false;
        }
        SDDocument first = description.getPrimary();
        boolean single = query.equalsIgnoreCase("singleWsdl");
        if (single && !first.getImports().isEmpty()) {
            connection.setStatus(HttpURLConnection.HTTP_NOT_FOUND);
            connection.getOutput().close();
            return true;
        }
        if (single || query.equalsIgnoreCase("wsdl")) {
            write(first, adapter, connection);
            return true;
        }
        return false;
    }

    private static void write(SDDocument document, HttpAdapter adapter, WSHTTPConnection connection)
            throws IOException {
        connection.getInput().close();
        connection.setStatus(HttpURLConnection.HTTP_OK);
        connection.setContentTypeResponseHeader("text/xml;charset=utf-8");
        PortAddressResolver ports = adapter.getPortAddressResolver(connection.getBaseAddress());
        try (var out = connection.getOutput()) {
            document.writeTo(ports, adapter.getDocumentAddressResolver(ports), out);
        }
    }
}
