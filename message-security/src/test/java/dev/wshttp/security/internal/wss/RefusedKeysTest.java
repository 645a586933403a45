// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.SecurityFault;
import org.junit.jupiter.api.Test;

class RefusedKeysTest {
    private final RefusedKeys keys = new RefusedKeys();

    @Test
    void refusesAKeyThatWasRefusedBefore() {
        keys.add("probed");

        assertThat(faultOf(() -> keys.require("probed"))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    @Test
    void letsOtherKeysPass() {
        keys.add("probed");

        assertThatNoException().isThrownBy(() -> keys.require("fresh"));
    }

    @Test
    void forgetsTheOldestWhenFull() {
        for (int i = 0; i <= 10_000; i++) {
            keys.add("key " + i);
        }

        assertThatNoException().isThrownBy(() -> keys.require("key 0"));
        assertThat(faultOf(() -> keys.require("key 1"))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }
}
