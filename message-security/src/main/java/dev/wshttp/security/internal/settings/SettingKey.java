// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The keys of settings, and the sides of the exchange that have them. */
public enum SettingKey {
    WSDL("wsdl", Side.CLIENT),
    ENDPOINT("endpoint", Side.CLIENT, Side.SERVICE),
    ADDRESS("address", Side.CLIENT, Side.SERVICE),
    VIA("via", Side.CLIENT),
    LISTEN_URI("listen-uri", Side.SERVICE),
    CLIENT_CREDENTIAL_TYPE("client-credential-type", Side.CLIENT, Side.SERVICE),
    NEGOTIATE_SERVICE_CREDENTIAL("negotiate-service-credential", Side.CLIENT, Side.SERVICE),
    ESTABLISH_SECURITY_CONTEXT("establish-security-context", Side.CLIENT, Side.SERVICE),
    ALGORITHM_SUITE("algorithm-suite", Side.CLIENT, Side.SERVICE),
    MESSAGE_ENCODING("message-encoding", Side.CLIENT, Side.SERVICE),
    TEXT_ENCODING("text-encoding", Side.CLIENT, Side.SERVICE),
    MAX_CLOCK_SKEW("max-clock-skew", Side.CLIENT, Side.SERVICE),
    MAX_RECEIVED_MESSAGE_BYTES("max-received-message-bytes", Side.CLIENT, Side.SERVICE),
    MAX_DEPTH("reader-quotas.max-depth", Side.CLIENT, Side.SERVICE),
    MAX_ATTRIBUTES("reader-quotas.max-attributes", Side.CLIENT, Side.SERVICE),
    REPLAY_CACHE_SIZE("replay-cache-size", Side.CLIENT, Side.SERVICE),
    REFUSE_CREATED_BEFORE_START("refuse-created-before-start", Side.SERVICE),
    ENGINE("engine", Side.CLIENT, Side.SERVICE),
    OPEN_TIMEOUT("open-timeout", Side.CLIENT),
    SEND_TIMEOUT("send-timeout", Side.CLIENT),
    SESSION_KEY_LIFETIME("session.key-lifetime", Side.SERVICE),
    SESSION_KEY_RENEWAL_INTERVAL("session.key-renewal-interval", Side.CLIENT),
    SESSION_KEY_ROLLOVER_INTERVAL("session.key-rollover-interval", Side.CLIENT, Side.SERVICE),
    SESSION_INACTIVITY_TIMEOUT("session.inactivity-timeout", Side.SERVICE),
    SESSION_PENDING_TIMEOUT("session.pending-timeout", Side.SERVICE),
    SESSION_MAX_PENDING("session.max-pending", Side.SERVICE),
    SESSION_MAX("session.max", Side.SERVICE),
    NEGOTIATION_TIMEOUT("negotiation.timeout", Side.SERVICE),
    NEGOTIATION_MAX_PENDING("negotiation.max-pending", Side.SERVICE),
    NEGOTIATION_TOKEN_LIFETIME("negotiation.token-lifetime", Side.SERVICE),
    NEGOTIATION_MAX_TOKENS("negotiation.max-tokens", Side.SERVICE),
    NEGOTIATION_MAX_PER_SECOND("negotiation.max-per-second", Side.SERVICE),
    NEGOTIATION_MAX_PER_SECOND_PER_ADDRESS("negotiation.max-per-second-per-address", Side.SERVICE),
    SERVICE_CERTIFICATE_FILE("service-certificate.file", Side.CLIENT, Side.SERVICE),
    SERVICE_CERTIFICATE_PASSWORD_FILE("service-certificate.password-file", Side.SERVICE),
    SERVICE_CERTIFICATE_PASSWORD("service-certificate.password", Side.SERVICE),
    SERVICE_CERTIFICATE_KEY_FILE("service-certificate.key-file", Side.SERVICE),
    SERVICE_CERTIFICATE_STORE_TYPE("service-certificate.store-type", Side.SERVICE),
    SERVICE_CERTIFICATE_PROVIDER_FILE("service-certificate.provider-file", Side.SERVICE),
    SERVICE_CERTIFICATE_FIND_TYPE("service-certificate.find-type", Side.CLIENT, Side.SERVICE),
    SERVICE_CERTIFICATE_FIND_VALUE("service-certificate.find-value", Side.CLIENT, Side.SERVICE),
    CLIENT_CERTIFICATE_FILE("client-certificate.file", Side.CLIENT),
    CLIENT_CERTIFICATE_PASSWORD_FILE("client-certificate.password-file", Side.CLIENT),
    CLIENT_CERTIFICATE_PASSWORD("client-certificate.password", Side.CLIENT),
    CLIENT_CERTIFICATE_KEY_FILE("client-certificate.key-file", Side.CLIENT),
    CLIENT_CERTIFICATE_STORE_TYPE("client-certificate.store-type", Side.CLIENT),
    CLIENT_CERTIFICATE_PROVIDER_FILE("client-certificate.provider-file", Side.CLIENT),
    CLIENT_CERTIFICATE_FIND_TYPE("client-certificate.find-type", Side.CLIENT),
    CLIENT_CERTIFICATE_FIND_VALUE("client-certificate.find-value", Side.CLIENT),
    TRUST_MODE("trust.mode", Side.CLIENT, Side.SERVICE),
    TRUST_FILE("trust.file", Side.CLIENT, Side.SERVICE),
    TRUST_PEERS_FILE("trust.peers-file", Side.CLIENT, Side.SERVICE),
    TRUST_REVOCATION_MODE("trust.revocation-mode", Side.CLIENT, Side.SERVICE),
    TRUST_REVOCATION_LIST("trust.revocation-list", Side.CLIENT, Side.SERVICE),
    AUDIT_MESSAGE_AUTHENTICATION("audit.message-authentication", Side.SERVICE),
    AUDIT_SERVICE_AUTHORIZATION("audit.service-authorization", Side.SERVICE),
    AUDIT_SUPPRESS_FAILURE("audit.suppress-failure", Side.SERVICE),
    SERVICE_AUTHORIZATION_ROLES_FILE("service-authorization.roles-file", Side.SERVICE),
    CLUSTER_TOKENS("cluster.tokens", Side.SERVICE),
    CLUSTER_KEYS_FILE("cluster.keys-file", Side.SERVICE),
    CLUSTER_URI("cluster.uri", Side.SERVICE),
    CLUSTER_USER("cluster.user", Side.SERVICE),
    CLUSTER_PASSWORD_FILE("cluster.password-file", Side.SERVICE),
    CLUSTER_TRUST_FILE("cluster.trust-file", Side.SERVICE),
    CLUSTER_TIMEOUT("cluster.timeout", Side.SERVICE),
    CLUSTER_NAME("cluster.name", Side.SERVICE),
    CLUSTER_REPLICAS("cluster.replicas", Side.SERVICE),
    CLUSTER_MAX_SESSIONS("cluster.max-sessions", Side.SERVICE),
    IDENTITY_DNS("identity.dns", Side.CLIENT, Side.SERVICE),
    IDENTITY_CERTIFICATE("identity.certificate", Side.CLIENT),
    IDENTITY_CERTIFICATE_FILE("identity.certificate-file", Side.CLIENT),
    IDENTITY_FIND_TYPE("identity.find-type", Side.CLIENT),
    IDENTITY_FIND_VALUE("identity.find-value", Side.CLIENT);

    public enum Side {
        CLIENT,
        SERVICE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final String PREFIX = "message-security.";
    static final String ENVIRONMENT_PREFIX = environmentName(PREFIX);

    private final String fullName;
    private final Set<Side> sides;

    SettingKey(String name, Side first, Side... others) {
        this.fullName = PREFIX + name;
        this.sides = EnumSet.of(first, others);
    }

    /** Returns the key with its prefix, as a settings file has it. */
    public String fullName() {
        return fullName;
    }

    /** Returns the environment variable that overrides the key (MicroProfile Config, "Environment Variables Mapping Rules"). */
    String environmentName() {
        return environmentName(fullName);
    }

    public boolean belongsTo(Side side) {
        return sides.contains(side);
    }

    /** Finds the key of this name, or of this environment variable. */
    public static Optional<SettingKey> named(String name) {
        return Arrays.stream(values())
                .filter(key ->
                        key.fullName.equals(name) || key.environmentName().equals(name))
                .findFirst();
    }

    /** Finds the key that is most similar to a name; WCF's spelling ({@code negotiateServiceCredential}) finds ours. */
    public static Optional<SettingKey> nearest(String name, Side side) {
        List<SettingKey> ofSide =
                Arrays.stream(values()).filter(key -> key.belongsTo(side)).toList();
        return new Spelling(withoutPrefix(name)).nearest(ofSide, key -> withoutPrefix(key.fullName));
    }

    // Both prefixes have the same length.
    private static String withoutPrefix(String name) {
        return name.substring(PREFIX.length());
    }

    public static String environmentName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return fullName;
    }
}
