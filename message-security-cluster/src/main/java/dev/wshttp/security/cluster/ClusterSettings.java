// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the instances of a service share what they have to share. Immutable. */
public final class ClusterSettings {
    /** For how long an instance waits for the store. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

    /** The name of a service that has none. */
    public static final String DEFAULT_NAME = "service";

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_REPLICAS = 9;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final Path keysFile;
    private final @Nullable StoreAddress address;
    private final @Nullable String user;
    private final @Nullable Path passwordFile;
    private final @Nullable Path trustFile;
    private final Duration timeout;
    private final String name;
    private final int replicas;
    private final long maxSessions; // 0 for no limit

    private ClusterSettings(Builder builder, @Nullable StoreAddress address) {
        this.keysFile = builder.keysFile;
        this.address = address;
        this.user = builder.user;
        this.passwordFile = builder.passwordFile;
        this.trustFile = builder.trustFile;
        this.timeout = builder.timeout;
        this.name = builder.name;
        this.replicas = builder.replicas;
        this.maxSessions = builder.maxSessions;
    }

    /**
     * Returns a builder for instances that share sealed tokens, and with an {@link Builder#uri} a memory, too.
     *
     * @param keysFile the file with the keys that all instances have: base64 of 32 octets on each line, the one that seals first
     */
    public static Builder builder(Path keysFile) {
        return new Builder(keysFile);
    }

    /** Returns the file with the keys. */
    public Path keysFile() {
        return keysFile;
    }

    /** Returns the address of the store; empty if there is none. */
    public Optional<String> uri() {
        return Optional.ofNullable(address).map(StoreAddress::text);
    }

    /** Returns the user at the store. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** Returns the file with the password at the store. */
    public Optional<Path> passwordFile() {
        return Optional.ofNullable(passwordFile);
    }

    /** Returns the file with the authorities that may issue the certificate of the store; empty for those of the JDK. */
    public Optional<Path> trustFile() {
        return Optional.ofNullable(trustFile);
    }

    /** Returns for how long an instance waits for the store. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns the name of the service in the store. */
    public String name() {
        return name;
    }

    /** Returns how many replicas have an entry before it counts. */
    public int replicas() {
        return replicas;
    }

    /** Returns how many sessions all instances together may have; empty for no such limit. */
    public OptionalLong maxSessions() {
        return maxSessions == 0 ? OptionalLong.empty() : OptionalLong.of(maxSessions);
    }

    Optional<StoreAddress> address() {
        return Optional.ofNullable(address);
    }

    /** Equal settings share the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterSettings that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(keysFile, address(), user(), passwordFile(), trustFile(), timeout, name, replicas, maxSessions);
    }

    @Override
    public String toString() {
        return "keys of '" + keysFile + "', "
                + uri().map(uri -> "store '" + uri + "', name '" + name + "'").orElse("no store");
    }

    /** Collects the settings. Not safe for use by several threads. */
    public static final class Builder {
        private final Path keysFile;
        private @Nullable String uri;
        private @Nullable String user;
        private @Nullable Path passwordFile;
        private @Nullable Path trustFile;
        private Duration timeout = DEFAULT_TIMEOUT;
        private String name = DEFAULT_NAME;
        private int replicas;
        private long maxSessions;

        private Builder(Path keysFile) {
            this.keysFile = requireNonNull(keysFile, "keysFile");
        }

        /**
         * Sets the address of the store: {@code redis://host:port}, {@code rediss://host:port} with TLS,
         * {@code redis-sentinel://host:port,host:port#master} or {@code redis-cluster://host:port,host:port}, the last two also as
         * {@code rediss-sentinel} and {@code rediss-cluster}.
         */
        public Builder uri(String other) {
            this.uri = requireNonNull(other, "uri");
            return this;
        }

        /** Sets the user at the store; without one it is the store's default user. */
        public Builder user(String other) {
            this.user = requireNonNull(other, "user");
            return this;
        }

        /** Sets the file whose first line is the password at the store. It is read for each connection. */
        public Builder passwordFile(Path other) {
            this.passwordFile = requireNonNull(other, "passwordFile");
            return this;
        }

        /** Sets the file with the authorities, in PEM, that may issue the certificate of the store; it is read for each connection. */
        public Builder trustFile(Path other) {
            this.trustFile = requireNonNull(other, "trustFile");
            return this;
        }

        /** Sets for how long an instance waits for the store, from 10 milliseconds to 10 seconds. */
        public Builder timeout(Duration other) {
            this.timeout = requireNonNull(other, "timeout");
            return this;
        }

        /** Sets the name of the service in the store, which tells services apart that use one store. */
        public Builder name(String other) {
            this.name = requireNonNull(other, "name");
            return this;
        }

        /** Sets how many replicas of the store have to confirm that a message is remembered before it is accepted. */
        public Builder replicas(int other) {
            this.replicas = other;
            return this;
        }

        /** Sets how many sessions all instances together may have, from 1. */
        public Builder maxSessions(long other) {
            if (other < 1) {
                throw new IllegalArgumentException(
                        "maxSessions is " + other + " (expected at least 1). Without a limit, leave it out.");
            }
            this.maxSessions = other;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, naming each wrong one
         */
        public ClusterSettings build() {
            var problems = new ArrayList<String>();
            ClusterSettings settings = check(problems);
            requireNone(problems);
            return settings;
        }

        ClusterSettings check(List<String> problems) {
            StoreAddress address = address(problems);
            if (uri == null
                    && (user != null
                            || passwordFile != null
                            || trustFile != null
                            || replicas != 0
                            || maxSessions != 0)) {
                problems.add(
                        "user, password-file, trust-file, replicas and max-sessions belong to a store (expected uri beside them)");
            }
            if (user != null && passwordFile == null) {
                problems.add("user is '" + UntrustedText.oneLine(user) + "' (expected password-file beside it)");
            }
            if (trustFile != null && address != null && !address.isEncrypted()) {
                problems.add("trust-file is set, but uri is without TLS (expected 'rediss')");
            }
            if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                problems.add("timeout is '" + timeout + "' (expected 10ms to 10s)");
            }
            if (!NAME.matcher(name).matches()) {
                problems.add("name is '" + UntrustedText.oneLine(name)
                        + "' (expected 1 to 64 letters, digits, points, hyphens or underscores)");
            }
            checkReplicas(problems, address);
            return new ClusterSettings(this, address);
        }

        private void checkReplicas(List<String> problems, @Nullable StoreAddress address) {
            if (replicas < 0 || replicas > MOST_REPLICAS) {
                problems.add("replicas is '" + replicas + "' (expected 0 to " + MOST_REPLICAS + ")");
            }
            if (replicas > 0 && address != null && address.kind() == StoreAddress.Kind.CLUSTER) {
                problems.add("replicas is '" + replicas + "' (expected 0 with 'redis-cluster')");
            }
        }

        private @Nullable StoreAddress address(List<String> problems) {
            if (uri == null) {
                return null;
            }
            try {
                return StoreAddress.of(uri);
            } catch (IllegalArgumentException other) {
                String shown = uri.indexOf('@') >= 0 ? "" : " '" + UntrustedText.oneLine(uri) + "'";
                problems.add("uri" + shown + " is not possible (" + other.getMessage() + ")");
                return null;
            }
        }

        static void requireNone(List<String> problems) {
            if (!problems.isEmpty()) {
                throw MessageSecurityException.withFindings(
                        SecurityFault.CONFIGURATION_INVALID,
                        "The settings message-security.cluster.* cannot be used. Correct them:",
                        problems,
                        null);
            }
        }
    }
}
