// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.captures.BothEngines;
import dev.wshttp.security.captures.LiveTolerance;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.forgery.Forger;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden test: each message of {@code live-tolerance-headers.txt} is judged as WCF judged it, with both engines. */
class RecordedHeaderTolerancesTest {
    /** What is refused here and not by WCF: ADR 4. */
    private static final Set<String> STRICTER =
            Set.of("A EncryptedHeader with an unknown attribute", "B NoneOp: body encrypted, not signed");

    /** Messages that the engine verifies, because they are genuine, and that the RI refuses, because no handler understands the header. */
    private static final Set<String> REFUSED_BY_THE_RI = Set.of(
            "A extra encrypted header whose plaintext has mustUnderstand=1",
            "C extra signed header with mustUnderstand=1");

    private static final ProtectionRequirements HEADERS = RecordedContract.HEADERS.requirements();
    private static final ProtectionRequirements LEVELS = RecordedContract.LEVELS.requirements();

    private static final XmlContent BODY = LevelRequest.element("<Op xmlns=\"http://example.org/live\">x</Op>");
    private static final Forger FORGER = new Forger(
            Optional.of(new Forger.Endorser(
                    Recorded.clientCredentials().clientCertificate().certificate(),
                    Recorded.clientCredentials().clientCertificate().privateKey())),
            Optional.empty(),
            SharedSecret.of(new byte[0]));

    private final SecurityEngine sender;
    private final SecurityEngine receiver;

    RecordedHeaderTolerancesTest() {
        var clock = Recorded.clockOf(new Recorded(RecordedContract.HEADERS.wsdl()).text("01-request.xml"));
        var binding = Recorded.SAMPLE.binding();
        var freshness = new Freshness(clock, binding.maxClockSkew());
        this.sender = Engines.of(MessageEngine.OCTETS, binding, freshness, new SecureRandom());
        this.receiver = new BothEngines(binding, freshness);
    }

    static List<LiveTolerance> lines() {
        return LiveTolerance.of("live-tolerance-headers.txt");
    }

    @Test
    void everyLineIsTested() {
        assertThat(Variants.ALL.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        lines().stream().map(LiveTolerance::key).toList());
        assertThat(Variants.ALL.keySet()).containsAll(STRICTER).containsAll(REFUSED_BY_THE_RI);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isJudgedAsByWcf(LiveTolerance line) {
        Variant variant = requireNonNull(Variants.ALL.get(line.key()), line.key());
        boolean isRequest = Set.of("A", "B").contains(line.section());

        Throwable refusal = catchThrowable(() -> {
            if (isRequest) {
                judgeRequest(variant);
            } else {
                judgeReply(variant);
            }
        });

        if (refusal != null) {
            assertThat(refusal).isInstanceOf(MessageSecurityException.class);
        }
        boolean expected =
                STRICTER.contains(line.key()) ? false : line.isAccepted() || REFUSED_BY_THE_RI.contains(line.key());
        assertThat(Optional.ofNullable(refusal).map(Throwable::getMessage).orElse("accepted"))
                .satisfies(told -> assertThat(told.equals("accepted")).as(told).isEqualTo(expected));
    }

    private void judgeRequest(Variant variant) {
        MessageParts contract = requirements(variant.action()).request(variant.action());
        Protection protection = Protection.request(
                Recorded.serviceCredentials().serviceCertificate().certificate(),
                Recorded.clientCredentials().clientCertificate());
        LevelRequest request = LevelRequest.of(
                variant,
                contract,
                sender,
                protection::withParts,
                FORGER,
                Addressing.request(variant.action(), "http://localhost/"),
                BODY);

        judge(
                request.octets(),
                Expectation.request(Recorded.serviceCredentials().serviceCertificate())
                        .withParts(contract));
    }

    private void judgeReply(Variant variant) {
        String operation = operation(variant.action());
        String action = variant.action().replaceFirst("/(SignOp|NoneOp)$", "");
        ProtectionRequirements requirements = requirements(operation);
        MessageParts contract = requirements.answer(operation, action);
        ProtectedMessage request = sender.protect(
                LevelRequest.message(
                        Addressing.request(operation, "http://localhost/"),
                        Variant.of(operation),
                        MessageParts.DEFAULT,
                        BODY),
                Protection.request(
                                Recorded.serviceCredentials()
                                        .serviceCertificate()
                                        .certificate(),
                                Recorded.clientCredentials().clientCertificate())
                        .withParts(requirements.request(operation)));
        var key = (MessageKey.Encrypted) request.key();
        ProtectedMessage reply = sender.protect(
                LevelRequest.message(Addressing.reply(action, "urn:uuid:1"), variant, contract, BODY),
                Protection.reply(key, request.signatureValues(), variant.confirmed())
                        .withParts(variant.sent().apply(contract)));

        judge(
                LevelRequest.changed(reply, variant, FORGER),
                Expectation.reply(key, request.signatureValues(), request.signatures())
                        .withParts(contract));
    }

    private static String operation(String replyAction) {
        if (replyAction.endsWith("/SignOp") || replyAction.endsWith("/SignOpLiveFaultFault")) {
            return "http://example.org/live/IProt/SignOp";
        }
        if (replyAction.endsWith("soap/fault/NoneOp")) {
            return "http://example.org/live/IProt/NoneOp";
        }
        return replyAction.replaceFirst("Response$", "");
    }

    private static ProtectionRequirements requirements(String action) {
        return action.contains("IHeads") ? HEADERS : LEVELS;
    }

    private void judge(byte[] octets, Expectation expectation) {
        receiver.read(octets, UTF_8).verification(expectation).proveAtOnce();
    }

    @Test
    void theContractOfTheTableIsThatOfTheRecording() {
        assertThat(HEADERS.request("http://example.org/live/IHeads/HeadEncBodySign")
                        .body())
                .isEqualTo(ProtectionLevel.SIGN);
        assertThat(LEVELS.answer(
                        "http://example.org/live/IProt/SignOp", "http://example.org/live/IProt/SignOpResponse"))
                .isEqualTo(MessageParts.SIGNED);
    }
}
