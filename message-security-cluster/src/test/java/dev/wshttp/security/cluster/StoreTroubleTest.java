// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreTroubleTest {
    private final StoreTrouble trouble = new StoreTrouble("redis://store:6379");

    /** Replicas confirm nothing of what may be lost, so it proves nothing. */
    @Test
    void isOverWhenAnEntryThatMustNotBeLostIsThere() {
        trouble.begin("has fewer replicas");
        trouble.done(Script.Effect.NONE);
        trouble.done(Script.Effect.LOCAL);
        assertThat(trouble.present()).contains("has fewer replicas");

        trouble.done(Script.Effect.LASTING);
        assertThat(trouble.present()).isEmpty();
    }
}
