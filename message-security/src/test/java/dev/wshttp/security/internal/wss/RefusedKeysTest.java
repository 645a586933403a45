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
    void refusesAKeyThatHadItsGuesses() {
        guess("probed", RefusedKeys.GUESSES);

        assertThat(faultOf(() -> keys.require("probed"))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    @Test
    void letsTheGenuineMessagePassAfterATamperedCopy() {
        guess("tampered once", RefusedKeys.GUESSES - 1);

        assertThatNoException().isThrownBy(() -> keys.require("tampered once"));
    }

    @Test
    void letsOtherKeysPass() {
        guess("probed", RefusedKeys.GUESSES);

        assertThatNoException().isThrownBy(() -> keys.require("fresh"));
    }

    @Test
    void forgetsTheOldestWhenFull() {
        guess("first", RefusedKeys.GUESSES);
        guess("second", RefusedKeys.GUESSES);
        for (int i = 0; i < 9_999; i++) {
            keys.add("key " + i);
        }

        assertThatNoException().isThrownBy(() -> keys.require("first"));
        assertThat(faultOf(() -> keys.require("second"))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    private void guess(String key, int times) {
        for (int i = 0; i < times; i++) {
            keys.add(key);
        }
    }
}
