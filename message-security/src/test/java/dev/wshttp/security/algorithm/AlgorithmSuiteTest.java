// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The suites of WS-SecurityPolicy 1.1, section 7.1, with the key sizes that WCF gives them. */
class AlgorithmSuiteTest {
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";

    @ParameterizedTest
    @CsvSource({
        "BASIC256, sha1, aes256, 32, 16, oaep",
        "BASIC256_SHA256, sha256, aes256, 32, 16, oaep",
        "BASIC256_RSA15, sha1, aes256, 32, 16, rsa15",
        "BASIC256_SHA256_RSA15, sha256, aes256, 32, 16, rsa15",
        "BASIC128, sha1, aes128, 16, 16, oaep",
        "BASIC128_SHA256, sha256, aes128, 16, 16, oaep",
        "BASIC128_RSA15, sha1, aes128, 16, 16, rsa15",
        "BASIC128_SHA256_RSA15, sha256, aes128, 16, 16, rsa15",
        "BASIC192, sha1, aes192, 24, 16, oaep",
        "BASIC192_SHA256, sha256, aes192, 24, 16, oaep",
        "BASIC192_RSA15, sha1, aes192, 24, 16, rsa15",
        "BASIC192_SHA256_RSA15, sha256, aes192, 24, 16, rsa15",
        "TRIPLE_DES, sha1, tripledes, 24, 8, oaep",
        "TRIPLE_DES_SHA256, sha256, tripledes, 24, 8, oaep",
        "TRIPLE_DES_RSA15, sha1, tripledes, 24, 8, rsa15",
        "TRIPLE_DES_SHA256_RSA15, sha256, tripledes, 24, 8, rsa15",
    })
    void namesItsAlgorithms(
            AlgorithmSuite suite, String hash, String cipher, int keyBytes, int blockBytes, String keyWrap) {
        boolean sha1 = hash.equals("sha1");
        assertThat(suite.digestUri()).isEqualTo((sha1 ? DSIG : XENC) + hash);
        assertThat(suite.symmetricSignatureUri()).isEqualTo((sha1 ? DSIG : MORE) + "hmac-" + hash);
        assertThat(suite.asymmetricSignatureUri()).isEqualTo((sha1 ? DSIG : MORE) + "rsa-" + hash);
        assertThat(suite.encryptionUri()).isEqualTo(XENC + cipher + "-cbc");
        assertThat(suite.keyWrapUri()).isEqualTo(XENC + (keyWrap.equals("oaep") ? "rsa-oaep-mgf1p" : "rsa-1_5"));
        assertThat(suite.secretBytes()).isEqualTo(keyBytes);
        assertThat(suite.encryptionKeyBytes()).isEqualTo(keyBytes);
        assertThat(suite.signatureKeyBytes()).isEqualTo(Math.min(keyBytes, 24));
        assertThat(suite.blockBytes()).isEqualTo(blockBytes);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void isFoundByEachOfItsNames(AlgorithmSuite suite) {
        assertThat(AlgorithmSuite.named(suite.name())).isEqualTo(suite);
        assertThat(AlgorithmSuite.named(suite.configurationName())).isEqualTo(suite);
        assertThat(AlgorithmSuite.named(suite.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .isEqualTo(suite);
    }

    @Test
    void isFoundByWcfsName() {
        assertThat(AlgorithmSuite.named("Basic256Sha256Rsa15")).isEqualTo(AlgorithmSuite.BASIC256_SHA256_RSA15);
    }

    @Test
    void isEachOfTheSuitesOfWcf() {
        assertThat(AlgorithmSuite.values())
                .extracting(AlgorithmSuite::policyName)
                .containsExactlyInAnyOrder(Stream.of("Basic256", "Basic192", "Basic128", "TripleDes")
                        .flatMap(cipher ->
                                Stream.of("", "Rsa15", "Sha256", "Sha256Rsa15").map(cipher::concat))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "TripleDesSha384", "Basic64", "Basic256Sha512"})
    void refusesUnknownNameAndListsTheKnownOnes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlgorithmSuite.named(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("basic256sha256");
    }
}
