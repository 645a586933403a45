// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.testing.Certificates;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal tells an unauthenticated peer nothing; the log tells the operator the reason, and no secret. */
class WireSilenceIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void saysTheSameWhateverIsWrong() {
        List<Envelope> wrong = Stream.concat(
                        Stream.of(TamperingIT.RequestChange.values())
                                .map(change -> change.apply(CALCULATOR.request(), CALCULATOR.request())),
                        Stream.concat(
                                Stream.of(DowngradeIT.Stripped.values())
                                        .map(stripped -> CALCULATOR.request().with(stripped.strip())),
                                Stream.of(
                                        CALCULATOR.request(client().withSuite(AlgorithmSuite.BASIC128)),
                                        CALCULATOR.request(client().withClock(ahead(6))),
                                        CALCULATOR.request(client().withClock(ahead(-11))),
                                        replayed())))
                .toList();

        assertOneAnswer(wrong);
        assertThat(reasonsFor(wrong))
                .as("the log tells them apart")
                .contains(
                        SecurityFault.SIGNATURE_INVALID,
                        SecurityFault.SECURITY_HEADER_MISSING,
                        SecurityFault.TIMESTAMP_OUT_OF_RANGE,
                        SecurityFault.MESSAGE_REPLAYED,
                        SecurityFault.ALGORITHM_NOT_ACCEPTED,
                        SecurityFault.ENDORSING_SIGNATURE_MISSING,
                        SecurityFault.PART_NOT_SIGNED);
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void saysTheSameOfEveryBadCertificate(Mode mode) {
        var service = CALCULATOR.in(mode);
        var answers = new HashSet<String>();
        var reasons = EnumSet.noneOf(SecurityFault.class);
        for (TestCredential bad : service.certificates().pki().badCredentials(Role.CLIENT)) {
            try (var network = ManInTheMiddle.listening(service.via())) {
                var calculator = service.client().withOwn(bad).connect(network.address(), service.address());
                assertThatThrownBy(() -> calculator.add(1, 2)).isInstanceOf(MessageSecurityException.class);

                var reply = WireReply.of(network.last().reply());
                answers.add(reply.status() + " " + reply.contentType() + " " + reply.withoutRelatesTo());
                reasons.add(service.log().faultOf(network.last().messageId()));
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(reasons).as("the log tells them apart").hasSizeGreaterThan(3);
    }

    @Test
    void keepsTheCauseFromTheWire() {
        Envelope request = CALCULATOR.request(client().withClock(ahead(6)));

        WireReply reply = CALCULATOR.wire().send(request);

        assertThat(reply.text())
                .doesNotContain("Exception", "dev.wshttp", "java", "\tat ", "TIMESTAMP", "skew", "Detail");
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void keepsSecretsFromTheLog(Mode mode) {
        var service = CALCULATOR.in(mode);
        service.client().connect(service.via(), service.address()).add(271828.25, 0.5);
        Envelope request = service.request().with(envelope -> Envelope.changeLastBlock(envelope.encryptedBody()));
        service.wire().send(request);
        service.log().refusalOf(request.messageId());

        byte[] key = service.certificates().pki().service().key().getEncoded();
        assertThat(String.join("\n", service.log().soFar()))
                .doesNotContain(Certificates.PASSWORD, "271828.25", "271828.75", "<s:Envelope", "CipherValue", "<n1>")
                .doesNotContain(Base64.getEncoder().encodeToString(key).substring(100, 140));
    }

    @Test
    void namesTheReasonAndTheMessageInOneLine() {
        Envelope request = CALCULATOR.request().with(envelope -> Envelope.remove(envelope.security()));
        CALCULATOR.wire().send(request);

        String line = CALCULATOR.log().refusalOf(request.messageId());

        assertThat(line).contains(" WARN ", request.messageId(), "SECURITY_HEADER_MISSING", "expected");
        assertThat(CALCULATOR.log().soFar().stream().filter(other -> other.contains(request.messageId())))
                .containsExactly(line);
    }

    @Test
    void letsNoStrangerWriteLinesIntoTheLog() {
        String marker = "forged-" + System.nanoTime();
        Envelope request = CALCULATOR.request().with(envelope -> {
            Envelope.remove(envelope.security());
            envelope.addressing("MessageID").setTextContent("urn:uuid:1\n2026-11-22 INFO " + marker);
        });

        CALCULATOR.wire().send(request);

        assertThat(CALCULATOR.log().lineWith(marker)).contains(" WARN ", "Refused message");
    }

    private static void assertOneAnswer(List<Envelope> wrong) {
        var answers = new ArrayList<String>();
        for (Envelope request : wrong) {
            WireReply reply = CALCULATOR.wire().send(request);
            assertThat(reply.envelope().addressing("RelatesTo").getTextContent())
                    .isEqualTo(request.messageId());
            answers.add(reply.status() + " " + reply.contentType() + " " + reply.withoutRelatesTo());
        }
        assertThat(Set.copyOf(answers)).hasSize(1);
    }

    private static Set<SecurityFault> reasonsFor(List<Envelope> wrong) {
        var reasons = EnumSet.noneOf(SecurityFault.class);
        wrong.forEach(request -> reasons.add(CALCULATOR.log().faultOf(request.messageId())));
        return reasons;
    }

    private static Envelope replayed() {
        Envelope request = CALCULATOR.request();
        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);
        return request;
    }

    private static Clock ahead(int minutes) {
        return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
    }

    private static ClientSetup client() {
        return CALCULATOR.client();
    }
}
