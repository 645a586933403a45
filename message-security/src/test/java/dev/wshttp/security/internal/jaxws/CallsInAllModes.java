// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import jakarta.xml.ws.Endpoint;
import java.io.Closeable;

/** A program: a service and a client that call in all four modes. */
final class CallsInAllModes {
    private CallsInAllModes() {}

    public static void main(String[] arguments) throws Exception {
        var pki = new TestPki();
        var credentials = new PkiCredentials(pki);
        try (var desk = new EchoDesk(pki)) {
            for (int mode = 0; mode < 4; mode++) {
                var binding = WsHttpBinding.builder()
                        .negotiateServiceCredential((mode & 1) != 0)
                        .establishSecurityContext((mode & 2) != 0)
                        .build();
                String path = "/Echo" + mode;
                desk.publish(
                        path,
                        Endpoint.create(
                                new EchoDesk.EchoEndpoint(),
                                MessageSecurityFeature.forService(binding, credentials.service())));
                EchoDesk.Echo port = desk.service(path)
                        .getPort(
                                EchoDesk.PORT,
                                EchoDesk.Echo.class,
                                MessageSecurityFeature.forClient(binding, credentials.client(), Sides.CONTOSO));
                System.out.println("mode " + mode + ": " + port.echo("Hello") + port.echo(" again"));
                ((Closeable) port).close();
            }
        }
    }
}
