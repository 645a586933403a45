// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client calls in its open session while an attacker at another address holds sockets. */
@Timeout(240)
class SlowPeersTest {
    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/Calculator");
    private static final int SOME = 16;
    private static final Set<SlowPeers.Kind> WITH_MANY =
            EnumSet.of(SlowPeers.Kind.DRIPPING_BODY, SlowPeers.Kind.ANSWER_READ_SLOWLY);
    private static final int CALLS = 20;
    private static final int CLIENTS = 2;

    // One socket that keeps a thread would delay calls for the 30 seconds that a request may take.
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
    private static final int SHARE_OF_THE_RATE = 5;
    // Other programs on the machine may slow down one round of calls; an attack slows down each.
    private static final int ROUNDS = 3;

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static MessageSecurityFeature security;

    @BeforeAll
    static void readSettings() throws IOException {
        security = ServiceFiles.write(PKI, directory).security();
    }

    /** Each kind with some sockets; with many, two kinds, and with {@code -Dlong.tests=true} each. */
    static Stream<Arguments> attacks() {
        return Stream.of(SlowPeers.Kind.values())
                .flatMap(kind -> Stream.of(SOME, kind.isAnswered() ? 500 : 1_000)
                        .filter(sockets ->
                                sockets == SOME || Boolean.getBoolean("long.tests") || WITH_MANY.contains(kind))
                        .map(sockets -> Arguments.of(kind, sockets)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void keepsServingAnOpenSessionWhileSocketsAreHeld(SlowPeers.Kind kind, int sockets) throws IOException {
        try (var host = CalculatorServiceHost.open(security, ANY_PORT)) {
            Calculator calculator = client(host);
            calls(calculator, () -> {});
            Duration undisturbed = calls(calculator, () -> {});
            Duration most = undisturbed.multipliedBy(SHARE_OF_THE_RATE).plusSeconds(1);

            Duration attacked;
            try (var attack = SlowPeers.attack(host.port(), kind, sockets)) {
                int round = 1;
                do {
                    attacked = calls(calculator, attack::drip);
                    round++;
                } while (attacked.compareTo(most) >= 0 && round <= ROUNDS);
                client(host).add(1, 2); // a new client is served, too
            }

            assertThat(attacked)
                    .as("time of %d calls, undisturbed %s", CALLS, undisturbed)
                    .isLessThan(most);
            assertEverythingIsReleased(host);
        }
    }

    @Test
    void takesConnectionsFromSlowSocketsWhenTheyHaveAll() throws IOException {
        var options = HostOptions.DEFAULT.withConnections(800, 2_000);
        try (var host = CalculatorServiceHost.open(security, ANY_PORT, options)) {
            Calculator calculator = client(host);
            calls(calculator, () -> {});

            try (var headers = SlowPeers.attack(host.port(), SlowPeers.Kind.DRIPPING_HEADERS, 600);
                    var bodies = SlowPeers.attack(host.port(), SlowPeers.Kind.DRIPPING_BODY, 600)) {
                calls(calculator, headers::drip);
                calls(calculator, bodies::drip);
                client(host).add(1, 2);
                assertThat(host.connections()).isBetween(400, 800);
            }

            assertEverythingIsReleased(host);
        }
    }

    private static Duration calls(Calculator calculator, Runnable before) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            before.run();
            long call = System.nanoTime();
            assertThat(calculator.add(i, 1)).isEqualTo(i + 1.0);
            assertThat(Duration.ofNanos(System.nanoTime() - call)).isLessThan(LONGEST_CALL);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void assertEverythingIsReleased(CalculatorServiceHost host) {
        Waiting.until(() -> host.connections() <= CLIENTS && host.runningCalls() == 0 && host.takenTurns() == 0);
    }

    private static Calculator client(CalculatorServiceHost host) {
        return new CalculatorParties(PKI).calculator(URI.create("http://127.0.0.1:" + host.port() + "/Calculator"));
    }
}
