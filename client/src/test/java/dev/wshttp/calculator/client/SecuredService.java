// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.context.ServiceSecurityContext;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** A secured calculator service on a free port of this machine. */
final class SecuredService implements AutoCloseable {
    private final HttpServer server;
    private final URI address;

    private SecuredService(HttpServer server, URI address) {
        this.server = server;
        this.address = address;
    }

    static SecuredService open(TestPki pki, WsHttpBinding binding) throws IOException {
        return open(pki, binding, UnaryOperator.identity());
    }

    /** @param watched adds listeners to the feature of the service */
    static SecuredService open(TestPki pki, WsHttpBinding binding, UnaryOperator<MessageSecurityFeature> watched)
            throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/Calculator");
        Endpoint.create(new Arithmetic(), watched.apply(security(pki, binding)).withAddress(address))
                .publish(server.createContext("/Calculator"));
        server.start();
        return new SecuredService(server, address);
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static MessageSecurityFeature security(TestPki pki, WsHttpBinding binding) {
        TestCredential own = pki.service();
        var trust = CertificateTrust.chain(List.of(pki.authorityCertificate()));
        return MessageSecurityFeature.forService(
                binding, ServiceCredentials.of(X509Credential.of(own.key(), own.chain()), trust));
    }

    /** Does what the service does, as far as these tests need it. */
    @WebService(
            endpointInterface = "dev.wshttp.calculator.Calculator",
            targetNamespace = CalculatorNames.NAMESPACE,
            serviceName = "CalculatorService",
            portName = "WSHttpBinding_ICalculator",
            wsdlLocation = CalculatorNames.WSDL_LOCATION)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Arithmetic implements Calculator {
        @Resource
        private WebServiceContext context;

        @Override
        public double add(double n1, double n2) {
            return n1 + n2;
        }

        @Override
        public double subtract(double n1, double n2) {
            return n1 - n2;
        }

        @Override
        public double multiply(double n1, double n2) {
            return n1 * n2;
        }

        @Override
        public double divide(double n1, double n2) {
            return n1 / n2;
        }

        @Override
        public String callerIdentity() {
            return ServiceSecurityContext.of(context).primaryIdentity().getName();
        }
    }
}
