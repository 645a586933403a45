// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls pass between our two sides with each suite in each mode, with keys of the suite's size. */
class SuitesInAllModesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    static Stream<Arguments> suitesAndModes() {
        return Stream.of(AlgorithmSuite.values())
                .flatMap(suite -> Stream.of(true, false)
                        .flatMap(negotiate ->
                                Stream.of(true, false).map(establish -> Arguments.of(suite, negotiate, establish))));
    }

    @ParameterizedTest
    @MethodSource("suitesAndModes")
    void callsPass(AlgorithmSuite suite, boolean negotiate, boolean establish) {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .algorithmSuite(suite)
                .build();
        var client = Recorded.clientCredentials();
        var conversation = Conversation.between(binding, client, Recorded.serviceCredentials(), CLOCK);

        conversation.call();
        conversation.call();

        assertThat(conversation.lastRequest().key().secret().sizeBytes()).isEqualTo(suite.secretBytes());
        assertThat(new String(conversation.lastReply().octets(), UTF_8)).contains(suite.encryptionUri());
    }
}
