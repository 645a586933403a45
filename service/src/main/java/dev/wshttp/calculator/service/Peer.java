// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import org.eclipse.jetty.io.Connection;

/** A connection and what it waits for. Guarded by the {@link Peers} that keeps it. */
final class Peer {
    private final Connection connection;
    private final Origin origin;
    private Stage stage = Stage.NO_REQUEST;
    private long request;
    private long sinceNanos;
    private long bytesIn;
    private long bytesOut;

    /** What happens on a connection now. */
    enum Stage {
        /** The peer has sent no request, or a part of the headers of one. */
        NO_REQUEST,
        /** The service waits for the rest of a request. */
        READING,
        /** The service works on the request. */
        AT_WORK,
        /** The service waits until the peer has read the answer. */
        WRITING
    }

    Peer(Connection connection, Origin origin, long nowNanos) {
        this.connection = connection;
        this.origin = origin;
        this.sinceNanos = nowNanos;
    }

    Connection connection() {
        return connection;
    }

    Origin origin() {
        return origin;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Returns which request of this connection it is. */
    long request() {
        return request;
    }

    void enter(Stage next, long nowNanos) {
        if (next == Stage.READING) {
            request++;
        }
        stage = next;
        sinceNanos = nowNanos;
        bytesIn = connection.getBytesIn();
        bytesOut = connection.getBytesOut();
    }

    boolean isAtWork() {
        return stage == Stage.AT_WORK;
    }

    boolean hasRequest() {
        return stage != Stage.NO_REQUEST;
    }

    /** Returns how many octets the peer has sent or read in this stage. */
    long progress() {
        return stage == Stage.WRITING ? connection.getBytesOut() - bytesOut : connection.getBytesIn() - bytesIn;
    }
}
