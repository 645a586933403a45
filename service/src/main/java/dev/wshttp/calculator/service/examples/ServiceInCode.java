// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service.examples;

import dev.wshttp.calculator.service.CalculatorEndpoint;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.PasswordFile;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509FindType;
import jakarta.xml.ws.Endpoint;
import java.nio.file.Path;

/** Serves the calculator, configured in code; the twin of {@code src/main/config/service.properties}. */
public final class ServiceInCode {
    private static final String ADDRESS = "http://localhost:8080/Calculator";

    private ServiceInCode() {}

    /** Serves until the process ends; the argument is the folder that {@code cert-tools init} filled. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("Usage: java -cp calculator-service.jar " + ServiceInCode.class.getName()
                    + " FOLDER (the one that 'cert-tools init --out FOLDER' filled)");
            System.exit(2);
        }
        // Without this the JDK's server uses Nagle's algorithm, which delays small answers by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // JAX-WS also publishes endpoints without security, and does not report that. The check stops such an endpoint
        // and
        // throws an exception.
        MessageSecurity.requireSecured(
                Endpoint.publish(ADDRESS, new CalculatorEndpoint(), security(Path.of(arguments[0]))));
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
                certificates.resolve("service.p12"),
                new PasswordFile(certificates.resolve("service.password")),
                X509FindType.FIND_BY_SUBJECT_NAME,
                "Contoso.com");
        var trust = CertificateTrust.chain(certificates.resolve("ca.pem"))
                .withRevocationList(certificates.resolve("ca.crl"));
        return MessageSecurityFeature.forService(binding, ServiceCredentials.of(own, trust));
    }
}
