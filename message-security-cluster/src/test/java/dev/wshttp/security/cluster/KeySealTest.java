// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.instances.TokenSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySealTest {
    private static final byte[] STATE = "the state of a session".getBytes(UTF_8);
    private static final byte[] BINDING = "urn:uuid:1".getBytes(UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final String old = fresh();

    @TempDir
    Path folder;

    private TokenSeal seal;

    @BeforeEach
    void makeSeal() throws IOException {
        seal = with(old);
    }

    @Test
    void opensWhatItSealed() {
        assertThat(seal.open(seal.seal(STATE, BINDING), BINDING)).contains(STATE);
        assertThat(seal.open(seal.seal(new byte[0], BINDING), BINDING)).contains(new byte[0]);
    }

    @Test
    void opensWhatAnotherInstanceSealed() throws IOException {
        assertThat(with(old).open(seal.seal(STATE, BINDING), BINDING)).contains(STATE);
    }

    @Test
    void opensWhatWasSealedBeforeTheKeysWereRotated() throws IOException {
        assertThat(with(fresh(), old).open(seal.seal(STATE, BINDING), BINDING)).contains(STATE);
    }

    @Test
    void sealsWithTheFirstKey() throws IOException {
        String newest = fresh();

        assertThat(with(newest).open(with(newest, old).seal(STATE, BINDING), BINDING))
                .contains(STATE);
    }

    @Test
    void opensNothingOfAnotherCluster() throws IOException {
        assertThat(with(fresh()).open(seal.seal(STATE, BINDING), BINDING)).isEmpty();
    }

    @Test
    void opensForItsBindingOnly() {
        byte[] sealed = seal.seal(STATE, BINDING);

        assertThat(seal.open(sealed, "urn:uuid:2".getBytes(UTF_8))).isEmpty();
        assertThat(seal.open(sealed, new byte[0])).isEmpty();
        assertThat(seal.open(sealed, "urn:uuid:1 ".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void opensForItsPurposeOnly() throws IOException {
        var legs = new KeySeal(keys(old), "leg", random);

        assertThat(legs.open(seal.seal(STATE, BINDING), BINDING)).isEmpty();
    }

    @Test
    void opensNothingWithOneChangedOctet() {
        byte[] sealed = seal.seal(STATE, BINDING);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(seal.open(changed, BINDING)).as("octet %d", at).isEmpty();
        }
    }

    @Test
    void opensNothingThatIsCutOrLonger() {
        byte[] sealed = seal.seal(STATE, BINDING);
        for (int length = 0; length < sealed.length; length++) {
            assertThat(seal.open(Arrays.copyOf(sealed, length), BINDING))
                    .as("%d octets", length)
                    .isEmpty();
        }
        assertThat(seal.open(Arrays.copyOf(sealed, sealed.length + 1), BINDING)).isEmpty();
        assertThat(seal.open(new byte[1 << 16], BINDING)).isEmpty();
    }

    @Test
    void sealsTheSameInAnotherWayEachTime() {
        byte[] first = seal.seal(STATE, BINDING);
        byte[] second = seal.seal(STATE, BINDING);
        int salt = 1 + Integer.BYTES;

        assertThat(Arrays.copyOfRange(first, salt, salt + KeySeal.SALT_BYTES))
                .isNotEqualTo(Arrays.copyOfRange(second, salt, salt + KeySeal.SALT_BYTES));
        assertThat(Arrays.copyOfRange(first, KeySeal.HEADER_BYTES, first.length))
                .isNotEqualTo(Arrays.copyOfRange(second, KeySeal.HEADER_BYTES, second.length));
    }

    @Test
    void tellsNothingButTheLength() {
        assertThat(new String(seal.seal(STATE, BINDING), UTF_8))
                .doesNotContain("state")
                .doesNotContain("urn:uuid");
        assertThat(seal.seal(STATE, BINDING)).hasSize(KeySeal.HEADER_BYTES + STATE.length + KeySeal.TAG_BYTES);
    }

    private KeySeal with(String... keys) throws IOException {
        return new KeySeal(keys(keys), "token", random);
    }

    private KeyFile keys(String... keys) throws IOException {
        Path file = Files.createTempFile(folder, "keys", "");
        Files.write(file, Arrays.asList(keys));
        return KeyFile.of(file);
    }

    private String fresh() {
        var octets = new byte[ClusterKey.BYTES];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
