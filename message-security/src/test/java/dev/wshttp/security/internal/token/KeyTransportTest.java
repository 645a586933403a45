// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyTransportTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final SecureRandom random = new SecureRandom();
    private final TestCredential service = PKI.service();

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void carriesASecret(AlgorithmSuite suite) {
        var transport = new KeyTransport(suite, random);
        var secret = SharedSecret.random(random, suite.secretBytes());

        byte[] wrapped = transport.wrap(secret, service.certificate());

        assertThat(wrapped).hasSize(256);
        assertThat(transport.unwrap(wrapped, service.key()).octets()).isEqualTo(secret.octets());
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void tellsWhetherAKeyDecrypts(AlgorithmSuite suite) {
        var transport = new KeyTransport(suite, random);
        var another = PKI.untrustedTwin(TestPki.Role.SERVICE).key();

        assertThatCode(() -> transport.requireDecrypts(service.key(), service.certificate()))
                .doesNotThrowAnyException();
        assertThat(faultOf(() -> transport.requireDecrypts(another, service.certificate())))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void wrapsTheSameSecretInAnotherWayEachTime(AlgorithmSuite suite) {
        var transport = new KeyTransport(suite, random);
        var secret = SharedSecret.random(random, suite.secretBytes());

        assertThat(transport.wrap(secret, service.certificate()))
                .isNotEqualTo(transport.wrap(secret, service.certificate()));
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void makesUpASecretWhereNothingDecrypts(AlgorithmSuite suite) {
        var transport = new KeyTransport(suite, random);
        byte[] damaged = transport.wrap(SharedSecret.random(random, suite.secretBytes()), service.certificate());
        damaged[100] ^= 1;

        assertMadeUp(suite, damaged);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void makesUpASecretWhereTheKeyIsAnothers(AlgorithmSuite suite) {
        var transport = new KeyTransport(suite, random);
        byte[] foreign = transport.wrap(
                SharedSecret.random(random, suite.secretBytes()),
                PKI.untrustedTwin(TestPki.Role.SERVICE).certificate());

        assertMadeUp(suite, foreign);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void makesUpASecretWhereTheSizeIsWrong(AlgorithmSuite suite) {
        var transport = new KeyTransport(suite, random);

        assertMadeUp(
                suite, transport.wrap(SharedSecret.random(random, suite.secretBytes() - 8), service.certificate()));
        assertMadeUp(
                suite, transport.wrap(SharedSecret.random(random, suite.secretBytes() + 8), service.certificate()));
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void makesUpASecretWhereThereIsNothingOrTooMuch(AlgorithmSuite suite) {
        assertMadeUp(suite, new byte[0]);
        assertMadeUp(suite, new byte[257]);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void makesUpASecretWhereThePaddingIsOfTheOtherKind(AlgorithmSuite suite) {
        var other = suite.name().endsWith("RSA15") ? AlgorithmSuite.BASIC256 : AlgorithmSuite.BASIC256_RSA15;
        byte[] wrapped = new KeyTransport(other, random)
                .wrap(SharedSecret.random(random, suite.secretBytes()), service.certificate());

        assertMadeUp(suite, wrapped);
    }

    /** The octets and the padding that PKCS#1 1.5 has to have, each of them wrong by itself. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 0", "100, 0", "222, 0", "223, 1"})
    void makesUpASecretWhereOneOctetOfThePaddingIsWrong(int position, byte wrong) throws Exception {
        var transport = new KeyTransport(AlgorithmSuite.BASIC256_RSA15, random);
        byte[] encoded = new byte[256];
        Arrays.fill(encoded, 2, 223, (byte) 7);
        encoded[1] = 2;
        Arrays.fill(encoded, 224, 256, (byte) 9);
        assertThat(transport.unwrap(raw(encoded), service.key()).octets())
                .containsOnly(9)
                .hasSize(32);

        encoded[position] = wrong;

        assertMadeUp(AlgorithmSuite.BASIC256_RSA15, raw(encoded));
    }

    private byte[] raw(byte[] encoded) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, service.certificate().getPublicKey());
        return cipher.doFinal(encoded);
    }

    /**
     * Requires a secret of the right size that only the service can compute. The same octets give the same secret again, or an attacker would see by asking twice
     * that it was made up, and a guard that counts by the secret would not know it again.
     */
    private void assertMadeUp(AlgorithmSuite suite, byte[] octets) {
        var transport = new KeyTransport(suite, random);

        SharedSecret first = transport.unwrap(octets, service.key());
        SharedSecret again = transport.unwrap(octets, service.key());
        SharedSecret elsewhere = new KeyTransport(suite, random).unwrap(octets, service.key());

        assertThat(first.sizeBytes()).isEqualTo(suite.secretBytes());
        assertThat(first.octets()).isEqualTo(again.octets()).isNotEqualTo(elsewhere.octets());
    }
}
