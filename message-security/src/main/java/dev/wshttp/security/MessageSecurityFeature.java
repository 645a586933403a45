// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static java.util.Objects.requireNonNull;

import com.sun.xml.ws.api.FeatureListValidatorAnnotation;
import dev.wshttp.security.context.CallerRoles;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.events.DangerousKeyListener;
import dev.wshttp.security.events.SecurityListener;
import dev.wshttp.security.events.WireListener;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.internal.jaxws.JaxWsProvider;
import dev.wshttp.security.internal.jaxws.MessageSecurityFeatureValidator;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.xml.ws.WebServiceFeature;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
    private final Options options;
    private final X509CertificateValidator certificates;

    /** @param options which nothing changes any more */
    private MessageSecurityFeature(WsHttpBinding binding, Side side, Options options) {
        JaxWsProvider.requireReferenceImplementation();
        this.binding = requireNonNull(binding, "binding");
        this.side = side;
        this.options = options;
        this.certificates = validator(side, options.clock);
        this.enabled = true;
    }

    /** What can be set after a feature was made. Only changed while another feature is made of it. */
    private static final class Options {
        private Optional<URI> address = Optional.empty();
        private Clock clock = Clock.systemUTC();
        private MessageEngine engine = MessageEngine.ofSystem();
        private Optional<ProtectionRequirements> protection = Optional.empty();
        private List<SecurityListener> listeners = List.of();
        private List<WireListener> wireListeners = List.of();
        private List<DangerousKeyListener> keyListeners = List.of();
        private Optional<CallerRoles> roles = Optional.empty();
        private Optional<ServiceInstances> instances = Optional.empty();

        private Options copy() {
            var copy = new Options();
            copy.address = address;
            copy.clock = clock;
            copy.engine = engine;
            copy.protection = protection;
            copy.listeners = listeners;
            copy.wireListeners = wireListeners;
            copy.keyListeners = keyListeners;
            copy.roles = roles;
            copy.instances = instances;
            return copy;
        }
    }

    private MessageSecurityFeature with(Consumer<Options> change) {
        Options changed = options.copy();
        change.accept(changed);
        return new MessageSecurityFeature(binding, side, changed);
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
        return new MessageSecurityFeature(binding, new Service(credentials, Optional.empty()), new Options());
    }

    /**
     * Secures a service's endpoint.
     *
     * @param identity what the metadata tell clients to expect (WCF: {@code <identity>} of a service's endpoint). It is not
     *     compared with the certificate, as in WCF, because a client that does not take the identity from the metadata may expect another
     */
    public static MessageSecurityFeature forService(
            WsHttpBinding binding, ServiceCredentials credentials, EndpointIdentity identity) {
        return new MessageSecurityFeature(
                binding, new Service(credentials, Optional.of(requireNonNull(identity, "identity"))), new Options());
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
        return new MessageSecurityFeature(binding, new Client(credentials, identity), new Options());
    }

    /**
     * Sets the logical address of the endpoint, where it is not the one that the transport uses, as behind a proxy or a mapped port.
     * On a client it is what {@code wsa:To} says, while the port's endpoint address says where to connect (WCF: address and
     * {@code clientVia}). On a service it is what {@code wsa:To} has to say: scheme, port and path, with any host (WCF: address
     * and {@code listenUri}).
     *
     * @param logicalAddress begins with {@code http} or {@code https} and has a host. An endpoint with another one is refused when it is published, with
     *     {@link SecurityFault#CONFIGURATION_INVALID}
     */
    public MessageSecurityFeature withAddress(URI logicalAddress) {
        requireNonNull(logicalAddress, "logicalAddress");
        return with(changed -> changed.address = Optional.of(logicalAddress));
    }

    /** Sets the clock for timestamps, the validity of certificates, and lifetimes; the system's unless set. */
    public MessageSecurityFeature withClock(Clock otherClock) {
        requireNonNull(otherClock, "otherClock");
        return with(changed -> changed.clock = otherClock);
    }

    /** Sets the implementation that protects and verifies messages; {@link MessageEngine#ofSystem()} unless set. */
    public MessageSecurityFeature withEngine(MessageEngine otherEngine) {
        requireNonNull(otherEngine, "otherEngine");
        return with(changed -> changed.engine = otherEngine);
    }

    /**
     * Sets the protection levels of the messages and headers of the contract (WCF: {@code ProtectionLevel}); they replace those of the annotations
     * {@link dev.wshttp.security.protection.MessageProtection} on the service endpoint interface. Bodies are encrypted and headers signed unless one of
     * both says otherwise. Less protection than that is readable, or even can be changed, on the way: only this side's own choice permits it.
     */
    public MessageSecurityFeature withProtection(ProtectionRequirements requirements) {
        requireNonNull(requirements, "requirements");
        return with(changed -> changed.protection = Optional.of(requirements));
    }

    /**
     * Adds a listener, which hears what a service's endpoint does with requests: an audit trail, metrics, or one of your own. A client's port tells
     * it nothing.
     */
    public MessageSecurityFeature withListener(SecurityListener listener) {
        requireNonNull(listener, "listener");
        return with(changed -> changed.listeners = joined(changed.listeners, listener));
    }

    /** Adds a listener, which hears what a client's port or a service's endpoint sends and receives, as the network has it. */
    public MessageSecurityFeature withWireListener(WireListener listener) {
        requireNonNull(listener, "listener");
        return with(changed -> changed.wireListeners = joined(changed.wireListeners, listener));
    }

    /**
     * Dangerous: adds a listener, which is given the secret of each message. A reader who has it and the message reads the message, and can write others. Never
     * call this where messages have more than test data.
     */
    public MessageSecurityFeature withDangerousKeyListener(DangerousKeyListener listener) {
        requireNonNull(listener, "listener");
        return with(changed -> changed.keyListeners = joined(changed.keyListeners, listener));
    }

    private static <T> List<T> joined(List<T> some, T another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }

    /**
     * Sets what gives callers of a service their roles, for {@code @RolesAllowed} on its operations and for {@code WebServiceContext.isUserInRole} (WCF:
     * {@code ServiceAuthorizationBehavior}). Without it no caller has a role, and every authenticated caller may call every operation. The endpoint is
     * refused if it has {@code @RolesAllowed} and this is not set.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} on the feature of a client
     */
    public MessageSecurityFeature withRoles(CallerRoles callerRoles) {
        requireNonNull(callerRoles, "callerRoles");
        requireService(
                "Roles were given to the feature of a client (expected one of a service, whose callers have roles)."
                        + " Call withRoles");
        return with(changed -> changed.roles = Optional.of(callerRoles));
    }

    /**
     * Makes a service one of several instances that stand for each other: tokens carry the state of their sessions (WCF:
     * {@code RequireSecurityContextCancellation} = {@code false}, but clients may cancel and renew), and what must happen once is in a shared memory, if there
     * is one. All instances need the same binding and the same {@linkplain #withAddress address}, if one is set. Without this, all state is in the process.
     *
     * @param shared what the instances share; the caller closes it when the endpoint has ended
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} on the feature of a client
     */
    public MessageSecurityFeature withInstances(ServiceInstances shared) {
        requireNonNull(shared, "shared");
        requireService(
                "What instances of a service share was given to the feature of a client (expected one of a service)."
                        + " Call withInstances");
        return with(changed -> changed.instances = Optional.of(shared));
    }

    /** @param problem what is wrong on a client, and the call to make on the feature of a service */
    private void requireService(String problem) {
        if (side instanceof Client) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    problem + " on what MessageSecurityFeature.forService returns.");
        }
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
        return options.address;
    }

    /** Returns the clock for timestamps and validity. */
    public Clock clock() {
        return options.clock;
    }

    /** Returns the implementation that protects and verifies messages. */
    public MessageEngine engine() {
        return options.engine;
    }

    /** Returns the protection levels, if they were set. */
    public Optional<ProtectionRequirements> protection() {
        return options.protection;
    }

    /** Returns the listeners that were added, in their order. */
    public List<SecurityListener> listeners() {
        return options.listeners;
    }

    /** Returns the listeners of what is sent and received, in their order. */
    public List<WireListener> wireListeners() {
        return options.wireListeners;
    }

    /** Returns the listeners that are given secrets, in their order; without {@link #withDangerousKeyListener} there is none. */
    public List<DangerousKeyListener> dangerousKeyListeners() {
        return options.keyListeners;
    }

    /** Returns what gives callers their roles, if it was set. */
    public Optional<CallerRoles> roles() {
        return options.roles;
    }

    /** Returns what the instances of the service share, if it was set. */
    public Optional<ServiceInstances> instances() {
        return options.instances;
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
     * @param identity what its metadata tell clients to expect; empty for its certificate
     */
    public record Service(ServiceCredentials credentials, Optional<EndpointIdentity> identity) implements Side {
        /**
         * Checks that nothing is missing.
         *
         * @throws NullPointerException if a part is null
         */
        public Service {
            requireNonNull(credentials, "credentials");
            requireNonNull(identity, "identity");
        }

        /**
         * Returns the service's own certificate and key as their files are now.
         *
         * @param now the present time
         */
        public X509Credential own(Instant now) {
            return credentials.serviceCertificate(now);
        }

        /**
         * Returns what the metadata tell clients to expect now: the identity, or else the service's certificate.
         *
         * @param now the present time
         */
        public EndpointIdentity published(Instant now) {
            return identity.map(known -> known.current(now))
                    .orElseGet(() -> EndpointIdentity.certificate(own(now).certificate()));
        }
    }
}
