// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.RequestCapture;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two instances with one file of keys and no store: tokens carry their state, and each instance knows the messages that it got itself. */
@Timeout(180)
class TokensAloneIT {
    private static JarInstances instances;

    @BeforeAll
    static void start() {
        instances = JarInstances.start(2, setup -> setup);
    }

    @AfterAll
    static void end() {
        instances.close();
    }

    @Test
    void serveEachCallWhicheverInstanceItReaches() throws IOException {
        Calculator calculator = instances.client(Mode.SESSION).connect(instances.address(Mode.SESSION));
        for (int call = 0; call < 10; call++) {
            assertThat(calculator.add(call, 1)).isEqualTo(call + 1);
        }
        ((Closeable) calculator).close();
    }

    /** Both legs of a negotiation have to reach one instance, so there is one. */
    @Test
    void carryTheirStateThroughARestart() throws IOException {
        List<ManInTheMiddle> networks = new ArrayList<>();
        List<Calculator> calculators = new ArrayList<>();
        try (var one = JarInstances.start(1, setup -> setup)) {
            for (Mode mode : Mode.values()) {
                var network = ManInTheMiddle.listening(one.address(mode));
                networks.add(network);
                calculators.add(one.client(mode).connect(network.address(), one.address(mode)));
            }
            for (Calculator calculator : calculators) {
                assertThat(calculator.add(1, 2)).isEqualTo(3);
            }
            List<Integer> before =
                    networks.stream().map(network -> network.actions().size()).toList();

            one.restartAtOnce();

            for (int at = 0; at < calculators.size(); at++) {
                assertThat(calculators.get(at).add(3, 4)).isEqualTo(7);
                assertThat(networks.get(at).actions())
                        .as("nothing is opened anew")
                        .hasSize(before.get(at) + 1);
                ((Closeable) calculators.get(at)).close();
            }
        } finally {
            networks.forEach(ManInTheMiddle::close);
        }
    }

    /** As WCF's cookies: documented, and what the store is for. */
    @Test
    void knowMessagesOfTheirOwnOnly() {
        Mode mode = Mode.SESSION;
        Envelope request = RequestCapture.of(instances.client(mode), instances.address(mode), instances.address(mode));

        assertThat(instances.wire(mode, 0).send(request).status()).isEqualTo(WireReply.OK);
        assertThat(instances.wire(mode, 0).send(request).status()).isEqualTo(WireReply.FAULT);
        assertThat(instances.wire(mode, 1).send(request).status()).isEqualTo(WireReply.OK);
    }
}
