// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.SharedSecret;
import org.junit.jupiter.api.Test;

class RefusalGuardTest {
    private static final int CAPACITY = 100;

    private final RefusalGuard guard = new RefusalGuard(CAPACITY);
    private final MessageSecurityException reason =
            new MessageSecurityException(SecurityFault.DECRYPTION_FAILED, "A part of the message does not decrypt.");

    @Test
    void answersEightRefusalsUnderOneSecretAtOnceAndNoMore() {
        for (int i = 0; i < RefusalGuard.PROMPT_ANSWERS; i++) {
            assertThat(guard.refused(secret(1), reason)).isSameAs(reason);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(guard.refused(secret(1), reason))
                    .isInstanceOfSatisfying(
                            DelayedRefusal.class,
                            delayed -> assertThat(delayed.reason()).isSameAs(reason));
        }
    }

    @Test
    void delaysARefusalUnderASecretThatWasWipedMeanwhileBecauseItCannotBeCounted() {
        SharedSecret wiped = secret(1);
        wiped.destroy();

        assertThat(guard.refused(wiped, reason))
                .isInstanceOfSatisfying(
                        DelayedRefusal.class,
                        delayed -> assertThat(delayed.reason()).isSameAs(reason));
    }

    @Test
    void refusesASecretOfOneMessageThatHadItsRefusals() {
        guess(1, RefusalGuard.PROMPT_ANSWERS);

        assertThat(faultOf(() -> guard.requireUnspent(secret(1)))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    @Test
    void letsTheGenuineMessagePassAfterATamperedCopy() {
        guess(1, RefusalGuard.PROMPT_ANSWERS - 1);

        assertThatNoException().isThrownBy(() -> guard.requireUnspent(secret(1)));
    }

    @Test
    void letsOtherSecretsPass() {
        guess(1, RefusalGuard.PROMPT_ANSWERS);

        assertThatNoException().isThrownBy(() -> guard.requireUnspent(secret(2)));
        assertThat(guard.refused(secret(2), reason)).isSameAs(reason);
    }

    @Test
    void cannotBeMadeToForgetASecretByAFloodOfOthers() {
        guess(1, RefusalGuard.PROMPT_ANSWERS);
        for (int other = 2; other < 10 * CAPACITY; other++) {
            guess(other, RefusalGuard.PROMPT_ANSWERS);
        }

        assertThat(faultOf(() -> guard.requireUnspent(secret(1)))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
        assertThat(guard.refused(secret(1), reason)).isInstanceOf(DelayedRefusal.class);
    }

    /** What flushing costs an attacker: every secret that is not in the full memory gets no prompt answer at all. */
    @Test
    void delaysEveryRefusalUnderNewSecretsOnceItIsFull() {
        for (int other = 1; other <= CAPACITY; other++) {
            guess(other, 1);
        }

        assertThat(guard.refused(secret(CAPACITY + 1), reason)).isInstanceOf(DelayedRefusal.class);
        assertThat(guard.refused(secret(1), reason)).isSameAs(reason);
        assertThatNoException().isThrownBy(() -> guard.requireUnspent(secret(CAPACITY + 1)));
    }

    private void guess(int number, int times) {
        for (int i = 0; i < times; i++) {
            guard.refused(secret(number), reason);
        }
    }

    private static SharedSecret secret(int number) {
        byte[] octets = new byte[32];
        octets[0] = (byte) number;
        octets[1] = (byte) (number >> 8);
        return SharedSecret.of(octets);
    }
}
