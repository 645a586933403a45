// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.util.function.Consumer;

/** The channel that an instance listens to, whatever connections it has. Safe for use by several threads. */
final class Inbox {
    private final byte[] channel;
    private volatile Consumer<byte[]> receiver = message -> {};

    Inbox(byte[] channel) {
        this.channel = channel.clone();
    }

    byte[] channel() {
        return channel.clone();
    }

    /** Sets what takes the messages; it must not wait. */
    void deliverTo(Consumer<byte[]> other) {
        this.receiver = other;
    }

    void deliver(byte[] message) {
        receiver.accept(message);
    }
}
