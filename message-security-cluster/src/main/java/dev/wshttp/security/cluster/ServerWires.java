// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Connections to one server: the one at an address, or the one that Sentinels call the master. */
final class ServerWires extends Wires {
    // A connection on which the store waits for its replicas does nothing else meanwhile.
    private static final int CONNECTIONS_IF_WAITING = 4;

    private final StoreAddress address;
    private final RedisClient client;

    ServerWires(ClusterSettings settings, StoreAddress address) {
        super(settings);
        this.address = address;
        this.client = RedisClient.create(resources());
    }

    @Override
    Wire open() throws Exception {
        client.setOptions(bounded(ClientOptions.builder()).build());
        RedisURI uri = present(address.uris().get(0));
        var opened = new ServerWire();
        boolean complete = false;
        try {
            int connections = settings().replicas() == 0 ? 1 : CONNECTIONS_IF_WAITING;
            for (int at = 0; at < connections; at++) {
                opened.commands.add(await(
                        client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture(), longestOpening()));
            }
            opened.messages.add(await(
                    client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture(), longestOpening()));
            complete = true;
            return opened;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    private static <T> T await(CompletableFuture<T> opening, Duration longest) throws Exception {
        try {
            return opening.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            opening.cancel(true);
        }
    }

    @Override
    int parts() {
        return 1;
    }

    private static final class ServerWire implements Wire {
        private final List<StatefulRedisConnection<byte[], byte[]>> commands = new ArrayList<>();
        private final List<StatefulRedisPubSubConnection<byte[], byte[]>> messages = new ArrayList<>();
        private final AtomicInteger turn = new AtomicInteger();

        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commandsAt(byte[] key) {
            return commands.get(Math.floorMod(turn.getAndIncrement(), commands.size()))
                    .async();
        }

        @Override
        public CompletionStage<Void> subscribe(byte[] channel, Consumer<byte[]> receiver) {
            messages.get(0).addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(byte[] from, byte[] message) {
                    receiver.accept(message);
                }
            });
            return messages.get(0).async().subscribe(channel);
        }

        @Override
        public CompletionStage<String> echo() {
            return messages.get(0).async().ping();
        }

        @Override
        public boolean countsReceivers() {
            return true;
        }

        @Override
        public boolean isOpen() {
            return commands.stream().allMatch(StatefulRedisConnection::isOpen)
                    && messages.stream().allMatch(StatefulRedisConnection::isOpen);
        }

        @Override
        public void close() {
            commands.forEach(Wires::closeLater);
            messages.forEach(Wires::closeLater);
        }
    }
}
