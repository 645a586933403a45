// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connections that have joined the memory of a service: what is sent over them counts in its present epochs only. Safe for use by several threads. */
final class Link {
    /** The result of a step that is written, but not on as many replicas as have to have it. */
    static final long NOT_CONFIRMED = -101;

    private final Wire wire;
    private final EntryNames names;
    private final List<Epoch> epochs;
    private final List<ServerFacts> servers;
    private final int replicas;
    private final Duration longestConfirmation;

    /**
     * Takes over the connections.
     *
     * @param epochs the epoch of each part of the memory
     * @param servers what the server of each part told when it was joined
     * @param replicas how many replicas have to confirm what must not be lost
     */
    Link(Wire wire, EntryNames names, List<Epoch> epochs, List<ServerFacts> servers, int replicas, Duration timeout) {
        this.wire = wire;
        this.names = names;
        this.epochs = List.copyOf(epochs);
        this.servers = List.copyOf(servers);
        this.replicas = replicas;
        // Shorter than the wait of the caller, also behind others: the number is an answer, and a silence would end the
        // connection.
        this.longestConfirmation = timeout.dividedBy(4);
    }

    /** Sends a step; completes with what its script returns, or {@link #NOT_CONFIRMED}. */
    CompletableFuture<Long> send(Step step) {
        int part = names.part(step.part());
        Epoch epoch = epochs.get(part);
        var keys = new ArrayList<byte[]>();
        keys.add(names.record(part));
        step.entries().forEach(entry -> keys.add(names.entry(part, entry, epoch)));
        var arguments = new ArrayList<byte[]>();
        arguments.add(epoch.id());
        arguments.addAll(step.arguments().apply(epoch));
        RedisClusterAsyncCommands<byte[], byte[]> commands = wire.commandsAt(keys.get(0));
        CompletionStage<Long> result = commands.evalsha(
                step.script().digest(),
                ScriptOutputType.INTEGER,
                keys.toArray(byte[][]::new),
                arguments.toArray(byte[][]::new));
        if (replicas == 0 || step.script().effect() != Script.Effect.LASTING) {
            return result.toCompletableFuture();
        }
        return result.thenCombine(
                        commands.waitForReplication(replicas, longestConfirmation.toMillis()),
                        (returned, confirmed) ->
                                returned != Epoch.OTHER && confirmed < replicas ? NOT_CONFIRMED : returned)
                .toCompletableFuture();
    }

    /** Sends a message to the subscribers of a channel; completes with how many got it. */
    CompletableFuture<Long> publish(byte[] channel, byte[] message) {
        return wire.commandsAt(channel).publish(channel, message).toCompletableFuture();
    }

    /** Completes with how many subscribers a channel has. */
    CompletableFuture<Long> subscribers(byte[] channel) {
        return wire.commandsAt(channel)
                .pubsubNumsub(channel)
                .thenApply(counts ->
                        counts.values().stream().mapToLong(Long::longValue).sum())
                .toCompletableFuture();
    }

    /** Completes when the connection for messages answers. */
    CompletableFuture<String> echo() {
        return wire.echo().toCompletableFuture();
    }

    int parts() {
        return epochs.size();
    }

    /** Completes with what the server of a part tells now. */
    CompletableFuture<ServerFacts> facts(int part) {
        return wire.commandsAt(names.record(part))
                .info()
                .thenApply(ServerFacts::of)
                .toCompletableFuture();
    }

    /** Returns why a server must not be used any more. */
    Optional<String> unsuitable(int part, ServerFacts now) {
        try {
            now.requireSuitable();
        } catch (Joining.UnsuitableStoreException other) {
            return Optional.of(String.valueOf(other.getMessage()));
        }
        return now.evicted() == servers.get(part).evicted()
                ? Optional.empty()
                : Optional.of("it has forgotten entries to make room");
    }

    /** Takes note of how many replicas the server of a part has. */
    CompletableFuture<Long> noteReplicas(int part, long count) {
        return wire.commandsAt(names.record(part))
                .<Long>evalsha(
                        Script.REPLICAS.digest(),
                        ScriptOutputType.INTEGER,
                        new byte[][] {names.record(part)},
                        epochs.get(part).id(),
                        Step.number(count))
                .toCompletableFuture();
    }

    boolean countsReceivers() {
        return wire.countsReceivers();
    }

    boolean isOpen() {
        return wire.isOpen();
    }

    /** Returns since when all parts of the memory are complete. */
    Instant completeSince() {
        return epochs.stream()
                .map(Epoch::completeSince)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Returns the store's time when it was joined. */
    Instant joinedAt() {
        return epochs.get(epochs.size() - 1).joinedAt();
    }

    /** Returns how old the memory was when it was joined, by the store's clock. */
    Duration age() {
        return Duration.between(completeSince(), joinedAt());
    }

    void close() {
        wire.close();
    }
}
