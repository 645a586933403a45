// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.ChainMaker;
import dev.wshttp.security.credential.X509Credential;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsHandshakeTest {
    private static final X509Credential SERVICE = Recorded.credential("service");
    private static final X509Credential CLIENT = Recorded.credential("client");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HANDSHAKE = 22;
    private static final int LAST_HANDSHAKE_TYPE = 25;
    private static final byte[] SECRET = "a secret of thirty-two bytes... ".getBytes(UTF_8);

    private final TlsHandshake client = TlsHandshake.ofClient(CLIENT, TlsHandshakeTest::anybody, RANDOM);
    private final TlsHandshake service = TlsHandshake.ofService(SERVICE, TlsHandshakeTest::anybody, RANDOM);

    @Test
    void takesTwoRoundTripsAndCarriesOneRecordAfterwards() {
        byte[] hello = client.firstFlight();
        byte[] answer = client.answer(service.answer(hello));
        assertThat(client.isFinished()).isFalse();
        byte[] last = service.answer(answer);
        assertThat(service.isFinished()).isTrue();
        assertThat(client.answer(last)).isEmpty();
        assertThat(client.isFinished()).isTrue();

        byte[] record = service.encrypt(SECRET);
        assertThat(CertificateThief.records(record)).hasSize(1);
        assertThat(record).startsWith(23, 3, 3);
        assertThat(client.decrypt(record)).isEqualTo(SECRET);
    }

    @Test
    void showsEachSideTheCertificateOfTheOther() {
        complete(client, service);

        assertThat(client.peerCertificate()).isEqualTo(SERVICE.certificate());
        assertThat(service.peerCertificate()).isEqualTo(CLIENT.certificate());
    }

    @Test
    void speaksTls12() {
        complete(client, service);

        assertThat(client.description()).startsWith("TLSv1.2, TLS_");
    }

    /** As Windows does with the chain of its store: the other side needs only the root. */
    @Test
    void showsEachSideTheIntermediatesOfTheOther() {
        var root = ChainMaker.authority("Root").selfSigned();
        var middle = ChainMaker.authority("Middle").issuedBy(root);
        var leaf = ChainMaker.service("contoso.com").issuedBy(middle);
        List<X509Certificate> chain = List.of(leaf.certificate(), middle.certificate());
        var own = X509Credential.of(
                leaf.keys().getPrivate(), List.of(leaf.certificate(), middle.certificate(), root.certificate()));
        var shown = new ArrayList<List<X509Certificate>>();

        complete(TlsHandshake.ofClient(own, shown::add, RANDOM), TlsHandshake.ofService(own, shown::add, RANDOM));

        assertThat(shown).containsExactly(chain, chain);
    }

    @Test
    void sendsTheCertificateWithoutItsRoot() {
        var root = Recorded.trust().authorities().get(0);
        var withRoot = X509Credential.of(CLIENT.privateKey(), List.of(CLIENT.certificate(), root));

        assertThat(new CredentialKeyManager(withRoot).getCertificateChain("own"))
                .containsExactly(CLIENT.certificate());
    }

    @Test
    void clientShowsNothingOfItselfToAServiceThatItRefuses() {
        var refusing = TlsHandshake.ofClient(
                CLIENT,
                certificate -> {
                    throw new MessageSecurityException(SecurityFault.CERTIFICATE_NOT_TRUSTED, "no");
                },
                RANDOM);
        byte[] flight = service.answer(refusing.firstFlight());

        assertThat(faultOf(() -> refusing.answer(flight))).isEqualTo(SecurityFault.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void serviceRefusesAClientThatItsJudgeRefuses() {
        var refusing = TlsHandshake.ofService(
                SERVICE,
                certificate -> {
                    throw new MessageSecurityException(SecurityFault.CERTIFICATE_REVOKED, "no");
                },
                RANDOM);
        byte[] answer = client.answer(refusing.answer(client.firstFlight()));

        assertThat(faultOf(() -> refusing.answer(answer))).isEqualTo(SecurityFault.CERTIFICATE_REVOKED);
    }

    @Test
    void serviceRefusesAClientThatShowsNoCertificate() {
        TlsHandshake anonymous = TlsSide.client(TlsSide.context(Optional.empty(), TlsHandshakeTest::anybody));
        byte[] answer = anonymous.answer(service.answer(anonymous.firstFlight()));

        assertThat(faultOf(() -> service.answer(answer))).isEqualTo(SecurityFault.CLIENT_CERTIFICATE_MISSING);
    }

    @Test
    void serviceRefusesAClientThatShowsNoCertificateInSmallPieces() {
        TlsHandshake anonymous = TlsSide.client(TlsSide.context(Optional.empty(), TlsHandshakeTest::anybody));
        byte[] answer = fragment(anonymous.answer(service.answer(anonymous.firstFlight())), 6);

        assertThat(faultOf(() -> service.answer(answer))).isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    /** The JDK's engine throws a ClassCastException for a HelloRequest of a client. */
    @Test
    void messageOfAnotherTypeCausesNoUnforeseenFailure() {
        int changed = 0;
        for (int step = 0; step < 3; step++) {
            for (int message : messagesInClear(flightAt(step, sides()))) {
                for (int type = 0; type <= LAST_HANDSHAKE_TYPE; type++) {
                    changed += isHarmless(step, message, type) ? 1 : 0;
                }
            }
        }
        // ClientHello; ServerHello, Certificate, ServerKeyExchange, CertificateRequest and ServerHelloDone;
        // Certificate, ClientKeyExchange and
        // CertificateVerify.
        assertThat(changed).isEqualTo((1 + 5 + 3) * LAST_HANDSHAKE_TYPE);
    }

    /** Returns whether a flight was changed, after it was refused, or left the handshake open. */
    private static boolean isHarmless(int step, int message, int type) {
        TlsHandshake[] sides = sides();
        byte[] flight = flightAt(step, sides);
        if (flight[message] == type) {
            return false;
        }
        flight[message] = (byte) type;
        TlsHandshake receiver = sides[(step + 1) % 2];
        assertThat(refusalIfAny(() -> receiver.answer(flight)))
                .as("step %d, message at %d, type %d", step, message, type)
                .isIn(null, SecurityFault.NEGOTIATION_FAILED, SecurityFault.CLIENT_CERTIFICATE_MISSING);
        assertThat(receiver.isFinished()).isFalse();
        return true;
    }

    /** Where the handshake messages of a flight begin, up to its ChangeCipherSpec. */
    private static List<Integer> messagesInClear(byte[] flight) {
        var messages = new ArrayList<Integer>();
        for (int record = 0; record < flight.length && flight[record] == HANDSHAKE; ) {
            int end = record + 5 + ((flight[record + 3] & 0xFF) << 8) + (flight[record + 4] & 0xFF);
            for (int at = record + 5; at < end; ) {
                messages.add(at);
                at += 4 + ((flight[at + 2] & 0xFF) << 8) + (flight[at + 3] & 0xFF);
            }
            record = end;
        }
        return messages;
    }

    @Test
    void failureOfTheJudgeIsNotBlamedOnTheOtherSide() {
        var bug = new IllegalStateException("a bug of the judge");
        var failing = TlsHandshake.ofService(
                SERVICE,
                certificate -> {
                    throw bug;
                },
                RANDOM);
        byte[] answer = client.answer(failing.answer(client.firstFlight()));

        assertThatThrownBy(() -> failing.answer(answer)).isSameAs(bug);
    }

    /** Returns the fault of a refusal; null if the engine waits for more. */
    private static @Nullable SecurityFault refusalIfAny(Runnable step) {
        try {
            step.run();
            return null;
        } catch (MessageSecurityException refused) {
            return refused.fault();
        }
    }

    private static TlsHandshake[] sides() {
        return new TlsHandshake[] {
            TlsHandshake.ofClient(CLIENT, TlsHandshakeTest::anybody, RANDOM),
            TlsHandshake.ofService(SERVICE, TlsHandshakeTest::anybody, RANDOM)
        };
    }

    private static byte[] flightAt(int step, TlsHandshake... sides) {
        byte[] flight = sides[0].firstFlight();
        for (int before = 0; before < step; before++) {
            flight = sides[(before + 1) % 2].answer(flight);
        }
        return flight;
    }

    /** The certificate of another client is public; only its signature over the handshake is not. */
    @Test
    void thiefOfACertificateIsRefusedWithoutItsProof() {
        byte[] flight = new CertificateThief(CLIENT.certificate()).secondFlight(service);

        assertThat(faultOf(() -> service.answer(flight))).isEqualTo(SecurityFault.NEGOTIATION_FAILED);
        assertThat(service.isFinished()).isFalse();
    }

    /** An engine that merely wants a certificate takes this alert for the end of its demand, and forgets to ask for the proof. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void thiefOfACertificateIsRefusedWhoAlsoSaysThatHeHasNone(int position) {
        byte[] noCertificate = {21, 3, 3, 0, 2, 1, 41};
        List<byte[]> flight = new ArrayList<>(
                CertificateThief.records(new CertificateThief(CLIENT.certificate()).secondFlight(service)));
        flight.add(position, noCertificate);

        assertThat(refusal(() -> service.answer(join(flight))))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.NEGOTIATION_FAILED))
                .hasMessageContaining("TLS alert 41");
        assertThat(service.isFinished()).isFalse();
    }

    @Test
    void thiefOfACertificateIsRefusedWhoSaysThatHeHasNoneInALegOfItsOwn() {
        byte[] noCertificate = {21, 3, 3, 0, 2, 1, 41};
        List<byte[]> flight =
                CertificateThief.records(new CertificateThief(CLIENT.certificate()).secondFlight(service));
        service.answer(flight.get(0));

        assertThat(faultOf(() -> service.answer(noCertificate))).isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void serviceRefusesAClientWithoutTheKeyOfItsCertificate() {
        byte[] answer = client.answer(service.answer(client.firstFlight()));
        List<byte[]> flight = CertificateThief.records(answer);
        // Certificate, ClientKeyExchange and CertificateVerify may share a record: the signature is at the end of the
        // last one before
        // ChangeCipherSpec.
        byte[] signed = flight.get(flight.size() - 3);
        signed[signed.length - 1] ^= 1;

        assertThat(refusal(() -> service.answer(join(flight))))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.NEGOTIATION_FAILED));
    }

    @Test
    void takesMoreThanTwoRoundTripsIfTheOtherSideNeedsThem() {
        List<byte[]> answer = CertificateThief.records(client.answer(service.answer(client.firstFlight())));
        assertThat(answer).hasSizeGreaterThan(2);
        byte[] last = {};
        for (byte[] record : answer) {
            assertThat(last).isEmpty();
            assertThat(service.isFinished()).isFalse();
            last = service.answer(record);
        }

        assertThat(service.isFinished()).isTrue();
        client.answer(last);
        assertThat(client.decrypt(service.encrypt(SECRET))).isEqualTo(SECRET);
    }

    @Test
    void takesHandshakeMessagesInSmallFragments() {
        byte[] fragmented = fragment(service.answer(client.firstFlight()), 50);
        assertThat(CertificateThief.records(fragmented)).hasSizeGreaterThan(20);

        byte[] last = service.answer(client.answer(fragmented));
        client.answer(last);

        assertThat(client.decrypt(service.encrypt(SECRET))).isEqualTo(SECRET);
    }

    @Test
    void abbreviatedHandshakeEndsWithoutAFlightOfTheService() {
        SSLContext clients = TlsSide.credulous(Recorded.credential("client"));
        SSLContext services = TlsSide.credulous(Recorded.credential("service"));
        complete(TlsSide.client(clients), TlsSide.service(services, true));
        TlsHandshake again = TlsSide.client(clients);
        TlsHandshake resuming = TlsSide.service(services, true);

        byte[] flight = resuming.answer(again.firstFlight());
        byte[] last = again.answer(flight);
        assertThat(again.isFinished()).isTrue();
        assertThat(resuming.answer(last)).isEmpty();

        assertThat(resuming.isFinished()).isTrue();
        assertThat(resuming.peerCertificate()).isEqualTo(CLIENT.certificate());
        assertThat(again.decrypt(resuming.encrypt(SECRET))).isEqualTo(SECRET);
    }

    @Test
    void neverResumesWhatAClientRemembers() {
        SSLContext clients = TlsSide.credulous(Recorded.credential("client"));
        complete(TlsSide.client(clients), service);
        TlsHandshake again = TlsSide.client(clients);
        TlsHandshake other = TlsHandshake.ofService(SERVICE, TlsHandshakeTest::anybody, RANDOM);

        byte[] answer = again.answer(other.answer(again.firstFlight()));

        assertThat(again.isFinished()).isFalse();
        again.answer(other.answer(answer));
        assertThat(other.peerCertificate()).isEqualTo(CLIENT.certificate());
    }

    @Test
    void refusesAClientWithOldTlsOnlyAndSaysWhatToDo() {
        byte[] hello = client.firstFlight();
        // The version in the ClientHello: RFC 5246, section 7.4.1.2.
        hello[10] = 1;

        assertThat(refusal(() -> service.answer(hello)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.NEGOTIATION_FAILED))
                .hasMessageContaining("knows no newer TLS than 1.0 (expected TLS 1.2)")
                .hasMessageContaining(".NET Framework 4.7");
    }

    @Test
    void refusesAServiceThatAnswersWithOldTls() {
        byte[] flight = service.answer(client.firstFlight());
        flight[10] = 2;

        assertThat(refusal(() -> client.answer(flight))).hasMessageContaining("no newer TLS than 1.1");
    }

    @Test
    void refusesWhatIsNoTls() {
        assertThat(faultOf(() -> service.answer("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void refusesAnAlertOfTheOtherSide() {
        byte[] fatal = {21, 3, 3, 0, 2, 2, 40};
        client.firstFlight();

        assertThat(refusal(() -> client.answer(fatal)))
                .hasMessageContaining("TLS alert 40")
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.NEGOTIATION_FAILED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 100})
    void refusesARecordThatIsCutOff(int missing) {
        byte[] flight = service.answer(client.firstFlight());

        assertThat(faultOf(() -> client.answer(Arrays.copyOf(flight, flight.length - missing))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void refusesEveryChangedRecordOfTheClientsLastFlight() {
        byte[] genuine = client.answer(service.answer(client.firstFlight()));
        int records = CertificateThief.records(genuine).size();
        for (int i = 0; i < records; i++) {
            TlsHandshake freshClient = TlsHandshake.ofClient(CLIENT, TlsHandshakeTest::anybody, RANDOM);
            TlsHandshake freshService = TlsHandshake.ofService(SERVICE, TlsHandshakeTest::anybody, RANDOM);
            List<byte[]> flight =
                    CertificateThief.records(freshClient.answer(freshService.answer(freshClient.firstFlight())));
            byte[] changed = flight.get(i);
            changed[changed.length - 1] ^= 1;

            assertThat(faultOf(() -> freshService.answer(join(flight))))
                    .as("record " + i)
                    .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
        }
    }

    @Test
    void refusesACipherSuiteThatSomebodyTookFromTheClientsOffer() {
        byte[] hello = client.firstFlight();
        byte[] weakened = withoutFirstSuite(hello);
        byte[] answer = client.answer(service.answer(weakened));

        assertThat(faultOf(() -> service.answer(answer))).isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void refusesBytesAfterTheLastFlight() {
        byte[] last = service.answer(client.answer(service.answer(client.firstFlight())));
        byte[] longer = Arrays.copyOf(last, last.length + 3);

        assertThat(faultOf(() -> client.answer(longer))).isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void refusesASecretInTwoRecords() {
        complete(client, service);
        byte[] both =
                join(List.of(service.encrypt(Arrays.copyOf(SECRET, 16)), service.encrypt(Arrays.copyOf(SECRET, 16))));

        assertThat(faultOf(() -> client.decrypt(both))).isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void refusesTheSecretOfAnotherConnection() {
        complete(client, service);
        TlsHandshake otherService = TlsHandshake.ofService(SERVICE, TlsHandshakeTest::anybody, RANDOM);
        complete(TlsHandshake.ofClient(CLIENT, TlsHandshakeTest::anybody, RANDOM), otherService);

        assertThat(faultOf(() -> client.decrypt(otherService.encrypt(SECRET))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    private static void complete(TlsHandshake client, TlsHandshake service) {
        client.answer(service.answer(client.answer(service.answer(client.firstFlight()))));
        assertThat(client.isFinished()).isTrue();
        assertThat(service.isFinished()).isTrue();
    }

    private static byte[] join(List<byte[]> records) {
        var flight = new ByteArrayOutputStream();
        records.forEach(flight::writeBytes);
        return flight.toByteArray();
    }

    /** The same handshake messages in records of so many bytes (RFC 5246, section 6.2.1). */
    static byte[] fragment(byte[] flight, int size) {
        var fragments = new ByteArrayOutputStream();
        for (byte[] record : CertificateThief.records(flight)) {
            for (int at = 5; at < record.length; at += size) {
                int end = Math.min(record.length, at + size);
                fragments.writeBytes(new byte[] {record[0], record[1], record[2], 0, (byte) (end - at)});
                fragments.write(record, at, end - at);
            }
        }
        return fragments.toByteArray();
    }

    /** A ClientHello that offers all but the best suite, with all lengths corrected. */
    private static byte[] withoutFirstSuite(byte[] hello) {
        int session = 5 + 4 + 2 + 32;
        int suites = session + 1 + hello[session];
        byte[] shorter = new byte[hello.length - 2];
        System.arraycopy(hello, 0, shorter, 0, suites + 2);
        System.arraycopy(hello, suites + 4, shorter, suites + 2, hello.length - suites - 4);
        subtract(shorter, suites);
        subtract(shorter, 3);
        subtract(shorter, 7);
        return shorter;
    }

    private static void subtract(byte[] octets, int at) {
        int length = ((octets[at] & 0xFF) << 8) + (octets[at + 1] & 0xFF) - 2;
        octets[at] = (byte) (length >> 8);
        octets[at + 1] = (byte) length;
    }

    private static void anybody(List<X509Certificate> certificates) {}
}
