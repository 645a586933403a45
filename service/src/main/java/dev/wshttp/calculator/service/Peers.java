// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.calculator.service.Peer.Stage;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;

/**
 * Bounds connections and requests, in all and for each remote address. When all are taken, the one that has waited longest for its peer is closed;
 * a request at work is never closed. So peers that hold sockets keep no request out that arrives without delay, regardless of their number. Closes
 * connections whose peer sends or reads too slowly. Safe for use by several threads.
 */
final class Peers implements Connection.Listener {
    private final PeerLimits limits;
    private final LongSupplier nanoTime;
    private final OverloadLog overload;
    // In the order in which they began to wait, so that finding the first one of thousands takes no search. This and
    // all
    // below is guarded by this.
    private final Map<Connection, Peer> open = new LinkedHashMap<>();
    private final Map<Origin, Integer> connectionsOf = new HashMap<>();
    private final Map<Origin, Integer> requestsOf = new HashMap<>();
    private int requests;
    private boolean ended;

    Peers(PeerLimits limits, LongSupplier nanoTime, OverloadLog overload) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.overload = overload;
    }

    /** Returns how many connections are open. */
    synchronized int connections() {
        return open.size();
    }

    /** Returns how many requests are read, wait, are processed or answered. */
    synchronized int requests() {
        return requests;
    }

    @Override
    public void onOpened(Connection connection) {
        add(connection).ifPresent(Peers::close);
    }

    private synchronized Optional<Peer> add(Connection connection) {
        Origin origin = origin(connection);
        Optional<Peer> slowest = Optional.empty();
        if (connectionsOf.getOrDefault(origin, 0) >= limits.connectionsPerAddress()) {
            overload.tell(
                    "The connection of an address that has waited longest was closed, because the address had all its '"
                            + limits.connectionsPerAddress() + "' connections");
            slowest = takeSlowest(peer -> peer.origin().equals(origin));
        } else if (open.size() >= limits.connections()) {
            overload.tell("The connection that has waited longest for its peer was closed, because all '"
                    + limits.connections() + "' connections were taken");
            slowest = takeSlowest(peer -> true);
        }
        var peer = new Peer(connection, origin, nanoTime.getAsLong());
        open.put(connection, peer);
        connectionsOf.merge(origin, 1, Integer::sum);
        return slowest;
    }

    @Override
    public void onClosed(Connection connection) {
        remove(connection);
    }

    private synchronized void remove(Connection connection) {
        Peer gone = open.remove(connection);
        if (gone != null) {
            decrement(connectionsOf, gone.origin());
        }
    }

    /** Returns the peer of a connection; one that is being closed has a peer of its own. */
    synchronized Peer of(Connection connection) {
        Peer known = open.get(connection);
        return known != null ? known : new Peer(connection, origin(connection), nanoTime.getAsLong());
    }

    /**
     * Begins a request.
     *
     * @return whether it is admitted; if so, it has to end
     */
    boolean begin(Peer peer) {
        Optional<Peer> slowest = Optional.empty();
        synchronized (this) {
            if (ended || !admits(peer.origin())) {
                return false;
            }
            if (requests >= limits.requests()) {
                slowest = takeSlowest(Peer::hasRequest);
                overload.tell("Peers that send or read slowly had all '" + limits.requests()
                        + "' requests; the one that has waited longest was closed, or a new one refused with 503");
                if (slowest.isEmpty()) {
                    return false;
                }
            }
            requests++;
            requestsOf.merge(peer.origin(), 1, Integer::sum);
            enter(peer, Stage.READING);
        }
        slowest.ifPresent(Peers::close);
        return true;
    }

    private boolean admits(Origin origin) {
        if (requestsOf.getOrDefault(origin, 0) < limits.requestsPerAddress()) {
            return true;
        }
        overload.tell("Requests were refused with 503, because their address has '" + limits.requestsPerAddress()
                + "' requests under way. If it is the address of a proxy, raise service.requests-per-address");
        return false;
    }

    /**
     * Tells that a request was read. It is not closed until {@link #made}.
     *
     * @return what to give to that method
     */
    synchronized long read(Peer peer) {
        enter(peer, Stage.AT_WORK);
        return peer.request();
    }

    /** Tells that the answer of a request was made; the peer may have read it already, and sent the next request. */
    synchronized void made(Peer peer, long request) {
        if (peer.request() == request && peer.isAtWork()) {
            enter(peer, Stage.WRITING);
        }
    }

    /** Ends an admitted request. */
    synchronized void end(Peer peer) {
        requests--;
        decrement(requestsOf, peer.origin());
        notifyAll();
    }

    /** Tells that a connection waits for its next request. */
    synchronized void idle(Peer peer) {
        enter(peer, Stage.NO_REQUEST);
    }

    /** Waits until there is no request, and admits none from then on, or from the end of the time. */
    synchronized void drain(Duration longest) {
        long end = nanoTime.getAsLong() + longest.toNanos();
        try {
            for (long left = longest.toNanos(); requests > 0 && left > 0; left = end - nanoTime.getAsLong()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        ended = true;
    }

    /** Closes the connections whose peers are too slow. */
    void closeTooSlow() {
        tooSlow().forEach(Peers::close);
    }

    private synchronized List<Peer> tooSlow() {
        long now = nanoTime.getAsLong();
        List<Peer> found = new ArrayList<>();
        for (Peer peer : open.values()) {
            if (isTooSlow(peer, now)) {
                found.add(peer);
            }
        }
        if (!found.isEmpty()) {
            overload.tell("Connections were closed, because their peers sent or read less than '"
                    + PeerLimits.LEAST_RATE + "' octets a second for '" + PeerLimits.PATIENCE + "'");
        }
        return found;
    }

    // A peer that has sent nothing is idle, which the connector bounds.
    private static boolean isTooSlow(Peer peer, long now) {
        long octets = peer.progress();
        if (peer.isAtWork() || (!peer.hasRequest() && octets == 0)) {
            return false;
        }
        long allowedNanos = PeerLimits.PATIENCE.toNanos() + TimeUnit.SECONDS.toNanos(octets) / PeerLimits.LEAST_RATE;
        return now - peer.sinceNanos() > allowedNanos;
    }

    private void enter(Peer peer, Stage stage) {
        peer.enter(stage, nanoTime.getAsLong());
        if (open.remove(peer.connection(), peer)) {
            open.put(peer.connection(), peer);
        }
    }

    private Optional<Peer> takeSlowest(Predicate<Peer> which) {
        Optional<Peer> slowest = open.values().stream()
                .filter(peer -> !peer.isAtWork())
                .filter(which)
                .findFirst();
        slowest.ifPresent(peer -> remove(peer.connection()));
        return slowest;
    }

    private static void close(Peer peer) {
        peer.connection().getEndPoint().close(new ClosedChannelException());
    }

    private static void decrement(Map<Origin, Integer> counts, Origin origin) {
        counts.computeIfPresent(origin, (same, count) -> count == 1 ? null : count - 1);
    }

    private static Origin origin(Connection connection) {
        return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress socket
                        && socket.getAddress() != null
                ? Origin.of(socket.getAddress())
                : Origin.UNKNOWN;
    }
}
