// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.Refusals.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsHttpBindingTest {
    @Test
    void hasWcfsDefaults() {
        WsHttpBinding binding = directMode().build();

        assertThat(binding.algorithmSuite()).isEqualTo(AlgorithmSuite.BASIC256);
        assertThat(binding.maxClockSkew()).isEqualTo(Duration.ofMinutes(5));
        assertThat(binding.maxReceivedMessageBytes()).isEqualTo(65_536);
        assertThat(binding.readerQuotas()).isEqualTo(new ReaderQuotas(32, 64));
        assertThat(binding.refuseCreatedBeforeStart()).isFalse();
        assertThat(binding.openTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(binding.sendTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void remembersTenThousandMessagesASecondForTheLongestTime() {
        // Life and twice the skew, a minute for clocks that are set back, and a period of four minutes.
        int minutes = 5 + 2 * 5 + 1 + 4;

        assertThat(directMode().build().replayCacheSize()).isEqualTo(10_000 * 60 * minutes);
    }

    @Test
    void keepsWhatItIsGiven() {
        var quotas = new ReaderQuotas(10, 20);

        WsHttpBinding binding = directMode()
                .algorithmSuite(AlgorithmSuite.BASIC128_SHA256)
                .messageEncoding(WsMessageEncoding.MTOM)
                .textEncoding(TextEncoding.UNICODE_FFFE)
                .maxClockSkew(Duration.ofSeconds(7))
                .maxReceivedMessageBytes(1)
                .readerQuotas(quotas)
                .replayCacheSize(2)
                .refuseCreatedBeforeStart(true)
                .openTimeout(Duration.ofSeconds(8))
                .sendTimeout(Duration.ofSeconds(9))
                .build();

        assertThat(binding)
                .isEqualTo(new WsHttpBinding(
                        false,
                        false,
                        AlgorithmSuite.BASIC128_SHA256,
                        WsMessageEncoding.MTOM,
                        TextEncoding.UNICODE_FFFE,
                        Duration.ofSeconds(7),
                        1,
                        quotas,
                        2,
                        true,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9),
                        SessionSettings.DEFAULT,
                        NegotiationSettings.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void takesAllFourModes(boolean negotiate, boolean establish) {
        WsHttpBinding binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .build();

        assertThat(binding.negotiateServiceCredential()).isEqualTo(negotiate);
        assertThat(binding.establishSecurityContext()).isEqualTo(establish);
    }

    @Test
    void negotiatesAndEstablishesSessionsUnlessToldOtherwiseAsWcfDoes() {
        WsHttpBinding binding = WsHttpBinding.builder().build();

        assertThat(binding.negotiateServiceCredential()).isTrue();
        assertThat(binding.establishSecurityContext()).isTrue();
        assertThat(binding.negotiationSettings().timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(binding.negotiationSettings().maxPending()).isEqualTo(128);
        assertThat(binding.negotiationSettings().tokenLifetime()).isEqualTo(Duration.ofHours(10));
        assertThat(binding.negotiationSettings().maxTokens()).isEqualTo(1_000);
        assertThat(binding.negotiationSettings().maxPerSecond()).isEqualTo(100);
        assertThat(binding.negotiationSettings().maxPerSecondPerAddress()).isEqualTo(20);
    }

    @Test
    void refusesSettingsOfNegotiationsThatMakeNoSense() {
        assertThat(textOf(() -> NegotiationSettings.builder()
                        .timeout(Duration.ZERO)
                        .maxPending(0)
                        .tokenLifetime(Duration.ofSeconds(-1))
                        .maxTokens(0)
                        .maxPerSecond(0)
                        .maxPerSecondPerAddress(-1)
                        .build()))
                .contains(
                        "negotiation.timeout is 'PT0S'",
                        "negotiation.maxPending is '0'",
                        "negotiation.tokenLifetime is 'PT-1S'",
                        "negotiation.maxTokens is '0'",
                        "negotiation.maxPerSecond is '0'",
                        "negotiation.maxPerSecondPerAddress is '-1'");
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThat(textOf(() -> WsHttpBinding.builder()
                        .maxClockSkew(Duration.ofSeconds(-1))
                        .maxReceivedMessageBytes(0)
                        .replayCacheSize(0)
                        .build()))
                .contains("maxClockSkew", "maxReceivedMessageBytes", "replayCacheSize");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "PT1H0.001S"})
    void refusesClockSkewOutsideItsRange(Duration skew) {
        var refused = refusal(() -> directMode().maxClockSkew(skew).build());

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("'" + skew + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H"})
    void acceptsClockSkewAtTheEdges(Duration skew) {
        assertThat(directMode().maxClockSkew(skew).build().maxClockSkew()).isEqualTo(skew);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesSizesThatAreNotPositive(int size) {
        assertThat(textOf(() -> directMode().maxReceivedMessageBytes(size).build()))
                .contains("maxReceivedMessageBytes is '" + size + "'");
        assertThat(textOf(() -> directMode().replayCacheSize(size).build()))
                .contains("replayCacheSize is '" + size + "'");
    }

    @ParameterizedTest
    @CsvSource({"0, 64, maxDepth", "32, 0, maxAttributesPerElement", "-1, 64, maxDepth"})
    void refusesQuotasThatAreNotPositive(int depth, int attributes, String named) {
        assertThat(textOf(() -> new ReaderQuotas(depth, attributes))).contains("readerQuotas." + named);
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> directMode().algorithmSuite(NullOf.any()).build());
        assertThatNullPointerException()
                .isThrownBy(() -> directMode().maxClockSkew(NullOf.any()).build());
        assertThatNullPointerException()
                .isThrownBy(() -> directMode().readerQuotas(NullOf.any()).build());
    }

    private static WsHttpBinding.Builder directMode() {
        return WsHttpBinding.builder().negotiateServiceCredential(false).establishSecurityContext(false);
    }
}
