// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.instances.SharedMemory;
import dev.wshttp.security.instances.TokenSeal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an instance of a service shares with the others: cluster keys from a file, and a memory on the Redis protocol if there is one. One object can serve
 * several endpoints. Safe for use by several threads.
 */
public final class ClusterInstances implements ServiceInstances {
    private final TokenSeal tokens;
    private final @Nullable Shared shared;

    private final OptionalLong maxSessions;

    private record Shared(Store store, SharedMemory memory, StoreRelay relay) {}

    private ClusterInstances(TokenSeal tokens, @Nullable Shared shared, OptionalLong maxSessions) {
        this.tokens = tokens;
        this.shared = shared;
        this.maxSessions = maxSessions;
    }

    /**
     * Reads the keys, and connects to the store if there is one. A store that does not answer is no error: each request to it is refused until it does. If the
     * memory has just begun, as at the first start of all, this returns when it lets messages pass, within {@link SharedMemory#MARGIN}.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if a file cannot be read, or with
     *     {@link SecurityFault#CONFIGURATION_INVALID} if the store answers that it cannot be used, as with a wrong password or if it evicts entries
     */
    public static ClusterInstances connect(ClusterSettings settings) {
        ClusterInstances instances = connect(settings, Clock.systemUTC());
        if (instances.shared != null) {
            instances.shared.store().awaitPassing();
        }
        return instances;
    }

    /** Does the same without a wait for the memory. */
    static ClusterInstances connect(ClusterSettings settings, Clock clock) {
        var random = new SecureRandom();
        KeyFile keys = KeyFile.of(settings.keysFile());
        var tokens = new KeySeal(keys, "token " + settings.name(), random);
        Shared shared = settings.address()
                .map(address ->
                        open(settings, address, new KeySeal(keys, "leg " + settings.name(), random), random, clock))
                .orElse(null);
        return new ClusterInstances(tokens, shared, settings.maxSessions());
    }

    private static Shared open(
            ClusterSettings settings, StoreAddress address, TokenSeal legs, SecureRandom random, Clock clock) {
        Wires wires = Wires.of(settings, address);
        var names = new EntryNames(settings.name(), wires.parts());
        String instance = StoreRelay.id(random);
        var inbox = new Inbox(names.channel(instance));
        var store = new Store(settings, wires, new Joining(settings, names, random), inbox, new StoreClock(clock));
        var relay = new StoreRelay(store, names, instance, legs, random, settings.timeout());
        inbox.deliverTo(relay::received);
        try {
            store.open();
        } catch (MessageSecurityException unusable) {
            store.close();
            relay.close();
            throw unusable;
        }
        return new Shared(store, new StoreMemory(store), relay);
    }

    @Override
    public TokenSeal tokens() {
        return tokens;
    }

    @Override
    public Optional<SharedMemory> memory() {
        return Optional.ofNullable(shared).map(Shared::memory);
    }

    @Override
    public Optional<LegRelay> relay() {
        return Optional.ofNullable(shared).map(Shared::relay);
    }

    @Override
    public OptionalLong maxSessions() {
        return maxSessions;
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.store().close();
            shared.relay().close();
        }
    }
}
