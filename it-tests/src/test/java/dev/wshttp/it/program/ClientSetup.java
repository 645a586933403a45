// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509Credential;
import jakarta.xml.ws.BindingProvider;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/**
 * A client configured in code. Immutable: each {@code with} changes one thing.
 *
 * @param own what it proves itself with
 * @param service the certificate that it encrypts for, where it does not negotiate
 * @param trust which service certificates it believes
 * @param identity which service it expects
 */
public record ClientSetup(
        Mode mode,
        SessionSettings session,
        AlgorithmSuite suite,
        TestCredential own,
        X509Certificate service,
        CertificateTrust trust,
        EndpointIdentity identity,
        Clock clock) {
    // Reading the contract costs more than a call; the service itself has no state that a test could see.
    private static final CalculatorService CONTRACT = new CalculatorService();

    public static ClientSetup standard(TestPki pki, Mode mode) {
        return new ClientSetup(
                mode,
                SessionSettings.DEFAULT,
                AlgorithmSuite.BASIC256,
                pki.client(),
                pki.service().certificate(),
                CertificateTrust.chain(List.of(pki.authorityCertificate())),
                EndpointIdentity.dns("Contoso.com"),
                Clock.systemUTC());
    }

    public ClientSetup withSession(SessionSettings other) {
        return new ClientSetup(mode, other, suite, own, service, trust, identity, clock);
    }

    public ClientSetup withSuite(AlgorithmSuite other) {
        return new ClientSetup(mode, session, other, own, service, trust, identity, clock);
    }

    public ClientSetup withOwn(TestCredential other) {
        return new ClientSetup(mode, session, suite, other, service, trust, identity, clock);
    }

    public ClientSetup withService(X509Certificate other) {
        return new ClientSetup(mode, session, suite, own, other, trust, identity, clock);
    }

    public ClientSetup withTrust(CertificateTrust other) {
        return new ClientSetup(mode, session, suite, own, service, other, identity, clock);
    }

    public ClientSetup withIdentity(EndpointIdentity other) {
        return new ClientSetup(mode, session, suite, own, service, trust, other, clock);
    }

    public ClientSetup withClock(Clock other) {
        return new ClientSetup(mode, session, suite, own, service, trust, identity, other);
    }

    /** Returns the switch that a user's code would hold. */
    public MessageSecurityFeature feature() {
        return MessageSecurityFeature.forClient(binding(), credentials(), identity)
                .withClock(clock);
    }

    public WsHttpBinding binding() {
        return mode.binding().algorithmSuite(suite).sessionSettings(session).build();
    }

    /** Leaves the service certificate out where the client negotiates: the service itself sends it then. */
    public ClientCredentials credentials() {
        var credentials = ClientCredentials.of(X509Credential.of(own.key(), own.chain()), trust);
        return mode.negotiates() ? credentials : credentials.withServiceCertificate(service);
    }

    /** Returns a port that connects to the service directly. */
    public Calculator connect(URI address) {
        return connect(address, address);
    }

    /**
     * Returns a port that connects to another place than its messages are for.
     *
     * @param via where to connect
     * @param address what the messages say
     */
    public Calculator connect(URI via, URI address) {
        return connect(feature().withAddress(address), via);
    }

    /** Returns a port with a feature of the caller's own. */
    public static Calculator connect(MessageSecurityFeature feature, URI via) {
        Calculator port = CONTRACT.getCalculatorPort(feature);
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, via.toString());
        return port;
    }
}
