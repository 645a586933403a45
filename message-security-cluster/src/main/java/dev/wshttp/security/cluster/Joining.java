// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static dev.wshttp.security.cluster.Step.number;
import static dev.wshttp.security.cluster.Step.text;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the memory of a service over new connections, or begins one where there is none. */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    // Both the uptime and the time since the last answer are rounded.
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private final ClusterSettings settings;
    private final EntryNames names;
    private final SecureRandom random;

    Joining(ClusterSettings settings, EntryNames names, SecureRandom random) {
        this.settings = settings;
        this.names = names;
        this.random = random;
    }

    /** A store that answers, but must not be used. */
    static final class UnsuitableStoreException extends Exception {
        private static final long serialVersionUID = 1;

        UnsuitableStoreException(String message) {
            super(message);
        }
    }

    /**
     * Joins each part of the memory, and subscribes to the channel of this instance.
     *
     * @param silence how long ago the last answer came to this instance; the longest duration if none came
     * @throws UnsuitableStoreException if the store may forget entries that it should keep
     * @throws Exception what the client library throws, or a wait that took too long
     */
    Link join(Wire wire, Duration silence, Inbox inbox) throws Exception {
        var epochs = new ArrayList<Epoch>();
        var servers = new ArrayList<ServerFacts>();
        for (int part = 0; part < names.parts(); part++) {
            ServerFacts facts =
                    ServerFacts.of(await(wire.commandsAt(names.record(part)).info()));
            facts.requireSuitable();
            servers.add(facts);
            epochs.add(join(wire, part, facts, silence));
        }
        await(wire.subscribe(inbox.channel(), inbox::deliver));
        return new Link(wire, names, epochs, servers, settings.replicas(), settings.timeout());
    }

    private Epoch join(Wire wire, int part, ServerFacts facts, Duration silence) throws Exception {
        byte[] record = names.record(part);
        RedisClusterAsyncCommands<byte[], byte[]> server = wire.commandsAt(record);
        List<CompletionStage<String>> loading = new ArrayList<>();
        for (Script script : Script.values()) {
            loading.add(server.scriptLoad(script.text()));
        }
        for (CompletionStage<String> each : loading) {
            await(each);
        }
        List<Object> joined = await(server.evalsha(
                Script.JOIN.digest(),
                ScriptOutputType.MULTI,
                new byte[][] {record},
                text(facts.run()),
                fresh(Epoch.ID_BYTES),
                fresh(Epoch.KEY_BYTES),
                number(settings.replicas()),
                number(facts.uptime().compareTo(silence.plus(ROUNDING)) >= 0 ? 1 : 0),
                number(facts.replicas()),
                text(facts.replication()),
                text(facts.formerReplication()),
                number(facts.evicted())));
        Epoch epoch = Epoch.of(joined);
        if (settings.replicas() > 0 && epoch.replicas() > settings.replicas()) {
            LOG.warn(
                    "The store '{}' has '{}' replicas, and '{}' of them confirm an entry: one that takes over may be another one, so what was remembered"
                            + " counts as lost then. Set cluster.replicas to '{}'.",
                    settings.uri().orElse(""),
                    epoch.replicas(),
                    settings.replicas(),
                    epoch.replicas());
        }
        return epoch;
    }

    private byte[] fresh(int bytes) {
        var octets = new byte[bytes];
        random.nextBytes(octets);
        return octets;
    }

    private <T> T await(CompletionStage<T> answer) throws Exception {
        Future<T> future = answer.toCompletableFuture();
        return future.get(Wires.longestOpening(settings).toMillis(), TimeUnit.MILLISECONDS);
    }
}
