// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.SharedMemory;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.instances.EndpointInstances;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Bounds how many operations with asymmetric keys unauthenticated peers can cause in a second, in all and from each address. It counts the
 * handshakes that they begin, whose further legs are few, and the requests for sessions that bring a key of their own. Short bursts may be larger,
 * since all clients come at once when a service was restarted.
 *
 * <p>An address is the whole of an IPv4 address and the first 64 bits of an IPv6 address, as a network of that size belongs to one host. The
 * addresses share a table of fixed size. Each address has two places in it, which a random key of this process selects, and is refused if neither
 * has room. So no number of addresses pushes another one out of the table, and an attacker cannot choose an address with the places of another. A
 * cache cannot do either, because it has to evict.
 *
 * <p>Instances with a shared memory have the same allowance together. It is asked last, so that a flood that one instance sees stays there. Safe for use by
 * several threads.
 */
public final class HandshakeRate {
    /** The time over which the rates are averaged: as much as they allow in it may come at once. */
    static final Duration BURST = Duration.ofSeconds(30);

    private static final int PLACES = 1 << 14;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int KEY_BYTES = 32;
    private static final byte[] ALL = {};

    private final NegotiationSettings settings;
    private final Clock clock;
    private final EndpointInstances instances;
    private final byte[] key = new byte[KEY_BYTES];
    // Each bucket as one number: the time at which it will be full again, in microseconds.
    private final long[] fullAt = new long[PLACES];
    private long allFullAt;

    public HandshakeRate(NegotiationSettings settings, Clock clock, SecureRandom random) {
        this(settings, clock, random, EndpointInstances.NONE);
    }

    private HandshakeRate(NegotiationSettings settings, Clock clock, SecureRandom random, EndpointInstances instances) {
        this.settings = settings;
        this.clock = clock;
        this.instances = instances;
        random.nextBytes(key);
    }

    /** Returns the rate of one endpoint, which it has together with those of other instances. */
    public static HandshakeRate of(SecurityEnvironment environment) {
        return new HandshakeRate(
                environment.binding().negotiationSettings(),
                environment.clock(),
                environment.random(),
                environment.instances());
    }

    /**
     * Takes note of one more operation.
     *
     * @param origin the address that it comes from; empty if the transport does not tell, and then only the bound for all holds
     * @throws MessageSecurityException with {@link SecurityFault#TOO_MANY_NEGOTIATIONS} if there were too many, or
     *     {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}
     */
    public void require(Optional<InetAddress> origin) {
        requireHere(origin);
        instances.memory().ifPresent(memory -> requireAnywhere(memory, origin));
    }

    private void requireAnywhere(SharedMemory memory, Optional<InetAddress> origin) {
        if (origin.isPresent()
                && !memory.take(bucket(network(origin.get())), settings.maxPerSecondPerAddress(), BURST)) {
            throw tooManyFrom(origin.get());
        }
        if (!memory.take(bucket(ALL), settings.maxPerSecond(), BURST)) {
            throw tooManyInAll();
        }
    }

    private byte[] bucket(byte[] origin) {
        byte[] name = ("handshakes " + instances.endpoint() + " ").getBytes(StandardCharsets.UTF_8);
        byte[] bucket = Arrays.copyOf(name, name.length + origin.length);
        System.arraycopy(origin, 0, bucket, name.length, origin.length);
        return bucket;
    }

    private synchronized void requireHere(Optional<InetAddress> origin) {
        long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        // The address comes first: if it is refused, the other addresses lose nothing.
        int[] places = origin.map(this::places).orElseGet(() -> new int[0]);
        if (origin.isPresent() && !hasRoom(places, now)) {
            throw tooManyFrom(origin.get());
        }
        takeFromAll(now);
        for (int place : places) {
            fullAt[place] =
                    next(fullAt[place], now, settings.maxPerSecondPerAddress()).orElse(fullAt[place]);
        }
    }

    private boolean hasRoom(int[] places, long now) {
        return Arrays.stream(places)
                .anyMatch(place -> next(fullAt[place], now, settings.maxPerSecondPerAddress())
                        .isPresent());
    }

    private void takeFromAll(long now) {
        allFullAt = next(allFullAt, now, settings.maxPerSecond()).orElseThrow(this::tooManyInAll);
    }

    private MessageSecurityException tooManyFrom(InetAddress origin) {
        return tooMany(
                "The address '" + origin.getHostAddress() + "' begins",
                settings.maxPerSecondPerAddress(),
                "negotiation.max-per-second-per-address, as where all clients come through one proxy");
    }

    private MessageSecurityException tooManyInAll() {
        return tooMany("All clients together begin", settings.maxPerSecond(), "negotiation.max-per-second");
    }

    /** Returns when the bucket will be full after one more is taken; empty if there is none to take. */
    private static Optional<Long> next(long fullAt, long now, int perSecond) {
        long burst = TimeUnit.SECONDS.toMicros(BURST.toSeconds());
        // A time that is too late shows that the clock was set back, which must not lock an address out for as long.
        long known = fullAt - now > burst ? now : Math.max(fullAt, now);
        long next = known + TimeUnit.SECONDS.toMicros(1) / perSecond;
        return next - now > burst ? Optional.empty() : Optional.of(next);
    }

    private int[] places(InetAddress origin) {
        byte[] network = network(origin);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(network));
            return IntStream.of(hash.getInt() & (PLACES - 1), hash.getInt() & (PLACES - 1))
                    .distinct()
                    .toArray();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    private static byte[] network(InetAddress origin) {
        byte[] address = origin.getAddress();
        return origin instanceof Inet6Address ? Arrays.copyOf(address, IPV6_NETWORK_BYTES) : address;
    }

    private static MessageSecurityException tooMany(String subject, int perSecond, String setting) {
        return new MessageSecurityException(
                SecurityFault.TOO_MANY_NEGOTIATIONS,
                subject + " more negotiations or sessions than they may (expected '" + perSecond
                        + "' a second on the average of "
                        + BURST + "). An attacker may try to exhaust this service; if these clients are wanted, raise "
                        + setting + ".");
    }
}
