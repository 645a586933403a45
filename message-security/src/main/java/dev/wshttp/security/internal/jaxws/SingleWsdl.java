// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.Component;
import com.sun.xml.ws.api.server.DocumentAddressResolver;
import com.sun.xml.ws.api.server.PortAddressResolver;
import com.sun.xml.ws.api.server.SDDocument;
import com.sun.xml.ws.api.server.ServiceDefinition;
import com.sun.xml.ws.transport.http.HttpAdapter;
import com.sun.xml.ws.transport.http.HttpMetadataPublisher;
import com.sun.xml.ws.transport.http.WSHTTPConnection;
import dev.wshttp.security.credential.EndpointIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code ?wsdl} and {@code ?singleWsdl}, in upper or lower case, as WCF does. The RI answers only the first, in two spellings.
 * {@code ?singleWsdl} is the first document, if it does not import others. A document whose text does not depend on the request is made once for each
 * identity of the service. Safe for use by several threads.
 */
final class SingleWsdl extends HttpMetadataPublisher implements Component {
    private static final byte[] NO_OCTETS = {};

    private final Address address;
    private final Supplier<EndpointIdentity> identity;
    private final Map<String, byte[]> made = new HashMap<>(); // guarded by this; by query
    private final AtomicReference<EndpointIdentity> shown; // written under this

    /** The origin of the address in the documents. */
    enum Address {
        /** The settings of the service, so that each document is the same for all clients. */
        OF_THE_SERVICE,
        /** The headers of the request. */
        OF_THE_REQUEST
    }

    /**
     * @param identity gives the identity of the service as it is now; may have to wait for a file
     * @param shown the identity that the documents show, kept up to date here
     */
    SingleWsdl(Address address, Supplier<EndpointIdentity> identity, AtomicReference<EndpointIdentity> shown) {
        this.address = address;
        this.identity = identity;
        this.shown = shown;
    }

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
        boolean single = query.equalsIgnoreCase("singleWsdl");
        if (single && !description.getPrimary().getImports().isEmpty()) {
            answer(connection, HttpURLConnection.HTTP_NOT_FOUND, NO_OCTETS);
            return true;
        }
        // Outside the lock: a file system that hangs takes the thread that looks at it, and no other.
        EndpointIdentity present = identity.get();
        Optional<byte[]> document = document(single ? "wsdl" : query, present, description, adapter, connection);
        if (document.isPresent()) {
            answer(connection, HttpURLConnection.HTTP_OK, document.get());
        }
        return document.isPresent();
    }

    /** Returns the document for a query; empty if it is for no document, and the RI has to answer. */
    private synchronized Optional<byte[]> document(
            String query,
            EndpointIdentity present,
            ServiceDefinition description,
            HttpAdapter adapter,
            WSHTTPConnection connection)
            throws IOException {
        String question = query.equalsIgnoreCase("wsdl") ? "wsdl" : query;
        forgetThoseOfAnother(present);
        byte[] known = made.get(question);
        if (known != null) {
            return Optional.of(known);
        }
        PortAddressResolver ports = adapter.getPortAddressResolver(connection.getBaseAddress());
        DocumentAddressResolver documents = adapter.getDocumentAddressResolver(ports);
        SDDocument asked = byQuestion(description, documents).get(question);
        if (asked == null) {
            return Optional.empty();
        }
        var octets = new ByteArrayOutputStream();
        asked.writeTo(ports, documents, octets);
        if (address == Address.OF_THE_SERVICE) {
            made.put(question, octets.toByteArray());
        }
        return Optional.of(octets.toByteArray());
    }

    private synchronized void forgetThoseOfAnother(EndpointIdentity present) {
        if (!present.equals(shown.getAndSet(present))) {
            made.clear();
        }
    }

    /** Returns the documents by the queries for them: the RI numbers them, and the address of each has its number. */
    private static Map<String, SDDocument> byQuestion(
            ServiceDefinition description, DocumentAddressResolver documents) {
        SDDocument first = description.getPrimary();
        var byQuestion = new HashMap<String, SDDocument>();
        for (SDDocument document : description) {
            if (document.isWSDL() || document.isSchema()) {
                String reference = documents.getRelativeAddressFor(first, document);
                byQuestion.put(reference.substring(reference.lastIndexOf('?') + 1), document);
            }
        }
        byQuestion.put("wsdl", first);
        return byQuestion;
    }

    private static void answer(WSHTTPConnection connection, int status, byte[] body) throws IOException {
        connection.setStatus(status);
        if (body.length > 0) {
            connection.setContentTypeResponseHeader("text/xml;charset=utf-8");
        }
        if (DirectAnswer.send(connection, status, body)) {
            return;
        }
        connection.getInput().close();
        try (var out = connection.getOutput()) {
            out.write(body);
        }
    }
}
