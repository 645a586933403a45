// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.PasswordFile;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Opens connections to a store. */
abstract class Wires implements AutoCloseable {
    /** The client library waits for nothing behind this many requests of one connection: further ones fail at once. */
    static final int LONGEST_QUEUE = 4_096;

    private static final int THREADS = 2;
    private static final Duration SHORTEST_OPENING = Duration.ofSeconds(2);
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final ClusterSettings settings;
    private final ClientResources resources;

    Wires(ClusterSettings settings) {
        this.settings = settings;
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }

    /** Returns what opens connections to the store of the settings. */
    static Wires of(ClusterSettings settings, StoreAddress address) {
        return address.kind() == StoreAddress.Kind.CLUSTER
                ? new ClusterWires(settings, address)
                : new ServerWires(settings, address);
    }

    /** Opens connections; throws what the client library throws. */
    abstract Wire open() throws Exception;

    /** Returns how many parts the memory has, each of which is at one server. */
    abstract int parts();

    final ClientResources resources() {
        return resources;
    }

    final ClusterSettings settings() {
        return settings;
    }

    /**
     * Returns how long each step of opening and joining may take. No call waits for it, and a JVM that has just started takes its time; so it is longer than what a
     * call waits.
     */
    static Duration longestOpening(ClusterSettings settings) {
        Duration several = settings.timeout().multipliedBy(4);
        return several.compareTo(SHORTEST_OPENING) < 0 ? SHORTEST_OPENING : several;
    }

    final Duration longestOpening() {
        return longestOpening(settings);
    }

    /** Returns the address with all that is read from files now. */
    final RedisURI present(RedisURI uri) {
        uri.setTimeout(longestOpening());
        uri.setClientName("wshttp");
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(longestOpening()));
        settings.passwordFile().ifPresent(file -> uri.setCredentialsProvider(credentials(file)));
        return uri;
    }

    private RedisCredentialsProvider credentials(Path file) {
        var password = new PasswordFile(file);
        return RedisCredentialsProvider.from(
                () -> RedisCredentials.just(settings.user().orElse(null), password.password()));
    }

    /** Sets what no connection may do: wait for a store that is gone. */
    final <B extends ClientOptions.Builder> B bounded(B options) {
        options.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(LONGEST_QUEUE)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(longestOpening())
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
        settings.trustFile().ifPresent(file -> options.sslOptions(trusting(file)));
        return options;
    }

    private static SslOptions trusting(Path file) {
        List<X509Certificate> authorities = CertificateTrust.readAuthorities(file);
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int at = 0; at < authorities.size(); at++) {
                store.setCertificateEntry("authority-" + at, authorities.get(at));
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return SslOptions.builder().jdkSslProvider().trustManager(factory).build();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("Every JDK has key stores in memory", impossible);
        }
    }

    /** Closes a connection without waiting for it; what becomes of it tells nothing new. */
    static void closeLater(StatefulConnection<?, ?> connection) {
        var unused = connection.closeAsync();
    }

    /** Waits for the end of the client library's threads, but not long. */
    @Override
    public void close() {
        resources
                .shutdown(0, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LONGEST_END.toMillis());
    }
}
