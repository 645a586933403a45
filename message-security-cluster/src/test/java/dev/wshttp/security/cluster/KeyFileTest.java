// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final String OLD = key('o');
    private static final String NEW = key('n');

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();

    @Test
    void readsKeysBetweenCommentsAndEmptyLines() throws IOException {
        KeyFile keys = file("# made by openssl", "", NEW + " ", "  " + OLD, "");

        assertThat(keys.newest().id()).isEqualTo(id('n'));
        assertThat(keys.find(id('o'))).isPresent();
    }

    @Test
    void findsNoKeyThatIsNotThere() throws IOException {
        assertThat(file(NEW).find(id('o'))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment",
                "no base64",
                "c2hvcnQ=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "b29vb29vb29vb29vb29vb29vb29vb29vb29vb29vb28=",
            })
    void refusesFileWithoutKeys(String content) {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> file(content))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE));
    }

    @Test
    void refusesKeyThatIsThereTwice() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> file(NEW, OLD, NEW))
                .withMessageContaining("line 3");
    }

    @Test
    void refusesMoreKeysThanAnInstanceTries() {
        var lines = new String[33];
        for (int at = 0; at < lines.length; at++) {
            lines[at] = key((char) ('A' + at));
        }

        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> file(lines))
                .withMessageContaining("more than 32");
    }

    @Test
    void refusesAbsentFile() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> KeyFile.of(folder.resolve("absent")))
                .withMessageContaining("there is no such file");
    }

    @Test
    void tellsNothingOfAKeyThatIsWrong() {
        String secret = OLD.substring(0, 20);

        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> file(secret))
                .satisfies(refused -> {
                    assertThat(refused.getMessage()).doesNotContain(secret);
                    assertThat(refused).hasNoCause();
                });
    }

    @Test
    void readsChangedFileAfterFiveSeconds() throws IOException {
        KeyFile keys = file(OLD);
        write(NEW, OLD);

        pass(KeyFile.PAUSE.minusMillis(1));
        assertThat(keys.newest().id()).isEqualTo(id('o'));
        pass(Duration.ofMillis(1));
        assertThat(keys.newest().id()).isEqualTo(id('n'));
    }

    /** Another instance may have read the file a moment earlier, and sealed with the new key. */
    @Test
    void readsChangedFileSoonerWhenAnUnknownKeyIsAskedFor() throws IOException {
        KeyFile keys = file(OLD);
        write(NEW, OLD);

        pass(KeyFile.PAUSE_IF_UNKNOWN.minusMillis(1));
        assertThat(keys.find(id('n'))).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(keys.find(id('n'))).isPresent();
    }

    @Test
    void forgetsKeyThatWasTakenOut() throws IOException {
        KeyFile keys = file(NEW, OLD);
        write(NEW);
        pass(KeyFile.PAUSE);
        assertThat(keys.find(id('o'))).as("at the first look").isPresent();
        pass(KeyFile.PAUSE_IF_FEWER);

        assertThat(keys.find(id('o'))).isEmpty();
    }

    /** Another process is about to write it. */
    @Test
    void keepsKeysThatAreNotThereForAMoment() throws IOException {
        KeyFile keys = file(NEW, OLD);
        long generation = keys.generation();
        write(NEW);
        pass(KeyFile.PAUSE);
        assertThat(keys.find(id('o'))).isPresent();
        write(NEW, OLD, key('p'));
        pass(KeyFile.PAUSE_IF_FEWER);

        assertThat(keys.find(id('o'))).isPresent();
        assertThat(keys.find(id('p'))).isPresent();
        assertThat(keys.generation()).isEqualTo(generation);
    }

    @Test
    void hasAnotherGenerationWhenAKeyIsGoneAndNotWhenOneIsAdded() throws IOException {
        KeyFile keys = file(OLD);
        long generation = keys.generation();
        write(NEW, OLD);
        pass(KeyFile.PAUSE);
        assertThat(keys.newest().id()).isEqualTo(id('n'));
        assertThat(keys.generation()).isEqualTo(generation);

        write(NEW);
        pass(KeyFile.PAUSE);
        assertThat(keys.generation()).isEqualTo(generation);
        pass(KeyFile.PAUSE_IF_FEWER);
        assertThat(keys.generation()).isNotEqualTo(generation);
    }

    @Test
    void keepsPresentKeysWhileTheFileIsWrong() throws IOException {
        KeyFile keys = file(OLD);
        write("half a k");
        pass(KeyFile.PAUSE);
        assertThat(keys.newest().id()).isEqualTo(id('o'));

        Files.delete(folder.resolve("keys"));
        pass(KeyFile.PAUSE);
        assertThat(keys.newest().id()).isEqualTo(id('o'));

        write(NEW);
        pass(KeyFile.PAUSE);
        assertThat(keys.newest().id()).isEqualTo(id('o'));
        pass(KeyFile.PAUSE_IF_FEWER);
        assertThat(keys.newest().id()).isEqualTo(id('n'));
    }

    @Test
    void showsIdsOnly() {
        assertThat(new ClusterKey(octets('o')).toString()).hasSize(8).doesNotContain("o".repeat(4));
    }

    private KeyFile file(String... lines) throws IOException {
        write(lines);
        return KeyFile.of(folder.resolve("keys"), now::get);
    }

    private void write(String... lines) throws IOException {
        Files.writeString(folder.resolve("keys"), String.join("\n", lines));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static int id(char of) {
        return new ClusterKey(octets(of)).id();
    }

    private static String key(char of) {
        return Base64.getEncoder().encodeToString(octets(of));
    }

    private static byte[] octets(char of) {
        return ("-" + String.valueOf(of).repeat(ClusterKey.BYTES - 1)).getBytes(StandardCharsets.US_ASCII);
    }
}
