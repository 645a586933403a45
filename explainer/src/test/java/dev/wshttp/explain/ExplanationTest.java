// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of WCF's messages, and of the same messages after one thing in them was changed. */
class ExplanationTest {
    private static final String DIRECT = "1-nonego-nosession";
    private static final String REQUEST = "01-request.xml";
    private static final String REPLY = "01-response.xml";

    @TempDir
    private Path folder;

    private static Explanation of(String recording) {
        return Explanation.of(Captures.messages(recording), KeyFile.read(Captures.keyFiles(recording)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-nonego-nosession",
                "2-nonego-session",
                "2-nonego-session--renew",
                "3-nego-session-DEFAULT",
                "3-nego-session-DEFAULT--renew",
                "3-nego-session-DEFAULT--two-channels",
                "4-nego-nosession",
                "live-suite-TripleDes--mode3",
                "live-utf16-le--mode1",
                "live-utf16-be--mode3",
                "suite-Basic128Sha256Rsa15--1-nonego-nosession"
            })
    void findsNothingToSayAgainstWcf(String recording) {
        assertThat(of(recording).messages())
                .allSatisfy(message ->
                        assertThat(message.findings()).as(message.label()).isEmpty());
    }

    @Test
    void tellsModeSuiteAndSidesOfWcfsDefault() {
        assertThat(of(Captures.DEFAULT_MODE).overview())
                .containsEntry("suite", "Basic256 or Basic256Rsa15")
                .containsEntry("service", "CN=Contoso.com; CE53E70D7A7AB444347EC21E5D4A1EA9E5EE7B49")
                .containsEntry("client", "CN=Cohowinery.com; 2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A")
                .hasEntrySatisfying("mode", mode -> assertThat(mode).startsWith("WCF's default"));
    }

    @ParameterizedTest
    @CsvSource({"1-nonego-nosession,direct:", "2-nonego-session,session:", "4-nego-nosession,negotiated:"})
    void tellsTheOtherModes(String recording, String mode) {
        assertThat(of(recording).overview().get("mode")).startsWith(mode);
    }

    @Test
    void leadsFromTheSignatureOfACallToTheHandshakeAndBothCertificates() {
        var call = of(Captures.DEFAULT_MODE).messages().get(6);
        assertThat(call.signatures())
                .singleElement()
                .satisfies(signature -> assertThat(signature.keys())
                        .satisfiesExactly(
                                derived -> assertThat(derived).startsWith("key of 24 octets"),
                                session -> assertThat(session).contains("0121e7e0-7f43-4630-872a-3f7fbed0b567"),
                                negotiated -> assertThat(negotiated).contains("af24b87f-cf14-40fd-bae1-7dea1270674b"),
                                handshake -> assertThat(handshake).startsWith("TLS handshake"),
                                service -> assertThat(service).isEqualTo("certificate of CN=Contoso.com"),
                                client -> assertThat(client).isEqualTo("certificate of CN=Cohowinery.com")));
    }

    @Test
    void decodesTheFlightsOfANegotiation() {
        var messages = of(Captures.DEFAULT_MODE).messages();
        assertThat(messages.get(0).flight()).containsExactly("ClientHello, 165 octets");
        assertThat(messages.get(2).flight())
                .containsExactly(
                        "Certificate of CN=Cohowinery.com, 1635 octets",
                        "ClientKeyExchange, 33 octets",
                        "CertificateVerify, 260 octets",
                        "ChangeCipherSpec, 1 octets",
                        "Finished, 40 octets, encrypted");
    }

    @Test
    void findsALegOfANegotiationThatWasChanged() throws IOException {
        var files = new ArrayList<>(Captures.messages(Captures.DEFAULT_MODE).subList(0, 4));
        var keys = KeyFile.read(Captures.keyFiles(Captures.DEFAULT_MODE));
        assertThat(Explanation.of(files, keys).firstFault()).isEmpty();
        String leg = Captures.text(Captures.DEFAULT_MODE, REQUEST);
        Path changed = Files.writeString(folder.resolve(REQUEST), leg.replace("<t:KeySize>256", "<t:KeySize>128"));
        files.set(0, changed);
        assertThat(Explanation.of(files, keys).firstFault()).contains(SecurityFault.AUTHENTICATOR_MISMATCH);
    }

    // Otherwise the test above would not show that the proof of the others fits.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "3-nego-session-DEFAULT",
                "3-nego-session-DEFAULT--renew",
                "4-nego-nosession--two-channels",
                "live-suite-Basic192--mode3"
            })
    void verifiesTheProofOfEachNegotiation(String recording) {
        var answers = Captures.opened(recording);
        assertThat(answers.messages())
                .filteredOn(each -> each.wire().root().all().stream()
                        .anyMatch(element -> element.localName().equals("CombinedHash")))
                .isNotEmpty()
                .allSatisfy(
                        answer -> assertThat(answers.provesNegotiation(answer)).contains(true));
    }

    @Test
    void putsAReplyBehindItsRequest() {
        var files = new ArrayList<>(Captures.messages(Captures.DEFAULT_MODE));
        for (int i = 0; i < files.size(); i += 2) {
            Collections.swap(files, i, i + 1);
        }
        var keys = KeyFile.read(Captures.keyFiles(Captures.DEFAULT_MODE));
        assertThat(Explanation.of(files, keys).messages())
                .isEqualTo(of(Captures.DEFAULT_MODE).messages());
    }

    @Test
    void opensASessionFromTheNegotiatedKeyAlone() throws IOException {
        // A secret without a name, as one who records a program's own keys has it.
        Path keys = folder.resolve("one.txt");
        Files.writeString(keys, "secret key=AAAA\nsecret key=eXkmk1/tpQBpzAUcWUryoO/JIteR4PAJtE7FzQQ5P3s=\n");
        var messages = Explanation.of(Captures.messages(Captures.DEFAULT_MODE), KeyFile.read(List.of(keys)))
                .messages();
        assertThat(messages.subList(4, messages.size()))
                .allSatisfy(message -> assertThat(message.signatures())
                        .singleElement()
                        .satisfies(signature -> assertThat(signature.verdict()).isEqualTo("VALID")));
    }

    @Test
    void saysWithoutKeysThatTheSignatureCannotBeSeen() {
        var explained = Explanation.of(Captures.messages(DIRECT), KeyFile.none());
        assertThat(explained.firstFault()).isEmpty();
        assertThat(explained.messages().get(0).findings())
                .extracting(Finding::kind)
                .containsOnly(Finding.Kind.UNDECIDED);
    }

    // Other prefixes, another order and white space where no signature looks.
    @Test
    void doesNotDependOnPrefixesOrderOrWhiteSpace() throws IOException {
        var messages = changed(DIRECT, REQUEST, text -> {
            String action = block(text, "a:Action");
            String to = block(text, "a:To");
            return text.replace(action, "")
                    .replace(to, "\n  " + to + "\n  " + action)
                    .replace("c:", "conversation:")
                    .replace("xmlns:c=", "xmlns:conversation=")
                    .replace("<s:", "<soap:")
                    .replace("</s:", "</soap:")
                    .replace("<soap:Body", "<s:Body")
                    .replace("</soap:Body", "</s:Body")
                    .replace(
                            "<soap:Envelope ", "<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" ")
                    .replace("<e:ReferenceList", " <!-- here --> <e:ReferenceList");
        });
        assertThat(messages.get(0).signatures())
                .extracting(MessageSummary.SignatureSummary::verdict)
                .containsExactly("VALID", "VALID");
        assertThat(messages.get(0).signatures().get(0).keys())
                .isEqualTo(of(DIRECT).messages().get(0).signatures().get(0).keys());
    }

    private static String block(String text, String name) {
        int start = text.indexOf("<" + name);
        String end = "</" + name + ">";
        return text.substring(start, text.indexOf(end) + end.length());
    }

    private List<MessageSummary> changed(String recording, String name, UnaryOperator<String> change)
            throws IOException {
        return changed(recording, List.of(REQUEST, REPLY), name, change).messages();
    }

    private Explanation changed(String recording, List<String> names, String changed, UnaryOperator<String> change)
            throws IOException {
        var files = new ArrayList<Path>();
        for (String name : names) {
            String text = Captures.text(recording, name);
            String written = name.equals(changed) ? change.apply(text) : text;
            if (name.equals(changed)) {
                assertThat(written).as("the change changes something").isNotEqualTo(text);
            }
            files.add(Files.writeString(folder.resolve(name.replace('/', '-')), written));
        }
        return Explanation.of(files, KeyFile.read(Captures.keyFiles(recording)));
    }

    private void assertFirstFault(SecurityFault fault, String name, UnaryOperator<String> change) throws IOException {
        List<String> names = name.startsWith("decrypted/")
                ? List.of("decrypted/" + REQUEST, "decrypted/" + REPLY)
                : List.of(REQUEST, REPLY);
        assertThat(changed(DIRECT, names, name, change).firstFault()).contains(fault);
    }

    @Test
    void findsAChangedHeader() throws IOException {
        assertFirstFault(
                SecurityFault.SIGNATURE_INVALID, REQUEST, text -> text.replace("localhost:18080", "localhost:18081"));
    }

    @Test
    void findsAChangedCipherText() throws IOException {
        assertFirstFault(SecurityFault.DECRYPTION_FAILED, REQUEST, text -> {
            int value = text.lastIndexOf("<e:CipherValue>") + "<e:CipherValue>".length();
            return text.substring(0, value) + "AAAAAAAAAAAAAAAAAAAAAAAA" + text.substring(value + 24);
        });
    }

    @Test
    void findsTwoElementsWithOneId() throws IOException {
        assertFirstFault(
                SecurityFault.DUPLICATE_ID,
                REQUEST,
                text -> text.replace("<s:Body u:Id=\"_3\"", "<s:Body u:Id=\"_5\""));
    }

    @Test
    void findsAMissingSecurityHeader() throws IOException {
        assertFirstFault(
                SecurityFault.SECURITY_HEADER_MISSING,
                REQUEST,
                text -> text.replaceFirst("<o:Security .*</o:Security>", ""));
    }

    @Test
    void findsAMissingTimestamp() throws IOException {
        assertFirstFault(
                SecurityFault.TIMESTAMP_MISSING, REQUEST, text -> text.replace(block(text, "u:Timestamp"), ""));
    }

    @Test
    void tellsHowLongARequestHadExpiredWhenItWasAnswered() throws IOException {
        var messages = changed(
                DIRECT, REPLY, text -> text.replaceFirst("<u:Created>[^<]*", "<u:Created>2026-11-22T10:51:44.684Z"));
        assertThat(messages.get(0).findings().get(0)).satisfies(finding -> {
            assertThat(finding.fault()).contains(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
            assertThat(finding.text()).contains("expired 00:07:12 before");
        });
    }

    @Test
    void findsAnAlgorithmOfNoSuite() throws IOException {
        assertFirstFault(
                SecurityFault.ALGORITHM_NOT_ACCEPTED,
                REQUEST,
                text -> text.replace("xmlenc#aes256-cbc", "xmlenc11#aes256-gcm"));
    }

    @Test
    void findsAnUnsignedTimestamp() throws IOException {
        var explained = changed(
                DIRECT,
                List.of("decrypted/" + REQUEST),
                "decrypted/" + REQUEST,
                text -> text.replaceFirst("<Reference URI=\"#uuid-[^\"]*-2\">.*?</Reference>", ""));
        assertThat(explained.messages().get(0).findings()).anySatisfy(finding -> {
            assertThat(finding.fault()).contains(SecurityFault.PART_NOT_SIGNED);
            assertThat(finding.text()).startsWith("The Timestamp is not signed");
        });
    }

    @Test
    void findsABodyInClear() throws IOException {
        assertFirstFault(SecurityFault.PART_NOT_ENCRYPTED, "decrypted/" + REQUEST, text -> text + " ");
    }

    @Test
    void findsAMissingEndorsingSignature() throws IOException {
        var explained = changed(DIRECT, List.of("decrypted/" + REQUEST), "decrypted/" + REQUEST, text -> {
            int start = text.lastIndexOf("<Signature ");
            int end = text.lastIndexOf("</Signature>") + "</Signature>".length();
            return text.substring(0, start) + text.substring(end);
        });
        assertThat(explained.messages().get(0).findings())
                .extracting(Finding::fault)
                .contains(Optional.of(SecurityFault.ENDORSING_SIGNATURE_MISSING));
    }

    @Test
    void findsAReplyThatConfirmsAnotherRequest() throws IOException {
        var explained = changed(
                DIRECT,
                List.of("decrypted/" + REQUEST, "decrypted/" + REPLY),
                "decrypted/" + REPLY,
                text -> text.replaceFirst(" Value=\"..", " Value=\"AA"));
        assertThat(explained.messages().get(1).findings())
                .extracting(Finding::fault)
                .contains(Optional.of(SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH));
    }

    // Attributes of applications are often called id, and say the same in two places.
    @Test
    void leavesIdsThatOnlyTheApplicationHasToIt() throws IOException {
        String recording = "live-protection-levels-all-none--mode1";
        var messages = Explanation.of(
                        List.of(Files.writeString(
                                folder.resolve(REQUEST),
                                Captures.text(recording, REQUEST)
                                        .replace("</s:Body>", "<x xmlns=\"urn:x\" Id=\"1\"/><y id=\"1\"/></s:Body>"))),
                        KeyFile.none())
                .messages();
        assertThat(messages.get(0).findings())
                .extracting(Finding::fault)
                .doesNotContain(Optional.of(SecurityFault.DUPLICATE_ID));
    }

    @Test
    void findsACertificateThatIsNamedByItsKey() throws IOException {
        var messages = changed(
                DIRECT,
                REQUEST,
                text -> text.replace(
                        "oasis-wss-soap-message-security-1.1#ThumbprintSHA1",
                        "oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier"));
        assertThat(messages.get(0).findings())
                .extracting(Finding::text)
                .contains("KeyInfo names a certificate by SKI; WCF sends a thumbprint.");
    }

    @Test
    void saysThatAFaultWithoutSecurityProvesNothing() {
        var explained = of("1-nonego-nosession--err-b-expired-timestamp");
        assertThat(explained.messages())
                .anySatisfy(message -> assertThat(message.findings())
                        .extracting(Finding::fault)
                        .contains(Optional.of(SecurityFault.FAULT_NOT_SECURED)));
    }

    private Explanation logged(String source) throws IOException {
        var log = new StringBuilder();
        for (String name : List.of(REQUEST, REPLY)) {
            log.append("<E2ETraceEvent xmlns=\"http://schemas.microsoft.com/2004/06/E2ETraceEvent\"><ApplicationData>")
                    .append("<TraceData><DataItem><MessageLogTraceRecord Source=\"" + source + "\"")
                    .append(" xmlns=\"http://schemas.microsoft.com/2004/06/ServiceModel/Management/MessageTrace\">")
                    .append(Captures.text(DIRECT, name))
                    .append("</MessageLogTraceRecord></DataItem></TraceData></ApplicationData></E2ETraceEvent>");
        }
        Path file = Files.writeString(folder.resolve("messages.svclog"), log);
        return Explanation.of(List.of(file), KeyFile.read(Captures.keyFiles(DIRECT)));
    }

    @Test
    void readsAMessageLogOfWcf() throws IOException {
        assertThat(logged("TransportReceive").messages()).hasSize(2).allSatisfy(message -> {
            assertThat(message.findings()).isEmpty();
            assertThat(message.label()).contains("TransportReceive");
        });
    }

    @Test
    void judgesNoMessageThatWcfLoggedAboveItsSecurity() throws IOException {
        assertThat(logged("ServiceLevelReceiveRequest").messages())
                .allSatisfy(message -> assertThat(message.findings())
                        .singleElement()
                        .satisfies(finding -> assertThat(finding.text()).contains("above its security")));
    }

    // WCF takes what it knows to be secret out of its logs.
    @Test
    void decidesNothingAboutASignatureWhoseNonceWasTakenOut() throws IOException {
        var explained = changed(
                DIRECT,
                List.of("decrypted/" + REQUEST),
                "decrypted/" + REQUEST,
                text -> text.replaceFirst("<c:Nonce>[^<]*", "<c:Nonce><!-- Removed-->"));
        assertThat(explained.messages().get(0).signatures().get(0).verdict()).isEqualTo("UNDECIDED");
    }
}
