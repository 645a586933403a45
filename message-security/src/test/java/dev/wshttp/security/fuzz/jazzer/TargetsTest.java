// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each target reads its seeds, parts of them, and what a fuzzer found once: nothing escapes, nothing takes long. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TargetsTest {
    private static final long LONGEST_SECONDS = 10;

    @ParameterizedTest
    @EnumSource
    void readsItsSeedsAndWhatWasFound(Targets target) throws IOException {
        List<byte[]> inputs = inputs(target);
        Target reader = target.load();

        assertThat(target.seeds()).isNotEmpty();
        for (byte[] input : inputs) {
            long start = System.nanoTime();
            assertThatCode(() -> reader.read(input)).doesNotThrowAnyException();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
        }
    }

    private static List<byte[]> inputs(Targets target) throws IOException {
        var inputs = new ArrayList<>(target.seeds());
        target.seeds().forEach(seed -> inputs.add(java.util.Arrays.copyOf(seed, seed.length / 2)));
        try (Stream<Path> found = Files.list(Seeds.path("fuzz/" + target.label()))) {
            for (Path file : found.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }
}
