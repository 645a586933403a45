// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service of this project on a free port of this machine, and the settings of a client for it. */
final class ProbedService implements AutoCloseable {
    private static final String PASSWORD = "correct horse";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Endpoint endpoint;
    private final URI address;

    ProbedService(TestPki pki, WsHttpBinding binding) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        address = URI.create("http://localhost:" + server.getAddress().getPort() + "/Calculator");
        TestCredential own = pki.service();
        var trust = CertificateTrust.chain(List.of(pki.authorityCertificate()));
        endpoint = Endpoint.create(
                new Adder(),
                MessageSecurityFeature.forService(
                                binding, ServiceCredentials.of(X509Credential.of(own.key(), own.chain()), trust))
                        .withAddress(address));
        endpoint.publish(server.createContext("/Calculator"));
        server.start();
    }

    URI address() {
        return address;
    }

    /** Writes the settings of a client, and the files that they name. */
    static Path settings(TestPki pki, Path folder) {
        try {
            pki.writeTrust(folder);
            pki.service().writeCertificate(folder.resolve("service.pem"));
            pki.client().writePkcs12(folder.resolve("client.p12"), PASSWORD.toCharArray());
            Files.writeString(folder.resolve("client.password"), PASSWORD);
            return Files.writeString(folder.resolve("client.properties"), """
                    message-security.client-certificate.file=client.p12
                    message-security.client-certificate.password-file=client.password
                    message-security.service-certificate.file=service.pem
                    message-security.trust.file=ca.pem
                    message-security.trust.revocation-list=ca.crl
                    message-security.identity.dns=Contoso.com
                    """);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    /** Writes the settings of a service, and the files that they name. */
    static Path serviceSettings(TestPki pki, Path folder) {
        try {
            pki.writeTrust(folder);
            pki.service().writePkcs12(folder.resolve("service.p12"), PASSWORD.toCharArray());
            Files.writeString(folder.resolve("service.password"), PASSWORD);
            return Files.writeString(folder.resolve("service.properties"), """
                    message-security.service-certificate.file=service.p12
                    message-security.service-certificate.password-file=service.password
                    message-security.trust.file=ca.pem
                    message-security.trust.revocation-list=ca.crl
                    """);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    @Override
    public void close() {
        endpoint.stop();
        server.stop(0);
        threads.shutdownNow();
    }

    /** The first operation of WCF's sample. */
    @WebService(
            name = "ICalculator",
            serviceName = "CalculatorService",
            portName = "CalculatorPort",
            targetNamespace = CalculatorNames.NAMESPACE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Adder {
        private static final String ADD = CalculatorNames.NAMESPACE + "/ICalculator/Add";

        /** Returns the sum. */
        @WebMethod(operationName = "Add", action = ADD)
        @Action(input = ADD, output = ADD + "Response")
        @WebResult(name = "AddResult", targetNamespace = CalculatorNames.NAMESPACE)
        public double add(
                @WebParam(name = "n1", targetNamespace = CalculatorNames.NAMESPACE) double n1,
                @WebParam(name = "n2", targetNamespace = CalculatorNames.NAMESPACE) double n2) {
            return n1 + n2;
        }
    }
}
