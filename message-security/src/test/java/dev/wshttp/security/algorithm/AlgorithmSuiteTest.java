// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
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
        "BASIC256, sha1, 256, oaep",
        "BASIC256_SHA256, sha256, 256, oaep",
        "BASIC256_RSA15, sha1, 256, rsa15",
        "BASIC256_SHA256_RSA15, sha256, 256, rsa15",
        "BASIC128, sha1, 128, oaep",
        "BASIC128_SHA256, sha256, 128, oaep",
        "BASIC128_RSA15, sha1, 128, rsa15",
        "BASIC128_SHA256_RSA15, sha256, 128, rsa15",
    })
    void namesItsAlgorithms(AlgorithmSuite suite, String hash, int bits, String keyWrap) {
        boolean sha1 = hash.equals("sha1");
        assertThat(suite.digestUri()).isEqualTo((sha1 ? DSIG : XENC) + hash);
        assertThat(suite.symmetricSignatureUri()).isEqualTo((sha1 ? DSIG : MORE) + "hmac-" + hash);
        assertThat(suite.asymmetricSignatureUri()).isEqualTo((sha1 ? DSIG : MORE) + "rsa-" + hash);
        assertThat(suite.encryptionUri()).isEqualTo(XENC + "aes" + bits + "-cbc");
        assertThat(suite.keyWrapUri()).isEqualTo(XENC + (keyWrap.equals("oaep") ? "rsa-oaep-mgf1p" : "rsa-1_5"));
        assertThat(suite.secretBytes()).isEqualTo(bits / 8);
        assertThat(suite.encryptionKeyBytes()).isEqualTo(bits / 8);
        assertThat(suite.signatureKeyBytes()).isEqualTo(bits == 256 ? 24 : 16);
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

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "TripleDes", "Basic256Sha512"})
    void refusesUnknownNameAndListsTheKnownOnes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlgorithmSuite.named(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("basic256sha256");
    }
}
