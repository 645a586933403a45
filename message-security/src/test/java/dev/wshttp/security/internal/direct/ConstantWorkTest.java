// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import dev.wshttp.security.internal.wss.octets.OctetsEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.namespace.QName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a refused request makes the service do does not depend on what the attacker's octets decrypt to: for each kind of refusal the operations of
 * cryptography are the same, in the same order and over as many octets, and the parser goes through as many characters.
 */
class ConstantWorkTest {
    private static final RecordingProvider PROVIDER = new RecordingProvider();

    private final Call call = Call.recorded().resealed();

    @BeforeAll
    static void watch() {
        Security.insertProviderAt(PROVIDER, 1);
    }

    @AfterAll
    static void stopWatching() {
        Security.removeProvider(PROVIDER.getName());
    }

    @Test
    void refusalsOfAllKindsAreTheSameWork() {
        // The JDK keeps what it found out about the certificate of an authority.
        assertThat(workOf(call.request()).refusals()).isEmpty();
        SharedSecret secret = call.sent().key().secret();
        Map<RefusalKind, Work> works = new TreeMap<>();
        for (RefusalKind kind : RefusalKind.values()) {
            works.put(kind, workOf(kind.of(call.request(), secret)));
        }

        assertSameWork(works);
        assertThat(works.values())
                .allMatch(
                        work -> work.operations().stream().anyMatch(operation -> operation.startsWith("RSA/ECB/OAEP")));
    }

    @Test
    void refusalsOfAllKindsAreTheSameWorkInASession() {
        Conversation conversation = Conversation.between(
                WsHttpBinding.builder().negotiateServiceCredential(false).build(),
                Recorded.clientCredentials(),
                Recorded.serviceCredentials(),
                Recorded.clockOf(Recorded.SAMPLE.text("01-request.xml")));
        conversation.call();
        ProtectedMessage sent = conversation.client().protect(conversation.request(), conversation);
        SharedSecret secret = sent.key().secret();
        byte[] request = Forgery.opened(sent.octets(), secret).seal();
        Map<RefusalKind, Work> works = new TreeMap<>();
        for (RefusalKind kind : RefusalKind.underContexts()) {
            byte[] changed = kind.of(request, secret);
            works.put(kind, workOf(List.of(), () -> conversation.verify(conversation.read(changed))));
        }

        assertSameWork(works);
    }

    /** The first encrypted element of such a message is the header: what a kind does to an item of the security header is done to the one before it. */
    @Test
    void refusalsOfAllKindsAreTheSameWorkWithAnEncryptedHeader() {
        Assumptions.assumeTrue(MessageEngine.ofSystem() == MessageEngine.OCTETS);
        Clock clock = Recorded.clockOf(Recorded.SAMPLE.text("01-request.xml"));
        var freshness = new Freshness(clock, Recorded.SAMPLE.binding().maxClockSkew());
        ProtectedMessage sent = watched(freshness, new ArrayList<>())
                .protect(
                        new OutgoingMessage(
                                Addressing.request(Call.ADD, Call.ADDRESS),
                                List.of(element("Secret", "the header is longer than the body. ".repeat(40))),
                                element("Add", "100 and 15.99".repeat(20))),
                        Protection.request(
                                        Recorded.serviceCredentials()
                                                .serviceCertificate()
                                                .certificate(),
                                        Recorded.clientCredentials().clientCertificate())
                                .withParts(MessageParts.DEFAULT.withHeader(
                                        new QName(Call.CONTRACT, "Secret"), ProtectionLevel.ENCRYPT_AND_SIGN)));
        SharedSecret secret = sent.key().secret();
        byte[] request = Forgery.opened(sent.octets(), secret).seal();
        assertThat(workOf(request).refusals()).isEmpty();
        Map<RefusalKind, Work> works = new TreeMap<>();
        for (RefusalKind kind : RefusalKind.values()) {
            works.put(kind, workOf(kind.of(request, secret)));
        }

        assertSameWork(works);
    }

    private static XmlContent element(String name, String text) {
        return writer -> {
            writer.writeStartElement("x", name, Call.CONTRACT);
            writer.writeNamespace("x", Call.CONTRACT);
            writer.writeCharacters(text);
            writer.writeEndElement();
        };
    }

    private static void assertSameWork(Map<RefusalKind, Work> works) {
        Work first = requireNonNull(works.get(RefusalKind.BAD_PADDING_OF_THE_BODY));
        assertThat(first.refusals()).hasSize(1);
        assertThat(first.operations()).hasSizeGreaterThan(5);
        assertThat(works)
                .allSatisfy(
                        (kind, work) -> assertThat(work).matches(each -> each.isLike(first), "the same as " + first));
    }

    private Work workOf(byte[] request) {
        var parsed = new ArrayList<Integer>();
        Clock clock = Recorded.clockOf(Recorded.SAMPLE.text("01-request.xml"));
        var freshness = new Freshness(clock, Recorded.SAMPLE.binding().maxClockSkew());
        SecurityEngine engine = watched(freshness, parsed);
        var credentials = Recorded.serviceCredentials();
        var clients =
                new X509CertificateValidator(credentials.clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
        var verifier = MessageVerifier.ofService(
                clients, new ReplayGuard(clock, new SecureRandom(), freshness.replayWindow(), 1_000));
        var expectation = Expectation.request(credentials.serviceCertificate());
        return workOf(parsed, () -> verifier.verify(engine.read(request, UTF_8), expectation));
    }

    private static SecurityEngine watched(Freshness freshness, List<Integer> parsed) {
        return MessageEngine.ofSystem() == MessageEngine.OCTETS
                ? new OctetsEngine(Recorded.SAMPLE.binding(), freshness, new SecureRandom(), parsed::add)
                : new Wss4jEngine(Recorded.SAMPLE.binding(), freshness, new SecureRandom(), parsed::add);
    }

    private static Work workOf(List<Integer> parsed, ThrowingCallable verification) {
        var refusals = new ArrayList<Throwable>();
        List<String> operations = RecordingProvider.operationsOf(() -> {
            try {
                verification.call();
            } catch (Throwable refused) {
                refusals.add(refused);
            }
        });
        return new Work(
                refusals,
                joined(operations),
                parsed.size(),
                parsed.stream().mapToInt(Integer::intValue).sum());
    }

    /** The operations with neighbours of the same algorithm added up: a computation and what makes it as long as others. */
    private static List<String> joined(List<String> operations) {
        var joined = new ArrayList<String>();
        for (String operation : operations) {
            String name = operation.substring(0, operation.lastIndexOf(' '));
            int last = joined.size() - 1;
            boolean again = last >= 0 && joined.get(last).startsWith(name + " ");
            int octets = octets(operation) + (again ? octets(joined.get(last)) : 0);
            if (again) {
                joined.set(last, name + " " + octets);
            } else {
                joined.add(operation);
            }
        }
        return joined;
    }

    private static int octets(String operation) {
        return Integer.parseInt(operation.substring(operation.lastIndexOf(' ') + 1));
    }

    /**
     * What a refusal cost.
     *
     * @param refusals the reason; none if the message was accepted
     * @param operations of cryptography, each with its octets
     * @param parses how often a parser of decrypted text was begun
     * @param characters how many characters these went through
     */
    private record Work(List<Throwable> refusals, List<String> operations, int parses, int characters) {
        boolean isLike(Work other) {
            return refusals.size() == other.refusals.size()
                    && operations.equals(other.operations)
                    && parses == other.parses
                    && characters == other.characters;
        }
    }
}
