// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.events.SecurityListener;
import jakarta.xml.ws.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A service over HTTP with listeners, and its clients. */
final class ObservedDesk implements AutoCloseable {
    private static final String PATH = "/Echo";

    private final PkiCredentials credentials;
    private final WsHttpBinding binding;
    private final EchoDesk desk;
    private final Endpoint endpoint;
    private final List<Closeable> ports = new ArrayList<>();

    private ObservedDesk(TestPki pki, WsHttpBinding binding, Object implementor, SecurityListener... listeners) {
        this.credentials = new PkiCredentials(pki);
        this.binding = binding;
        this.desk = new EchoDesk(pki);
        MessageSecurityFeature feature = MessageSecurityFeature.forService(binding, credentials.service());
        for (SecurityListener listener : listeners) {
            feature = feature.withListener(listener);
        }
        this.endpoint = desk.publish(PATH, Endpoint.create(implementor, feature));
    }

    /** In WCF's default mode. */
    static ObservedDesk of(TestPki pki, SecurityListener... listeners) {
        return of(pki, WsHttpBinding.builder().build(), new EchoDesk.EchoEndpoint(), listeners);
    }

    static ObservedDesk of(TestPki pki, WsHttpBinding binding, Object implementor, SecurityListener... listeners) {
        return new ObservedDesk(pki, binding, implementor, listeners);
    }

    EchoDesk.Echo port() {
        return port(credentials.client());
    }

    EchoDesk.Echo port(TestCredential client) {
        return port(ClientCredentials.of(PkiCredentials.of(client), credentials.trust())
                .withServiceCertificate(credentials.pki().service().certificate()));
    }

    private EchoDesk.Echo port(ClientCredentials client) {
        EchoDesk.Echo port = desk.service(PATH)
                .getPort(
                        EchoDesk.PORT,
                        EchoDesk.Echo.class,
                        MessageSecurityFeature.forClient(binding, client, Sides.CONTOSO));
        ports.add((Closeable) port);
        return port;
    }

    String address() {
        return desk.address(PATH);
    }

    /** Returns the last request that a client sent. */
    String lastRequest() {
        List<String> all = desk.requests();
        return all.get(all.size() - 1);
    }

    void stop() {
        endpoint.stop();
    }

    @Override
    public void close() throws IOException {
        for (Closeable port : ports) {
            port.close();
        }
        desk.close();
    }
}
