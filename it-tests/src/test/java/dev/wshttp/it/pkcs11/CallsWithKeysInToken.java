// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.pkcs11;

import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_NAME;

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
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509Store;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program: puts the keys of a service and of a client into a token, from which nothing can read them again, and calls in all four modes: with credentials that
 * code opens, with both engines, and with those that settings name.
 */
final class CallsWithKeysInToken {
    private static final URI ADDRESS = URI.create("http://contoso.example/Calculator");

    private final Path configuration;
    private final Path folder;
    private final TestPki pki = new TestPki();
    private final CertificateTrust trust = CertificateTrust.chain(List.of(pki.authorityCertificate()));

    private CallsWithKeysInToken(Path configuration) throws IOException {
        this.configuration = configuration;
        this.folder = Files.createTempDirectory(configuration.getParent(), "settings");
    }

    /** @param arguments the configuration file of the provider */
    public static void main(String[] arguments) throws Exception {
        var calls = new CallsWithKeysInToken(Path.of(arguments[0]));
        calls.fillToken();
        calls.callWithCode();
        calls.callWithSettings();
        System.exit(0);
    }

    private void fillToken() throws GeneralSecurityException, IOException {
        // Installs the provider.
        X509Store.pkcs11(configuration, SoftHsm.PIN.toCharArray());
        KeyStore token = KeyStore.getInstance("PKCS11");
        token.load(null, SoftHsm.PIN.toCharArray());
        for (TestCredential credential : List.of(pki.service(), pki.client())) {
            token.setKeyEntry(
                    credential.name(),
                    credential.key(),
                    null,
                    credential.chain().toArray(X509Certificate[]::new));
        }
    }

    private void callWithCode() throws IOException {
        X509Store token = X509Store.pkcs11(configuration, SoftHsm.PIN.toCharArray());
        X509Credential service = opened(token, "Contoso.com");
        X509Credential client = opened(token, "Cohowinery.com");
        for (var engine : MessageEngine.values()) {
            for (var suite : List.of(AlgorithmSuite.BASIC256, AlgorithmSuite.BASIC256_RSA15)) {
                for (int mode = 0; mode < 4; mode++) {
                    var binding = WsHttpBinding.builder()
                            .algorithmSuite(suite)
                            .negotiateServiceCredential((mode & 1) != 0)
                            .establishSecurityContext((mode & 2) != 0)
                            .build();
                    var ofService = MessageSecurityFeature.forService(binding, ServiceCredentials.of(service, trust));
                    var ofClient = MessageSecurityFeature.forClient(
                            binding,
                            ClientCredentials.of(client, trust).withServiceCertificate(service.certificate()),
                            EndpointIdentity.dns("Contoso.com"));
                    String sum = call(
                            ofService.withEngine(engine).withAddress(ADDRESS),
                            ofClient.withEngine(engine).withAddress(ADDRESS));
                    System.out.println("CALLED " + engine + " " + suite + " " + mode + " " + sum);
                }
            }
        }
    }

    private static X509Credential opened(X509Store token, String name) {
        X509Credential credential = token.credential(FIND_BY_SUBJECT_NAME, name);
        if (credential.privateKey().getEncoded() != null) {
            throw new IllegalStateException("The key of " + credential + " can be exported");
        }
        return credential;
    }

    private void callWithSettings() throws IOException {
        pki.writeTrust(folder);
        pki.service().writeCertificate(folder.resolve("service.pem"));
        Files.writeString(folder.resolve("pin"), SoftHsm.PIN + "\n");
        for (int mode = 0; mode < 4; mode++) {
            boolean negotiates = (mode & 1) != 0;
            boolean hasSession = (mode & 2) != 0;
            Map<String, String> ofService = settings("service", "Contoso.com", negotiates, hasSession);
            Map<String, String> ofClient = settings("client", "Cohowinery.com", negotiates, hasSession);
            ofClient.put("message-security.identity.dns", "Contoso.com");
            if (!negotiates) {
                ofClient.put("message-security.service-certificate.file", file("service.pem"));
            }
            String sum = call(
                    ConfiguredService.from("settings", ofService).feature(),
                    ConfiguredClient.from("settings", ofClient).feature());
            System.out.println("CALLED by settings " + mode + " " + sum);
        }
    }

    private Map<String, String> settings(String side, String name, boolean negotiates, boolean hasSession) {
        var settings = new HashMap<String, String>();
        settings.put("message-security.address", ADDRESS.toString());
        settings.put("message-security.negotiate-service-credential", String.valueOf(negotiates));
        settings.put("message-security.establish-security-context", String.valueOf(hasSession));
        settings.put("message-security." + side + "-certificate.store-type", "pkcs11");
        settings.put("message-security." + side + "-certificate.provider-file", configuration.toString());
        settings.put("message-security." + side + "-certificate.password-file", file("pin"));
        settings.put("message-security." + side + "-certificate.find-type", "find-by-subject-name");
        settings.put("message-security." + side + "-certificate.find-value", name);
        settings.put("message-security.trust.file", file("ca.pem"));
        return settings;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String call(MessageSecurityFeature ofService, MessageSecurityFeature ofClient) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        var endpoint = Endpoint.create(new CalculatorEndpoint(), ofService);
        endpoint.publish(server.createContext("/Calculator"));
        try {
            Calculator port = new CalculatorService().getCalculatorPort(ofClient);
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
