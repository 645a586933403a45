// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final String ONE = "10.0.0.1";
    private static final String OTHER = "10.0.0.2";

    private final AtomicLong now = new AtomicLong();
    private final List<Connection> closed = new ArrayList<>();
    private final Peers peers = new Peers(new PeerLimits(4, 3, 3, 2), now::get, new OverloadLog(now::get));

    @Test
    void closesTheConnectionThatHasWaitedLongestWhereAllAreTaken() {
        Connection first = open(ONE);
        open(OTHER);
        open(ONE);
        open(OTHER);

        open(OTHER);

        assertThat(closed).containsExactly(first);
        assertThat(peers.connections()).isEqualTo(4);
    }

    @Test
    void doesNotCloseAConnectionThatWasUsedSinceForOneThatHasWaitedLonger() {
        Connection used = open(ONE);
        Connection idle = open(OTHER);
        open(ONE);
        open(OTHER);
        now.incrementAndGet();
        peers.idle(peers.of(used));

        open(OTHER);

        assertThat(closed).containsExactly(idle);
    }

    @Test
    void closesAConnectionOfTheSameAddressWhereThatHasAllItsConnections() {
        open(OTHER);
        Connection first = open(ONE);
        open(ONE);
        open(ONE);

        open(ONE);

        assertThat(closed).containsExactly(first);
    }

    @Test
    void neverClosesARequestAtWork() {
        Peer atWork = peers.of(open(ONE));
        assertThat(peers.begin(atWork)).isTrue();
        peers.read(atWork);
        Connection second = open(ONE);
        open(ONE);

        open(ONE);
        pass(Duration.ofHours(1));
        peers.closeTooSlow();

        assertThat(closed).containsExactly(second);
    }

    @Test
    void refusesFurtherRequestsOfAnAddressAndOfNoOther() {
        assertThat(peers.begin(peers.of(open(ONE)))).isTrue();
        Peer second = peers.of(open(ONE));
        assertThat(peers.begin(second)).isTrue();

        assertThat(peers.begin(peers.of(open(ONE)))).isFalse();
        assertThat(peers.begin(peers.of(open(OTHER)))).isTrue();
        peers.end(second);
        assertThat(peers.requests()).isEqualTo(2);
    }

    @Test
    void takesTheSlowestRequestWhereAllAreTakenAndNoIdleConnection() {
        open(ONE);
        Connection slow = open(ONE);
        peers.begin(peers.of(slow));
        peers.begin(peers.of(open(ONE)));
        peers.begin(peers.of(open(OTHER)));

        assertThat(peers.begin(peers.of(open("10.0.0.3")))).isTrue();

        assertThat(closed).contains(slow);
    }

    @Test
    void refusesARequestWhereAllOthersAreAtWork() {
        for (String address : List.of(ONE, OTHER, "10.0.0.3")) {
            Peer peer = peers.of(open(address));
            peers.begin(peer);
            peers.read(peer);
        }

        assertThat(peers.begin(peers.of(open("10.0.0.4")))).isFalse();
        assertThat(closed).isEmpty();
    }

    @Test
    void closesAPeerThatDripsHeadersABodyOrReadsItsAnswerSlowly() {
        var headers = new Octets();
        var body = new Octets();
        var answer = new Octets();
        Connection dripping = open(ONE, headers);
        Connection sending = open(ONE, body);
        peers.begin(peers.of(sending));
        Connection reading = open(OTHER, answer);
        peers.begin(peers.of(reading));
        long request = peers.read(peers.of(reading));
        peers.made(peers.of(reading), request);

        for (int second = 0; second < 31; second++) {
            headers.in.incrementAndGet();
            body.in.incrementAndGet();
            answer.out.incrementAndGet();
            pass(Duration.ofSeconds(1));
        }
        peers.closeTooSlow();

        assertThat(closed).containsExactlyInAnyOrder(dripping, sending, reading);
    }

    @Test
    void letsAPeerGoOnThatKeepsTheLeastRate() {
        var body = new Octets();
        Connection sending = open(ONE, body);
        peers.begin(peers.of(sending));

        for (int second = 0; second < 600; second++) {
            body.in.addAndGet(PeerLimits.LEAST_RATE);
            pass(Duration.ofSeconds(1));
            peers.closeTooSlow();
        }
        assertThat(closed).isEmpty();
        pass(PeerLimits.PATIENCE.plusSeconds(1));
        peers.closeTooSlow();

        assertThat(closed).containsExactly(sending);
    }

    @Test
    void takesNoLateWordForTheNextRequestOfAConnection() {
        Peer peer = peers.of(open(ONE));
        peers.begin(peer);
        long first = peers.read(peer);
        peers.end(peer);
        peers.idle(peer);
        peers.begin(peer);
        peers.read(peer);

        peers.made(peer, first);

        assertThat(peer.isAtWork()).isTrue();
    }

    @Test
    void admitsNoRequestAfterItWasDrained() {
        Peer peer = peers.of(open(ONE));

        peers.drain(Duration.ofSeconds(5));

        assertThat(peers.begin(peer)).isFalse();
    }

    @Test
    void forgetsWhatIsClosed() {
        Connection connection = open(ONE);

        peers.onClosed(connection);
        peers.onClosed(connection);

        assertThat(peers.connections()).isZero();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Connection open(String address) {
        return open(address, new Octets());
    }

    private Connection open(String address, Octets octets) {
        now.incrementAndGet();
        Connection[] connection = new Connection[1];
        EndPoint endPoint = proxy(EndPoint.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getRemoteSocketAddress" -> new InetSocketAddress(address, 1);
            case "close" -> {
                closed.add(connection[0]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
        connection[0] = proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getEndPoint" -> endPoint;
            case "getBytesIn" -> octets.in.get();
            case "getBytesOut" -> octets.out.get();
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "connection of " + address;
            default -> throw new UnsupportedOperationException(method.getName());
        });
        peers.onOpened(connection[0]);
        return connection[0];
    }

    private static <T> T proxy(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(PeersTest.class.getClassLoader(), new Class<?>[] {type}, behaviour));
    }

    /** What a peer has sent and read. */
    private static final class Octets {
        private final AtomicLong in = new AtomicLong();
        private final AtomicLong out = new AtomicLong();
    }
}
