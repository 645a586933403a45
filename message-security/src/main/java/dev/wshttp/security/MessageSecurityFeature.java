// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static java.util.Objects.requireNonNull;

import com.sun.xml.ws.api.FeatureListValidatorAnnotation;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.jaxws.JaxWsProvider;
import dev.wshttp.security.internal.jaxws.MessageSecurityFeatureValidator;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.xml.ws.WebServiceFeature;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * Switches message security on for one port or endpoint of the JAX-WS RI:
 *
 * <pre>{@code
 * var security = MessageSecurityFeature.forClient(binding, clientCredentials, EndpointIdentity.dns("Contoso.com"));
 * Calculator calculator = new CalculatorService().getCalculatorPort(security);
 *
 * var security = MessageSecurityFeature.forService(binding, serviceCredentials);
 * Endpoint.publish("http://localhost:8080/Calculator", new CalculatorEndpoint(), security);
 * }</pre>
 *
 * <p>The feature also switches WS-Addressing on (with replies to the anonymous address only) and refuses SOAP 1.1. It is
 * immutable and may be given to many ports; each port or endpoint keeps its own memory of received messages.
 *
 * <p>Another JAX-WS provider (as Apache CXF) ignores features that it does not know. So every method that makes a feature throws a
 * {@link MessageSecurityException} with {@link SecurityFault#PROVIDER_NOT_SUPPORTED} where another provider than the RI is found. A feature
 * cannot know what is made with it later: {@link MessageSecurity#requireSecured} checks that.
 */
@FeatureListValidatorAnnotation(bean = MessageSecurityFeatureValidator.class)
public final class MessageSecurityFeature extends WebServiceFeature {
    /** The id of this feature, as {@link #getID()} returns it. */
    public static final String ID = "dev.wshttp.security.MessageSecurityFeature";

    private final WsHttpBinding binding;
    private final Side side;
    private final Optional<URI> address;
    private final Clock clock;
    private final MessageEngine engine;
    private final Optional<ProtectionRequirements> protection;
    private final X509CertificateValidator certificates;

    private MessageSecurityFeature(
            WsHttpBinding binding,
            Side side,
            Optional<URI> address,
            Clock clock,
            MessageEngine engine,
            Optional<ProtectionRequirements> protection) {
        JaxWsProvider.requireReferenceImplementation();
        this.binding = requireNonNull(binding, "binding");
        this.side = side;
        this.address = address;
        this.clock = requireNonNull(clock, "clock");
        this.engine = requireNonNull(engine, "engine");
        this.protection = protection;
        this.certificates = validator(side, clock);
        this.enabled = true;
    }

    private static X509CertificateValidator validator(Side side, Clock clock) {
        return side instanceof Client client
                ? new X509CertificateValidator(
                        client.credentials().serviceTrust(), X509CertificateValidator.Role.SERVICE, clock)
                : new X509CertificateValidator(
                        ((Service) side).credentials().clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
    }

    /**
     * Secures a client's port.
     *
     * @param identity the service that is expected
     * @throws MessageSecurityException where the binding does not negotiate the service's certificate, with
     *     {@link SecurityFault#CONFIGURATION_INVALID} if the credentials have none, or {@link SecurityFault#SERVICE_IDENTITY_MISMATCH} if it is
     *     not the expected service's
     */
    public static MessageSecurityFeature forClient(
            WsHttpBinding binding, ClientCredentials credentials, EndpointIdentity identity) {
        return client(binding, credentials, Optional.of(requireNonNull(identity, "identity")));
    }

    /**
     * Secures a client's port and expects, as WCF does without an {@code identity} element, a certificate for the host name in the
     * address. Errors as {@link #forClient(WsHttpBinding, ClientCredentials, EndpointIdentity)}.
     */
    public static MessageSecurityFeature forClient(WsHttpBinding binding, ClientCredentials credentials) {
        return client(binding, credentials, Optional.empty());
    }

    /** Secures a service's endpoint. Its metadata tell clients to expect the service's certificate, as WCF does without an identity. */
    public static MessageSecurityFeature forService(WsHttpBinding binding, ServiceCredentials credentials) {
        return forService(
                binding,
                credentials,
                EndpointIdentity.certificate(credentials.serviceCertificate().certificate()));
    }

    /**
     * Secures a service's endpoint.
     *
     * @param identity what the metadata tell clients to expect (WCF: {@code <identity>} of a service's endpoint). It is not
     *     compared with the certificate, as in WCF, because a client that does not take the identity from the metadata may expect another
     */
    public static MessageSecurityFeature forService(
            WsHttpBinding binding, ServiceCredentials credentials, EndpointIdentity identity) {
        return of(binding, new Service(credentials, identity));
    }

    private static MessageSecurityFeature client(
            WsHttpBinding binding, ClientCredentials credentials, Optional<EndpointIdentity> identity) {
        if (!binding.negotiateServiceCredential()) {
            var serviceCertificate = credentials
                    .serviceCertificate()
                    .orElseThrow(
                            () -> new MessageSecurityException(
                                    SecurityFault.CONFIGURATION_INVALID,
                                    "The client has no service certificate, and the binding does not negotiate it"
                                            + " (negotiateServiceCredential is 'false'). Add the certificate that the service proves itself with:"
                                            + " ClientCredentials.withServiceCertificate, or the key service-certificate.file."));
            identity.ifPresent(expected -> expected.require(serviceCertificate));
        }
        return of(binding, new Client(credentials, identity));
    }

    private static MessageSecurityFeature of(WsHttpBinding binding, Side side) {
        return new MessageSecurityFeature(
                binding, side, Optional.empty(), Clock.systemUTC(), MessageEngine.ofSystem(), Optional.empty());
    }

    /**
     * Sets the logical address of the endpoint, where it is not the one that the transport uses, as behind a proxy or a mapped port.
     * On a client it is what {@code wsa:To} says, while the port's endpoint address says where to connect (WCF: address and
     * {@code clientVia}). On a service it is what {@code wsa:To} has to say: scheme, port and path, with any host (WCF: address
     * and {@code listenUri}).
     */
    public MessageSecurityFeature withAddress(URI logicalAddress) {
        return new MessageSecurityFeature(binding, side, Optional.of(logicalAddress), clock, engine, protection);
    }

    /** Sets the clock for timestamps and validity; the system's unless set. */
    public MessageSecurityFeature withClock(Clock otherClock) {
        return new MessageSecurityFeature(binding, side, address, otherClock, engine, protection);
    }

    /** Sets the implementation that protects and verifies messages; {@link MessageEngine#ofSystem()} unless set. */
    public MessageSecurityFeature withEngine(MessageEngine otherEngine) {
        return new MessageSecurityFeature(binding, side, address, clock, otherEngine, protection);
    }

    /**
     * Sets the protection levels of the messages and headers of the contract (WCF: {@code ProtectionLevel}); they replace those of the annotations
     * {@link dev.wshttp.security.protection.MessageProtection} on the service endpoint interface. Bodies are encrypted and headers signed unless one of
     * both says otherwise. Less protection than that is readable, or even can be changed, on the way: only this side's own choice permits it.
     */
    public MessageSecurityFeature withProtection(ProtectionRequirements requirements) {
        return new MessageSecurityFeature(
                binding, side, address, clock, engine, Optional.of(requireNonNull(requirements, "requirements")));
    }

    /** Returns the settings of the binding. */
    public WsHttpBinding binding() {
        return binding;
    }

    /** Returns the credentials of the side that the feature was made for. */
    public Side side() {
        return side;
    }

    /** Returns the logical address, if one was set. */
    public Optional<URI> address() {
        return address;
    }

    /** Returns the clock for timestamps and validity. */
    public Clock clock() {
        return clock;
    }

    /** Returns the implementation that protects and verifies messages. */
    public MessageEngine engine() {
        return engine;
    }

    /** Returns the protection levels, if they were set. */
    public Optional<ProtectionRequirements> protection() {
        return protection;
    }

    /**
     * Returns what judges the certificates of the other side. All ports of this feature share it, so that a certificate is validated once in the minute
     * for which it is remembered, and not once for each port.
     */
    public X509CertificateValidator certificates() {
        return certificates;
    }

    @Override
    public String getID() {
        return ID;
    }

    /** The side of the exchange that a feature secures. */
    public sealed interface Side {}

    /**
     * A client and the service that it expects.
     *
     * @param identity the expected service; empty for the host name in the address
     */
    public record Client(ClientCredentials credentials, Optional<EndpointIdentity> identity) implements Side {}

    /**
     * A service and the identity that it publishes.
     *
     * @param identity what its metadata tell clients to expect
     */
    public record Service(ServiceCredentials credentials, EndpointIdentity identity) implements Side {
        public Service {
            requireNonNull(credentials, "credentials");
            requireNonNull(identity, "identity");
        }
    }
}
