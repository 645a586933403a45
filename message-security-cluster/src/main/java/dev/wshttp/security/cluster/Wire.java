// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Connections to a store, whatever kind it is of. They are not repaired: a broken one is closed and replaced. Safe for use by several threads. */
interface Wire extends AutoCloseable {
    /** Returns the commands of a connection to the server that has a key. Another server says so, and the request fails; it is not sent on. */
    RedisClusterAsyncCommands<byte[], byte[]> commandsAt(byte[] key);

    /** Gets a channel's messages on a thread that must not wait. Completes when the store has confirmed it. */
    CompletionStage<Void> subscribe(byte[] channel, Consumer<byte[]> messages);

    /** Asks the connection that gets messages for a sign of life. */
    CompletionStage<String> echo();

    /** Returns whether a publisher learns how many get a message; in a cluster it learns of those at its own server only. */
    boolean countsReceivers();

    /** Returns whether all connections are open, as far as this side knows. */
    boolean isOpen();

    /** Closes the connections without waiting for it. */
    @Override
    void close();
}
