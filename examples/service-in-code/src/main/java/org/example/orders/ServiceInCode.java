// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import static dev.wshttp.security.context.CallerCondition.Kind.SUBJECT;

import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.context.CallerCondition;
import dev.wshttp.security.context.RoleMapping;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.policy.ServiceEndpoint;
import jakarta.xml.ws.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;

public final class ServiceInCode {
    /** Arguments: the folder that {@code cert-tools init} filled, and the address. */
    public static void main(String[] arguments) throws Exception {
        Path certs = Path.of(arguments[0]);
        var password = Files.readString(certs.resolve("service.password")).strip().toCharArray();
        var credentials = ServiceCredentials.of(
                X509Credential.fromKeyStore(certs.resolve("service.p12"), password),
                CertificateTrust.chain(certs.resolve("ca.pem")).withRevocationList(certs.resolve("ca.crl")));
        var wsdl = ServiceEndpoint.fromWsdl(Orders.class.getResource("/orders.wsdl").toURI());
        var security = MessageSecurityFeature.forService(wsdl.binding(), credentials)
                .withProtection(wsdl.protection())
                .withRoles(RoleMapping.NONE.with("manager", new CallerCondition(SUBJECT, "CN=Manager")));
        MessageSecurity.requireSecured(Endpoint.publish(arguments[1], new Orders(), security));
        System.out.println("READY " + arguments[1]);
    }
}
