// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client.examples;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.PasswordFile;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509FindType;
import jakarta.xml.ws.BindingProvider;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Calls the calculator, configured in code; the twin of {@code src/main/config/client.properties}. */
public final class ClientInCode {
    private static final String ADDRESS = "http://localhost:8080/Calculator";

    private ClientInCode() {}

    /** Prints one sum; the argument is the folder that {@code cert-tools init} filled. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Usage: java -cp calculator-client.jar " + ClientInCode.class.getName()
                    + " FOLDER (the one that 'cert-tools init --out FOLDER' filled)");
            System.exit(2);
        }
        // JAX-WS also makes ports without security, and does not report that. The check throws an exception for such a
        // port.
        Calculator calculator = MessageSecurity.requireSecured(
                new CalculatorService().getCalculatorPort(security(Path.of(arguments[0]))));
        ((BindingProvider) calculator).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, ADDRESS);
        System.out.println("Add(100,15.99) = " + calculator.add(100, 15.99));
        // Ends the session. A session that stays open is removed by the service when it was idle for ten minutes.
        ((Closeable) calculator).close();
    }

    static MessageSecurityFeature security(Path certificates) {
        // WCF's defaults: a TLS handshake in the first messages, then a session. Each of the two can be false; both
        // sides
        // need the same values.
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(true)
                .establishSecurityContext(true)
                .build();
        // What comes from files is read again when they change.
        var own = X509Credential.fromKeyStore(
                certificates.resolve("client.p12"),
                new PasswordFile(certificates.resolve("client.password")),
                X509FindType.FIND_BY_SUBJECT_NAME,
                "Cohowinery.com");
        var trust = CertificateTrust.chain(certificates.resolve("ca.pem"))
                .withRevocationList(certificates.resolve("ca.crl"));
        // Without negotiation also: .withServiceCertificate(certificates.resolve("service.pem"))
        var credentials = ClientCredentials.of(own, trust);
        return MessageSecurityFeature.forClient(binding, credentials, EndpointIdentity.dns("Contoso.com"));
    }
}
