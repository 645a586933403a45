// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Connections to the servers of a cluster. What belongs together has one slot; the memory has parts, so that the servers share the work. If the cluster
 * changes who serves a slot, the former server says so or is gone; then all connections are replaced, so that the memory is joined at the new one.
 */
final class ClusterWires extends Wires {
    private static final int PARTS = 16;
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final StoreAddress address;

    ClusterWires(ClusterSettings settings, StoreAddress address) {
        super(settings);
        this.address = address;
    }

    @Override
    Wire open() throws Exception {
        List<RedisURI> uris = address.uris().stream().map(this::present).toList();
        // A new one each time: it knows nothing of servers that were there before.
        RedisClusterClient client = RedisClusterClient.create(resources(), uris);
        boolean complete = false;
        try {
            client.setOptions(bounded(ClusterClientOptions.builder()
                            .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                                    .enablePeriodicRefresh(REFRESH)
                                    .build()))
                    .build());
            client.getPartitions();
            long longest = longestOpening().toMillis();
            var commands = client.connectAsync(ByteArrayCodec.INSTANCE).get(longest, TimeUnit.MILLISECONDS);
            var messages = client.connectPubSubAsync(ByteArrayCodec.INSTANCE).get(longest, TimeUnit.MILLISECONDS);
            complete = true;
            return new ClusterWire(client, commands, messages);
        } finally {
            if (!complete) {
                client.shutdown(Duration.ZERO, longestOpening());
            }
        }
    }

    @Override
    int parts() {
        return PARTS;
    }

    private static final class ClusterWire implements Wire {
        private final RedisClusterClient client;
        private final StatefulRedisClusterConnection<byte[], byte[]> commands;
        private final StatefulRedisClusterPubSubConnection<byte[], byte[]> messages;
        private final Map<Integer, String> joined = new ConcurrentHashMap<>();

        ClusterWire(
                RedisClusterClient client,
                StatefulRedisClusterConnection<byte[], byte[]> commands,
                StatefulRedisClusterPubSubConnection<byte[], byte[]> messages) {
            this.client = client;
            this.commands = commands;
            this.messages = messages;
        }

        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commandsAt(byte[] key) {
            int slot = SlotHash.getSlot(key);
            RedisClusterNode node = client.getPartitions().getPartitionBySlot(slot);
            if (node == null) {
                throw new IllegalStateException("No server of the cluster serves a slot of the memory");
            }
            // The library follows a change of the cluster by itself, to a server whose memory was not joined.
            if (!node.getNodeId().equals(joined.computeIfAbsent(slot, first -> node.getNodeId()))) {
                throw new IllegalStateException("Another server of the cluster serves a slot of the memory now");
            }
            return commands.getConnection(node.getNodeId()).async();
        }

        @Override
        public CompletionStage<Void> subscribe(byte[] channel, Consumer<byte[]> receiver) {
            messages.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(byte[] from, byte[] message) {
                    receiver.accept(message);
                }
            });
            return messages.async().subscribe(channel);
        }

        @Override
        public CompletionStage<String> echo() {
            return messages.async().ping();
        }

        @Override
        public boolean countsReceivers() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return commands.isOpen() && messages.isOpen();
        }

        @Override
        public void close() {
            client.suspendTopologyRefresh();
            closeLater(commands);
            closeLater(messages);
            var unused = client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        }
    }
}
