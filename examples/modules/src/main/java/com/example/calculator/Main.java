// SPDX-License-Identifier: Apache-2.0
package com.example.calculator;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves the calculator on a free port, calls it in WCF's default mode, prints two answers, and ends. */
public final class Main {
    private static final int ANY_PORT = 0;
    private static final int DEFAULT_BACKLOG = 0;

    private Main() {}

    public static void main(String[] none) throws IOException {
        var parties = Parties.create();
        var binding = WsHttpBinding.builder().build();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ANY_PORT), DEFAULT_BACKLOG);
        try {
            var service = ServiceCredentials.of(parties.service(), parties.trust());
            Endpoint endpoint =
                    Endpoint.create(new CalculatorEndpoint(), MessageSecurityFeature.forService(binding, service));
            endpoint.publish(server.createContext("/Calculator"));
            MessageSecurity.requireSecured(endpoint);
            server.start();

            var client = ClientCredentials.of(parties.client(), parties.trust());
            Calculator calculator = MessageSecurity.requireSecured(new CalculatorService()
                    .getCalculatorPort(MessageSecurityFeature.forClient(
                            binding, client, EndpointIdentity.dns("service.example"))));
            ((BindingProvider) calculator)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            "http://localhost:" + server.getAddress().getPort() + "/Calculator");
            System.out.println(calculator.add(100, 15.99));
            System.out.println(calculator.callerIdentity());
        } finally {
            server.stop(0);
        }
    }
}
