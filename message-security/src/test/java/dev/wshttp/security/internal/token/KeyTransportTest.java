// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.SecureRandom;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** A secret of the right size and another one each time, so that nothing shows and nothing fits. */
    private void assertMadeUp(AlgorithmSuite suite, byte[] octets) {
        var transport = new KeyTransport(suite, random);

        SharedSecret first = transport.unwrap(octets, service.key());
        SharedSecret second = transport.unwrap(octets, service.key());

        assertThat(first.sizeBytes()).isEqualTo(suite.secretBytes());
        assertThat(first.octets()).isNotEqualTo(second.octets());
    }
}
