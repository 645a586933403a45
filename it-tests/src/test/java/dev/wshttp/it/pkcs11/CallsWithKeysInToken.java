// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.pkcs11;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.calculator.service.CalculatorEndpoint;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * A program: puts the keys of a service and of a client into a token, from which nothing can read them again, and calls in all four modes with
 * both engines.
 */
final class CallsWithKeysInToken {
    private final CertificateTrust trust;
    private final X509Credential service;
    private final X509Credential client;

    private CallsWithKeysInToken(KeyStore token, TestPki pki) throws GeneralSecurityException {
        trust = CertificateTrust.chain(List.of(pki.authorityCertificate()));
        service = moved(pki.service(), token);
        client = moved(pki.client(), token);
    }

    /** @param arguments the configuration file of the provider */
    public static void main(String[] arguments) throws Exception {
        Provider provider = Security.getProvider("SunPKCS11").configure(arguments[0]);
        Security.addProvider(provider);
        KeyStore token = KeyStore.getInstance("PKCS11", provider);
        token.load(null, SoftHsm.PIN.toCharArray());
        var calls = new CallsWithKeysInToken(token, new TestPki());
        for (var engine : MessageEngine.values()) {
            for (var suite : List.of(AlgorithmSuite.BASIC256, AlgorithmSuite.BASIC256_RSA15)) {
                for (int mode = 0; mode < 4; mode++) {
                    var binding = WsHttpBinding.builder()
                            .algorithmSuite(suite)
                            .negotiateServiceCredential((mode & 1) != 0)
                            .establishSecurityContext((mode & 2) != 0)
                            .build();
                    System.out.println(
                            "CALLED " + engine + " " + suite + " " + mode + " " + calls.call(engine, binding));
                }
            }
        }
        System.exit(0);
    }

    /** Returns the credential of the token's key. */
    private static X509Credential moved(TestCredential credential, KeyStore token) throws GeneralSecurityException {
        token.setKeyEntry(
                credential.name(), credential.key(), null, credential.chain().toArray(X509Certificate[]::new));
        var key = (PrivateKey) token.getKey(credential.name(), null);
        if (key.getEncoded() != null) {
            throw new IllegalStateException("The key of " + credential + " can be exported");
        }
        return X509Credential.of(
                key,
                Arrays.stream(token.getCertificateChain(credential.name()))
                        .map(X509Certificate.class::cast)
                        .toList());
    }

    private String call(MessageEngine engine, WsHttpBinding binding) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        var endpoint = Endpoint.create(
                new CalculatorEndpoint(),
                MessageSecurityFeature.forService(binding, ServiceCredentials.of(service, trust))
                        .withEngine(engine));
        endpoint.publish(server.createContext("/Calculator"));
        try {
            var ofClient = ClientCredentials.of(client, trust).withServiceCertificate(service.certificate());
            Calculator port = new CalculatorService()
                    .getCalculatorPort(
                            MessageSecurityFeature.forClient(binding, ofClient, EndpointIdentity.dns("Contoso.com"))
                                    .withEngine(engine));
            ((BindingProvider) port)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            "http://localhost:" + server.getAddress().getPort() + "/Calculator");
            double sum = port.add(100, 15.99);
            ((Closeable) port).close();
            return Double.toString(sum);
        } finally {
            endpoint.stop();
            server.stop(0);
        }
    }
}
