// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSourceTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final FileLog log = new FileLog();

    private final AtomicInteger readings = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-29T00:00:00Z");
    private Path file = Path.of("set before each test");

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("value.txt"), "old");
    }

    // Which changes it sees

    @Test
    void readsAFileAgainThatWasWrittenInPlaceWithItsSizeAndTime() throws IOException {
        var source = source();
        FileTime time = Files.getLastModifiedTime(file);

        Files.writeString(file, "new");
        Files.setLastModifiedTime(file, time);

        assertThat(later(source)).isEqualTo("new");
    }

    @Test
    void readsAFileAgainThatWasReplacedByAnOlderOne() throws IOException {
        var source = source();
        Path other = Files.writeString(folder.resolve("other.txt"), "new");
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));

        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(later(source)).isEqualTo("new");
    }

    /** Kubernetes mounts a secret as links into a folder, which is a link itself and points to another folder from one moment to the next. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "lets administrators only make links")
    void readsAFileAgainWhoseFolderIsALinkThatWasTurned() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(first.resolve("secret"), "old");
        Files.writeString(second.resolve("secret"), "new");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        file = Files.createSymbolicLink(folder.resolve("secret"), Path.of("..data", "secret"));
        var source = source();

        Path turned = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(later(source)).isEqualTo("new");
    }

    @Test
    void seesALargeFileByItsSizeOrItsTime() throws IOException {
        byte[] large = new byte[2 << 20];
        Files.write(file, large);
        var source =
                new FileSource<Integer>("number", List.of(file), from -> readings.incrementAndGet(), String::valueOf);
        FileTime time = Files.getLastModifiedTime(file);

        Files.write(file, large);
        Files.setLastModifiedTime(file, time);
        assertThat(later(source)).isEqualTo(1);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1));
        assertThat(later(source)).isEqualTo(2);
        Files.write(file, new byte[(2 << 20) + 1]);
        assertThat(later(source)).isEqualTo(3);
    }

    @Test
    void seesAFileThatComesGoesOrChangesInAFolder() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("store"));
        var source =
                new FileSource<Integer>("number", List.of(inside), from -> readings.incrementAndGet(), String::valueOf);

        Files.writeString(inside.resolve("a.pem"), "one");
        assertThat(later(source)).isEqualTo(2);
        Files.writeString(inside.resolve("a.pem"), "two");
        assertThat(later(source)).isEqualTo(3);
        Files.move(inside.resolve("a.pem"), inside.resolve("b.pem"));
        assertThat(later(source)).isEqualTo(4);
        Files.delete(inside.resolve("b.pem"));
        assertThat(later(source)).isEqualTo(5);
        Files.writeString(inside.resolve("README"), "no part of a store");
        assertThat(later(source)).isEqualTo(5);
    }

    /** To read a pipe would take what its reader needs, and wait for a writer. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such pipes")
    void readsNoPipeToSeeWhetherItChanged() throws Exception {
        Path pipe = Pipes.at(folder.resolve("pipe"));

        var content = CompletableFuture.supplyAsync(() -> FileContent.of(List.of(pipe)))
                .get(30, TimeUnit.SECONDS);

        assertThat(FileContent.of(List.of(pipe)).changedSince(content)).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such device")
    void readsNoDeviceThatNeverEnds() throws Exception {
        var content = CompletableFuture.supplyAsync(() -> FileContent.of(List.of(Path.of("/dev/zero"))))
                .get(30, TimeUnit.SECONDS);

        assertThat(content.digests()).hasSize(1);
    }

    // How often it looks

    @Test
    void looksAtMostEveryFiveSeconds() throws IOException {
        var source = source();
        assertThat(source.current(now, any -> {})).isEqualTo("old");
        Files.writeString(file, "new");

        now = now.plusMillis(4_999);
        assertThat(source.current(now, any -> {})).isEqualTo("old");
        now = now.plusMillis(1);
        assertThat(source.current(now, any -> {})).isEqualTo("new");
    }

    @Test
    void looksAtOnceWhenItIsAskedForTheFirstTime() throws IOException {
        var source = source();
        Files.writeString(file, "new");

        assertThat(source.current(now, any -> {})).isEqualTo("new");
    }

    @Test
    void looksWhenTheClockWasSetBack() throws IOException {
        var source = source();
        source.current(now, any -> {});
        Files.writeString(file, "new");

        assertThat(source.current(now.minus(Duration.ofDays(1)), any -> {})).isEqualTo("new");
    }

    @Test
    void readsNothingAgainThatHasNotChanged() {
        var source = source();

        Object first = later(source);

        assertThat(later(source)).isSameAs(first);
        assertThat(readings).hasValue(1);
    }

    @Test
    void letsOneThreadReadAndTheOthersGoOn() throws Exception {
        var reading = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var source = new FileSource<String>("value", List.of(file), from -> text(), String::valueOf);
        Files.writeString(file, "new");

        var slow = CompletableFuture.supplyAsync(() -> source.current(now, read -> {
            reading.countDown();
            await(go);
        }));
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(source.current(now, any -> {})).isEqualTo("old");
        assertThat(source.current(now.plusSeconds(60), any -> {})).isEqualTo("old");
        assertThat(log.warnings()).isEmpty();
        for (int seconds : List.of(61, 67, 3_600)) {
            assertThat(source.current(now.plusSeconds(seconds), any -> {})).isEqualTo("old");
        }
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("value do not answer", now.toString(), file.toString()));
        go.countDown();
        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("new");
    }

    // What it does with a file that is not right

    @Test
    void keepsItsValueAndTellsOnceWhileAFileIsMissing() throws IOException {
        var source = source();

        Files.delete(file);

        assertThat(later(source)).isEqualTo("old");
        assertThat(later(source)).isEqualTo("old");
        assertThat(log.warnings())
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains(file.toString(), "the present value stays", "there is none"));
        Files.writeString(file, "new");
        assertThat(later(source)).isEqualTo("new");
    }

    @Test
    void tellsAgainWhatIsWrongAgain() throws IOException {
        var source = source();

        for (String content : List.of("bad", "worse", "old", "bad")) {
            Files.writeString(file, content);
            assertThat(later(source)).isEqualTo("old");
            assertThat(later(source)).isEqualTo("old");
        }

        assertThat(log.warnings()).hasSize(3);
    }

    @Test
    void keepsItsValueWhileTheCheckRefusesAnother() throws IOException {
        var source = source();
        Files.writeString(file, "new");

        assertThat(later(source, FileSourceTest::refuse)).isEqualTo("old");
        assertThat(log.warnings()).hasSize(1);

        // Nothing changed but the time, such as that from which on a certificate is valid.
        now = now.plusSeconds(60);
        assertThat(later(source)).isEqualTo("new");
    }

    /** To open a key store with a wrong password takes as long as with the right one, and a call waits for it. */
    @Test
    void readsABadFileOnceAMinute() throws IOException {
        var source = source();
        Files.writeString(file, "bad");

        for (int looks = 0; looks < 24; looks++) {
            assertThat(later(source)).isEqualTo("old");
        }
        assertThat(readings).hasValue(1 + 2);
        Files.writeString(file, "new");

        assertThat(later(source)).as("with the next look, as ever").isEqualTo("new");
    }

    @Test
    void failsNoCallIfAReaderFailsUnexpectedly() throws IOException {
        var source = source();

        Files.writeString(file, "crash");

        assertThat(later(source)).isEqualTo("old");
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("IllegalStateException"));
    }

    @Test
    void judgesNoFileThatChangesWhileItIsRead() throws IOException {
        var source = new FileSource<String>("value", List.of(file), from -> textThenWritten(), String::valueOf);

        Files.writeString(file, "bad");
        assertThat(later(source)).isEqualTo("old");
        assertThat(log.warnings()).isEmpty();
        assertThat(later(source)).isEqualTo("new");
    }

    private FileSource<String> source() {
        return new FileSource<>(
                "value",
                List.of(file),
                from -> {
                    readings.incrementAndGet();
                    return text();
                },
                String::valueOf);
    }

    private <T> T later(FileSource<T> source) {
        return later(source, any -> {});
    }

    private <T> T later(FileSource<T> source, Consumer<T> check) {
        now = now.plus(FileSource.PAUSE);
        return source.current(now, check);
    }

    private static void refuse(Object value) {
        throw new MessageSecurityException(SecurityFault.CERTIFICATE_NOT_IN_VALIDITY, "It is not valid: " + value);
    }

    private String text() {
        try {
            String text = Files.readString(file);
            return switch (text) {
                case "crash" -> throw new IllegalStateException("crashed");
                case "bad", "worse" ->
                    throw new MessageSecurityException(SecurityFault.CREDENTIAL_UNREADABLE, "It is " + text);
                default -> text;
            };
        } catch (IOException absent) {
            throw new MessageSecurityException(SecurityFault.CREDENTIAL_UNREADABLE, "there is none", absent);
        }
    }

    /** Reads, and replaces a bad content while it is judged. */
    private String textThenWritten() {
        try {
            return text();
        } catch (MessageSecurityException bad) {
            try {
                Files.writeString(file, "new");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            throw bad;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing happened for 30 seconds");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
