// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.MemoryOfOneJvm;
import dev.wshttp.security.internal.token.SharedSecret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The guards of several instances with one memory. */
class SharedRefusalsTest {
    private final MessageSecurityException reason =
            new MessageSecurityException(SecurityFault.SIGNATURE_INVALID, "The signature is wrong.");

    private final MemoryOfOneJvm memory = new MemoryOfOneJvm(Clock.systemUTC());
    private final List<RefusalGuard> guards = List.of(guard(), guard(), guard());
    private final SharedSecret secret = SharedSecret.random(new SecureRandom(), 32);

    @Test
    void allInstancesTogetherAnswerNoMoreAtOnceThanOne() {
        int prompt = 0;
        for (int i = 0; i < 60; i++) {
            if (guards.get(i % guards.size()).refused(secret, reason) == reason) {
                prompt++;
            }
        }

        assertThat(prompt).isEqualTo(RefusalGuard.PROMPT_ANSWERS);
    }

    @Test
    void aSecretIsSpentAtAnInstanceThatLearntOfItsRefusals() {
        for (int i = 0; i < RefusalGuard.PROMPT_ANSWERS; i++) {
            guards.get(0).refused(secret, reason);
        }
        assertThatThrownBy(() -> guards.get(0).requireUnspent(secret)).isInstanceOf(DelayedRefusal.class);
        guards.get(1).requireUnspent(secret);
        guards.get(1).refused(secret, reason);

        assertThatThrownBy(() -> guards.get(1).requireUnspent(secret)).isInstanceOf(DelayedRefusal.class);
    }

    @Test
    void isDelayedWhereTheCountIsUnknown() {
        memory.setGone(true);

        assertThat(guards.get(0).refused(secret, reason)).isInstanceOf(DelayedRefusal.class);
    }

    /** An attacker's refusals load the memory no more than a few honest messages. */
    @Test
    void asksTheMemoryNoMoreThanItHasToKnow() {
        for (int i = 0; i < 100; i++) {
            guards.get(0).refused(secret, reason);
        }

        assertThat(memory.steps()).hasSize(RefusalGuard.PROMPT_ANSWERS);
    }

    @Test
    void otherSecretsHaveAnotherCount() {
        for (int i = 0; i < 20; i++) {
            guards.get(0).refused(secret, reason);
        }

        assertThat(guards.get(1).refused(SharedSecret.random(new SecureRandom(), 32), reason))
                .isSameAs(reason);
    }

    private RefusalGuard guard() {
        return new RefusalGuard(Optional.of(memory));
    }
}
