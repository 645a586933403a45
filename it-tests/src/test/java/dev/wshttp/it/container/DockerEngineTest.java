// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wshttp.it.container.DockerEngine.Absence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DockerEngineTest {
    @ParameterizedTest
    @EnumSource
    void isUsedWhereItIs(Absence absence) {
        assertThat(new DockerEngine(() -> true, absence).isThere()).isTrue();
    }

    @Test
    void mayBeAbsentOnMachineOfDeveloper() {
        assertThat(new DockerEngine(() -> false, Absence.TOLERATED).isThere()).isFalse();
    }

    @Test
    void mustNotBeAbsentWhereItIsRequired() {
        var engine = new DockerEngine(() -> false, Absence.FAILURE);

        assertThatIllegalStateException().isThrownBy(engine::isThere).withMessageContaining(DockerEngine.REQUIRED);
    }
}
