// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import jakarta.xml.ws.BindingProvider;
import java.net.URI;
import java.util.List;

/** The credentials of a service and of a client that trust each other, and the client's calculators. */
record CalculatorParties(TestPki pki) {
    static final EndpointIdentity SERVICE = EndpointIdentity.dns("Contoso.com");

    ServiceCredentials service() {
        return ServiceCredentials.of(
                X509Credential.of(pki.service().key(), pki.service().chain()), trust());
    }

    ClientCredentials client() {
        return ClientCredentials.of(
                X509Credential.of(pki.client().key(), pki.client().chain()), trust());
    }

    /** Returns a calculator in WCF's default mode. */
    Calculator calculator(URI address) {
        return calculator(address, address);
    }

    /** Returns a calculator in WCF's default mode that connects to another place than the service's address. */
    Calculator calculator(URI address, URI via) {
        var security = MessageSecurityFeature.forClient(WsHttpBinding.builder().build(), client(), SERVICE);
        return connected(new CalculatorService().getCalculatorPort(security.withAddress(address)), via);
    }

    /** Returns a calculator that sends its calls in clear. */
    static Calculator unsecured(URI address) {
        return connected(new CalculatorService().getCalculatorPort(), address);
    }

    private static Calculator connected(Calculator port, URI address) {
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address.toString());
        return port;
    }

    private CertificateTrust trust() {
        return CertificateTrust.chain(List.of(pki.authorityCertificate()));
    }
}
