// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker adds to recorded messages teaches the explainer no key, no leg and no origin of a key. */
class PoisonedExchangeTest {
    private static final String SESSION = "2-nonego-session";
    private static final String TOKEN = "urn:uuid:e1d32096-0e16-4769-a793-607a32b8991a";
    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";

    @TempDir
    private Path folder;

    private List<MessageSummary> explained(String recording, Map<Integer, UnaryOperator<String>> changes)
            throws IOException {
        var files = new ArrayList<Path>();
        List<Path> recorded = Captures.messages(recording);
        for (int i = 0; i < recorded.size(); i++) {
            String name = recorded.get(i).getFileName().toString();
            String text = Captures.text(recording, name);
            String changed = changes.getOrDefault(i, same -> same).apply(text);
            files.add(Files.writeString(folder.resolve(name), changed));
        }
        return Explanation.of(files, KeyFile.read(Captures.keyFiles(recording))).messages();
    }

    private static String entropy() {
        return "<t:Entropy><t:BinarySecret>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</t:BinarySecret></t:Entropy>";
    }

    private static String request() {
        return "<t:RequestSecurityToken xmlns:t=\"" + TRUST + "\">" + entropy() + "</t:RequestSecurityToken>";
    }

    private static String unsigned(String token) {
        return "<t:RequestSecurityTokenResponse xmlns:t=\"" + TRUST
                + "\"><t:RequestedSecurityToken><c:SecurityContextToken"
                + " xmlns:c=\"http://schemas.xmlsoap.org/ws/2005/02/sc\"><c:Identifier>" + token
                + "</c:Identifier></c:SecurityContextToken></t:RequestedSecurityToken>" + entropy()
                + "</t:RequestSecurityTokenResponse>";
    }

    private static UnaryOperator<String> inHeader(String block) {
        return text -> text.replaceFirst("<s:Header>", "<s:Header>" + block);
    }

    private static UnaryOperator<String> inBody(String content) {
        return text -> text.replaceFirst("(<s:Body[^>]*>).*</s:Body>", "$1" + content + "</s:Body>");
    }

    // The shares in the header blocks come first in the document; the ones in the Body are the session's.
    @Test
    void takesNoShareFromAHeaderBlock() throws IOException {
        var messages = explained(SESSION, Map.of(0, inHeader(request()), 1, inHeader(unsigned(TOKEN))));
        assertThat(messages.subList(2, messages.size()))
                .allSatisfy(message -> assertThat(message.signatures())
                        .extracting(MessageSummary.SignatureSummary::verdict)
                        .doesNotContain("INVALID"));
        assertThat(messages.get(2).signatures()).isNotEmpty();
    }

    // A call of the attacker, signed with the key that follows from the shares which it wrote itself.
    private static String call() throws GeneralSecurityException {
        String text = Captures.text(SESSION, "decrypted/02-request.xml").replace(TOKEN, "urn:uuid:own");
        int start = text.indexOf("<Signature ");
        String unsigned =
                text.substring(0, start) + "<!-- signature -->" + text.substring(text.indexOf("</o:Security>"));
        byte[] secret = Forgery.pSha1(new byte[32], new byte[32], 32);
        return Forgery.sign(
                unsigned,
                "<!-- signature -->",
                "",
                "hmac-sha1",
                List.of("_0", "_2", "_3", "_4", "_5", "uuid-9f132630-90b0-418f-aa81-ec332540b905-6"),
                reference("uuid-9f132630-90b0-418f-aa81-ec332540b905-4"),
                Forgery.hmac(Forgery.derived(secret, "eKHjeNKMj2DtkOxRNr4r3g==", 24)));
    }

    // Otherwise its messages would be told to be protected by the recorded keys, with a chain to the real certificates.
    @Test
    void takesNoShareThatIsNotSignedAndEncrypted() throws Exception {
        String call = call();
        for (UnaryOperator<String> request : List.of(inHeader(request()), inBody(request()))) {
            for (UnaryOperator<String> response :
                    List.of(inHeader(unsigned("urn:uuid:own")), inBody(unsigned("urn:uuid:own")))) {
                var signature = explained(SESSION, Map.of(0, request, 1, response, 2, text -> call))
                        .get(2)
                        .signatures()
                        .get(0);
                assertThat(signature.verdict()).isEqualTo("UNDECIDED");
                assertThat(signature.keys().toString()).doesNotContain("certificate");
            }
        }
    }

    // The response is signed and encrypted as the service does it, with a client's key that the attacker made.
    private static String response(String keySize) throws GeneralSecurityException {
        byte[] secret = Base64.getDecoder().decode("qprjvxr0H1q4OWiXzTIxgRXTLW34AkbiKjEjrh8otGo=");
        String text =
                Captures.text(SESSION, "decrypted/01-response.xml").replace("<t:KeySize>256", "<t:KeySize>" + keySize);
        int start = text.indexOf("<Signature ");
        int end = text.indexOf("</o:Security>");
        String unsigned = text.substring(0, start) + "<!-- signature -->" + text.substring(end);
        String signed = Forgery.sign(
                unsigned,
                "<!-- signature -->",
                "",
                "hmac-sha1",
                List.of("_4", "_6", "_7", "uuid-84117313-f949-4b05-bb1e-7d61a947680e-3", "_1", "_2"),
                reference("_0"),
                Forgery.hmac(Forgery.derived(secret, "s3EjFpfX8f+UN0llRLSUyA==", 24)));
        int body = signed.indexOf(">", signed.indexOf("<s:Body")) + 1;
        int after = signed.indexOf("</s:Body>");
        byte[] key = Forgery.derived(secret, "W+6evJz6FL0RAns0U7wblg==", 32);
        return signed.substring(0, body)
                + Forgery.encrypt(signed.substring(body, after), key, reference("_3"))
                + signed.substring(after);
    }

    private static String reference(String id) {
        return "<o:SecurityTokenReference xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"
                + "<o:Reference URI=\"#" + id + "\"></o:Reference></o:SecurityTokenReference>";
    }

    // Otherwise the test below would not show that the size is what teaches no key.
    @Test
    void takesTheSharesOfAResponseThatIsSignedAndEncrypted() throws Exception {
        String response = response("256");
        assertThat(explained(SESSION, Map.of(1, text -> response))
                        .get(2)
                        .signatures()
                        .get(0)
                        .verdict())
                .isEqualTo("VALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967000", "0", "8", "-1", "99999999999", "many", "1000000"})
    void takesNoKeyOfASizeThatNoSuiteHas(String size) throws Exception {
        String response = response(size);
        assertThat(explained(SESSION, Map.of(1, text -> response)).get(2).signatures())
                .isEmpty();
    }

    @Test
    void takesNoLegFromAHeaderBlock() throws IOException {
        String leg = "<t:BinaryExchange xmlns:t=\"" + TRUST + "\">FgMDAAQOAAAA</t:BinaryExchange>";
        var messages = explained(SESSION, Map.of(2, inHeader(leg)));
        assertThat(messages.get(2).flight()).isEmpty();
    }

    @Test
    void asksForASecurityHeaderInAMessageThatOnlyLooksLikeALeg() throws IOException {
        String leg = "<t:BinaryExchange xmlns:t=\"" + TRUST + "\">FgMDAAQOAAAA</t:BinaryExchange>";
        UnaryOperator<String> unsecured = text -> text.replaceFirst("<o:Security .*</o:Security>", "");
        UnaryOperator<String> action = text -> text.replaceFirst("(<a:Action[^>]*>)[^<]*", "$1" + TRUST + "/RST/Issue");
        for (UnaryOperator<String> attack : List.<UnaryOperator<String>>of(
                text -> inHeader(leg).apply(unsecured.apply(text)),
                text -> action.apply(unsecured.apply(text)),
                text -> action.apply(inBody("<Add>" + leg + "</Add>").apply(unsecured.apply(text))),
                text -> inBody("<t:RequestSecurityToken xmlns:t=\"" + TRUST + "\">" + leg + "</t:RequestSecurityToken>")
                        .apply(unsecured.apply(text)))) {
            assertThat(explained(SESSION, Map.of(2, attack)).get(2).findings())
                    .extracting(finding -> finding.fault().orElseThrow())
                    .contains(SecurityFault.SECURITY_HEADER_MISSING);
        }
    }

    @Test
    void findsWhatIsReadableBesideADecoyInTheBody() throws IOException {
        for (String beside : List.of("<Add/>", "text", "<Add>$0</Add>")) {
            UnaryOperator<String> change = text -> text.replaceFirst(
                    "<e:EncryptedData Id=\"[^\"]*\" Type=\"[^\"]*#Content\".*?</e:EncryptedData>",
                    beside.contains("$0") ? beside : "$0" + beside);
            assertThat(explained("1-nonego-nosession", Map.of(0, change)).get(0).findings())
                    .as(beside)
                    .extracting(finding -> finding.fault().orElseThrow())
                    .contains(SecurityFault.PART_NOT_ENCRYPTED);
        }
        assertThat(explained("1-nonego-nosession", Map.of(0, inBody("only text")))
                        .get(0)
                        .findings())
                .extracting(finding -> finding.fault().orElseThrow())
                .contains(SecurityFault.PART_NOT_ENCRYPTED);
    }
}
