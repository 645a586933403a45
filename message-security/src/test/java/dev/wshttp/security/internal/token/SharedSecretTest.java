// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys are derived as WCF derived them (WS-SecureConversation, February 2005, section 7). */
class SharedSecretTest {
    /**
     * Every key that WCF logged in direct mode. The log has both sides of five calls: four derived keys for each side of a call, in the
     * order of the calls on that side.
     */
    static Stream<Vector> recordedKeys() throws IOException {
        JsonObject direct = vectors().getJsonObject("1-nonego-nosession");
        var secrets = direct.getJsonArray("encryptedKeys")
                .getValuesAs(key -> key.asJsonObject().getString("key"));
        return direct.getJsonArray("derivedKeys").getValuesAs(JsonObject.class).stream()
                .map(key -> new Vector(
                        secrets,
                        new KeyDerivation(
                                key.getString("label"),
                                decode(key.getString("nonce")),
                                Integer.parseInt(key.getString("offset")),
                                Integer.parseInt(key.getString("length"))),
                        key.getString("key")));
    }

    @ParameterizedTest
    @MethodSource("recordedKeys")
    void derivesTheKeyThatWcfDerived(Vector vector) {
        assertThat(vector.secrets())
                .map(secret -> encode(SharedSecret.of(decode(secret)).derive(vector.derivation())))
                .containsOnlyOnce(vector.key());
    }

    @ParameterizedTest
    @CsvSource({
        "24, wo7FaeDpFloN8lx0BsCQAQ==, +lWy5P0QyCeBzq1fBQjTUeA/vBxAa1Zw",
        "32, dYaxKlGfs1T0T+iq+sWoqw==, /u9f/DgZrGl1Kdo/1pBxkPUQ7N/WxLgC4EcsdisfyeQ=",
    })
    void derivesTheKeyOfTheIndependentVector(int bytes, String nonce, String expected) {
        var secret = SharedSecret.of(decode("M7VWKiF1bXnF7AMWfJxUca02LZan5ghKLjmy/8L4rYI="));

        assertThat(encode(secret.derive(new KeyDerivation(SharedSecret.DEFAULT_LABEL, decode(nonce), 0, bytes))))
                .isEqualTo(expected);
    }

    @Test
    void combinesTheEntropyOfBothSides() {
        var clientEntropy = SharedSecret.of(decode("U/wOG6DHiZZMdR29LEmNOrZaO7EbPDcFimtkRfR7UK0="));
        byte[] serverEntropy = decode("qyroXfdX8mwJvy7Vc2c6jichfcuW1hYmDnIhCYjK/wo=");

        assertThat(encode(clientEntropy.pSha1(serverEntropy, 32)))
                .isEqualTo("DpFLuLWm7PLLpxAS8CQphvet8Iemw2qKX2cGZgjk27U=");
    }

    /** The first block, computed by hand from RFC 2246: HMAC(secret, HMAC(secret, seed) + seed). */
    @Test
    void expandsAsRfc2246Says() throws Exception {
        var secret = SharedSecret.of("secret".getBytes(UTF_8));
        byte[] seed = "seed".getBytes(UTF_8);
        byte[] a1 = hmac("secret".getBytes(UTF_8), seed);
        byte[] a2 = hmac("secret".getBytes(UTF_8), a1);

        byte[] output = secret.pSha1(seed, 40);

        assertThat(Arrays.copyOf(output, 20)).isEqualTo(hmac("secret".getBytes(UTF_8), join(a1, seed)));
        assertThat(Arrays.copyOfRange(output, 20, 40)).isEqualTo(hmac("secret".getBytes(UTF_8), join(a2, seed)));
    }

    @ParameterizedTest
    @CsvSource({"1", "19", "20", "21", "64"})
    void givesEveryLength(int bytes) {
        var secret = SharedSecret.random(new SecureRandom(), 32);
        byte[] whole = secret.pSha1(new byte[16], 80);

        assertThat(secret.pSha1(new byte[16], bytes)).isEqualTo(Arrays.copyOf(whole, bytes));
    }

    @Test
    void startsAtTheOffset() {
        var secret = SharedSecret.random(new SecureRandom(), 32);
        byte[] nonce = {1, 2, 3};
        byte[] whole = secret.derive(new KeyDerivation("label", nonce, 0, 96));

        assertThat(secret.derive(new KeyDerivation("label", nonce, 64, 32)))
                .isEqualTo(Arrays.copyOfRange(whole, 64, 96));
    }

    @Test
    void givesAnotherKeyForAnotherLabelNonceOrSecret() {
        var secret = SharedSecret.of(new byte[32]);
        byte[] key = secret.derive(new KeyDerivation("label", new byte[16], 0, 32));

        assertThat(secret.derive(new KeyDerivation("other", new byte[16], 0, 32)))
                .isNotEqualTo(key);
        assertThat(secret.derive(new KeyDerivation("label", new byte[17], 0, 32)))
                .isNotEqualTo(key);
        assertThat(SharedSecret.of(new byte[31]).derive(new KeyDerivation("label", new byte[16], 0, 32)))
                .isNotEqualTo(SharedSecret.random(new SecureRandom(), 31)
                        .derive(new KeyDerivation("label", new byte[16], 0, 32)));
    }

    @Test
    void copiesInAndOut() {
        byte[] octets = {1, 2, 3, 4};
        var secret = SharedSecret.of(octets);
        octets[0] = 9;
        secret.octets()[1] = 9;

        assertThat(secret.octets()).containsExactly(1, 2, 3, 4);
        assertThat(secret.sizeBytes()).isEqualTo(4);
    }

    @Test
    void isDifferentEachTime() {
        var random = new SecureRandom();

        assertThat(SharedSecret.random(random, 32).octets())
                .hasSize(32)
                .isNotEqualTo(SharedSecret.random(random, 32).octets());
    }

    @Test
    void showsItsSizeOnly() {
        byte[] octets = HexFormat.of().parseHex("cafebabecafebabe");

        assertThat(SharedSecret.of(octets)).hasToString("SharedSecret[8 bytes]");
    }

    private static JsonObject vectors() throws IOException {
        try (InputStream file =
                        Objects.requireNonNull(SharedSecretTest.class.getResourceAsStream("/captures/vectors.json"));
                var reader = Json.createReader(file)) {
            return reader.readObject();
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac.doFinal(message);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /**
     * A derived key of the log.
     *
     * @param secrets the secrets of all calls: the log does not say which one the key was derived from
     */
    record Vector(List<String> secrets, KeyDerivation derivation, String key) {}
}
