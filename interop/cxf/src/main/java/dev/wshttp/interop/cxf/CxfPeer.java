// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.interop.Peer;
import dev.wshttp.interop.PeerCalculator;
import dev.wshttp.interop.PeerProgram;
import dev.wshttp.interop.PolicyWsdl;
import dev.wshttp.interop.Side;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.transport.http_jetty.JettyHTTPDestination;
import org.apache.cxf.transport.http_jetty.JettyHTTPServerEngine;
import org.eclipse.jetty.server.ServerConnector;

/** Apache CXF with the DOM variant of its WS-Security, on Jetty. */
public final class CxfPeer implements Peer {
    /** The command line: see {@link PeerProgram}. */
    public static void main(String... arguments) {
        System.exit(PeerProgram.run(new CxfPeer(), arguments));
    }

    @Override
    public RunningService serve(Mode mode, CredentialFolder folder) {
        var endpoint = (EndpointImpl) Endpoint.create(
                new PeerCalculator(context -> context.getUserPrincipal().getName()));
        endpoint.setWsdlLocation(wsdl(mode, folder).toUri().toString());
        endpoint.setServiceName(CalculatorNames.SERVICE);
        endpoint.setEndpointName(CalculatorNames.PORT);
        endpoint.setProperties(CxfSecurity.settings(mode, folder, Side.SERVICE));
        endpoint.publish("http://localhost:0/Calculator");
        return new RunningService(URI.create("http://localhost:" + port(endpoint) + "/Calculator"), endpoint::stop);
    }

    @Override
    public Supplier<Calculator> ports(Mode mode, CredentialFolder folder, URI address) {
        try {
            var service = Service.create(new URL(address + "?wsdl"), CalculatorNames.SERVICE);
            var settings = CxfSecurity.settings(mode, folder, Side.CLIENT);
            return () -> {
                var calculator = service.getPort(CalculatorNames.PORT, Calculator.class);
                ((BindingProvider) calculator).getRequestContext().putAll(settings);
                return calculator;
            };
        } catch (MalformedURLException noAddress) {
            throw new IllegalArgumentException(noAddress);
        }
    }

    private static Path wsdl(Mode mode, CredentialFolder folder) {
        String name = "cxf-service-" + mode.argument() + ".wsdl";
        return PolicyWsdl.of(mode).writeTo(folder.path().resolve(name));
    }

    private static int port(EndpointImpl endpoint) {
        var destination = (JettyHTTPDestination) endpoint.getServer().getDestination();
        var engine = (JettyHTTPServerEngine) destination.getEngine();
        return ((ServerConnector) engine.getConnector()).getLocalPort();
    }
}
