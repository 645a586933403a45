// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that an attacker signed with its own key, or pieced together from others, are not told to be a client's. Their Bodies are in clear. */
class ForgedMessageTest {
    private static final String DIRECT = "1-nonego-nosession";
    private static final String SECRET = "Be5gza3bQ1IeeKX6Lywpu0AV6zGwEJVQqFmbNcSSNDQ=";
    private static final String NONCE = "nMIIjJvyEBZesLG3uk9m+Q==";
    private static final String TIMESTAMP = "uuid-4df43687-0d90-4830-a20b-f2607ceb2e3b-2";
    private static final String PRIMARY = "<!-- primary -->";
    private static final String ENDORSER = "<!-- endorser -->";
    private static final List<String> PARTS = List.of("_3", "_5", "_6", "_7", "_8", TIMESTAMP);
    private static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";

    @TempDir
    private Path folder;

    // With comments in place of the two signatures.
    private static String template() {
        String text = Captures.text(DIRECT, "decrypted/01-request.xml");
        int start = text.indexOf("<Signature ");
        int end = text.indexOf("</o:Security>");
        return text.substring(0, start) + PRIMARY + ENDORSER + text.substring(end);
    }

    private static String reference(String id) {
        return "<o:SecurityTokenReference xmlns:o=\"" + OASIS + "wssecurity-secext-1.0.xsd\"><o:Reference URI=\"#" + id
                + "\"></o:Reference></o:SecurityTokenReference>";
    }

    private static String primary(String text, List<String> ids) throws GeneralSecurityException {
        byte[] key = Forgery.derived(Base64.getDecoder().decode(SECRET), NONCE, 24);
        return Forgery.sign(text, PRIMARY, " Id=\"_1\"", "hmac-sha1", ids, reference("_0"), Forgery.hmac(key));
    }

    private static String endorse(String text, String id) throws IOException, GeneralSecurityException {
        return Forgery.sign(
                text,
                ENDORSER,
                "",
                "rsa-sha1",
                List.of(id),
                reference("uuid-d935441e-56ed-4fc2-905b-e9b15b98a1a0-1"),
                Forgery.rsa("client"));
    }

    private static String certificate(String name) throws IOException {
        return Files.readString(Captures.certificate(name + ".crt"), ISO_8859_1)
                .replaceAll("(?s).*-----BEGIN CERTIFICATE-----|-----END.*|\\s", "");
    }

    private MessageSummary explained(String... texts) throws IOException {
        return summaries(texts).get(texts.length - 1);
    }

    private List<MessageSummary> summaries(String... texts) throws IOException {
        var files = new ArrayList<Path>();
        for (String text : texts) {
            files.add(Files.writeString(folder.resolve("message" + files.size() + ".xml"), text));
        }
        return Explanation.of(files, KeyFile.read(Captures.keyFiles(DIRECT))).messages();
    }

    private static List<SecurityFault> refusals(MessageSummary message) {
        return message.findings().stream()
                .filter(each -> each.kind() == Finding.Kind.REFUSED)
                .flatMap(each -> each.fault().stream())
                .filter(fault -> fault != SecurityFault.PART_NOT_ENCRYPTED)
                .toList();
    }

    // Otherwise the tests below would not show which rule refuses.
    @Test
    void findsNothingAgainstAMessageThatIsSignedAsWcfDoes() throws Exception {
        var message = explained(endorse(primary(template(), PARTS), "_1"));
        assertThat(refusals(message)).isEmpty();
        assertThat(message.signatures())
                .extracting(MessageSummary.SignatureSummary::verdict)
                .containsExactly("VALID", "VALID");
    }

    @Test
    void refusesASignatureOverTheMessageByACertificate() throws Exception {
        String text = template()
                .replace(
                        PRIMARY,
                        "<o:BinarySecurityToken u:Id=\"evil\">" + certificate("evil") + "</o:BinarySecurityToken>"
                                + PRIMARY);
        String signed = Forgery.sign(text, PRIMARY, "", "rsa-sha1", PARTS, reference("evil"), Forgery.rsa("evil"));
        var message = explained(signed);
        assertThat(message.signatures().get(0).verdict()).isEqualTo("VALID");
        assertThat(refusals(message)).containsExactly(SecurityFault.KEY_NOT_RECOGNIZED);
    }

    @Test
    void asksForAClientsSignatureHoweverOftenTheKeyIsDerived() throws Exception {
        String token = "<c:DerivedKeyToken u:Id=\"twice\" xmlns:c=\"http://schemas.xmlsoap.org/ws/2005/02/sc\">"
                + reference("_0") + "<c:Offset>0</c:Offset><c:Length>24</c:Length><c:Nonce>" + NONCE
                + "</c:Nonce></c:DerivedKeyToken>";
        byte[] once = Forgery.derived(Base64.getDecoder().decode(SECRET), NONCE, 24);
        byte[] twice = Forgery.derived(once, NONCE, 24);
        String signed = Forgery.sign(
                template().replace(PRIMARY, token + PRIMARY),
                PRIMARY,
                "",
                "hmac-sha1",
                PARTS,
                reference("twice"),
                Forgery.hmac(twice));
        var message = explained(signed);
        assertThat(message.signatures().get(0).verdict()).isEqualTo("VALID");
        assertThat(refusals(message)).containsExactly(SecurityFault.ENDORSING_SIGNATURE_MISSING);
    }

    // A client's old signature and the one over it, beside the attacker's own signature over the message.
    @Test
    void refusesAClientsOldSignatureThatIsCarriedInAHeaderBlock() throws Exception {
        String old = primary(template().replace("<n1>100", "<n1>1"), PARTS);
        String carried = old.substring(old.indexOf("<Signature "), old.indexOf("</Signature>") + 12)
                .replace("\"_1\"", "\"old\"");
        String text = template()
                .replace(
                        "<a:Action",
                        "<x:Old xmlns:x=\"urn:x\">" + carried.replace("#_3", "#lost") + "</x:Old><a:Action");
        var message = explained(endorse(primary(text, PARTS), "old"));
        assertThat(message.signatures())
                .extracting(MessageSummary.SignatureSummary::verdict)
                .contains("VALID");
        assertThat(refusals(message))
                .containsExactly(SecurityFault.SECURITY_HEADER_MALFORMED, SecurityFault.ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void refusesTwoSignaturesOverTheMessage() throws Exception {
        String text = primary(template(), PARTS) + "";
        String own = Forgery.sign(
                text.replace(ENDORSER, ENDORSER + PRIMARY),
                PRIMARY,
                " Id=\"own\"",
                "hmac-sha1",
                List.of("_3"),
                reference("_0"),
                Forgery.hmac(Forgery.derived(Base64.getDecoder().decode(SECRET), NONCE, 24)));
        assertThat(refusals(explained(endorse(own, "own"))))
                .contains(SecurityFault.SECURITY_HEADER_MALFORMED, SecurityFault.ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void saysThatASignatureWithAnUnknownKeyIsNotVerified() throws Exception {
        String unknown = "<o:SecurityTokenReference><o:KeyIdentifier ValueType=\"http://docs.oasis-open.org/wss/"
                + "oasis-wss-soap-message-security-1.1#ThumbprintSHA1\">AAAAAAAAAAAAAAAAAAAAAAAAAAA=</o:KeyIdentifier></o:SecurityTokenReference>";
        String signed = Forgery.sign(
                primary(template(), PARTS), ENDORSER, "", "rsa-sha1", List.of("_1"), unknown, Forgery.rsa("evil"));
        var message = explained(signed);
        assertThat(refusals(message)).isEmpty();
        assertThat(message.findings())
                .filteredOn(each -> each.kind() == Finding.Kind.UNDECIDED)
                .extracting(Finding::fault)
                .containsExactly(
                        Optional.of(SecurityFault.KEY_NOT_RECOGNIZED),
                        Optional.of(SecurityFault.ENDORSING_SIGNATURE_MISSING));
    }

    @Test
    void asksForAClientsSignatureIfARequestSaysThatItIsAReply() throws Exception {
        String text = template()
                .replaceFirst("<a:MessageID.*</a:ReplyTo>", "<a:RelatesTo u:Id=\"_6\">urn:uuid:1</a:RelatesTo>");
        var message = explained(primary(text, List.of("_3", "_5", "_6", "_8", TIMESTAMP)));
        assertThat(message.sender()).isEqualTo("service");
        assertThat(refusals(message)).containsExactly(SecurityFault.ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void namesTheClientWithoutDoubtOnlyIfItsSignatureWasVerified() throws Exception {
        Path file = Files.writeString(folder.resolve("copied.xml"), primary(template(), PARTS));
        var keys = KeyFile.read(Captures.keyFiles(DIRECT));
        assertThat(Explanation.of(List.of(file), keys).overview().get("client"))
                .startsWith("CN=Cohowinery.com")
                .contains("no signature of it was verified");
    }

    @Test
    void refusesASecondHeaderOfTheSameName() throws Exception {
        for (String name : List.of("a:To", "a:Action", "a:MessageID", "a:ReplyTo")) {
            String text = template().replace("<o:Security ", "<" + name + ">urn:other</" + name + "><o:Security ");
            assertThat(refusals(explained(endorse(primary(text, PARTS), "_1"))))
                    .as(name)
                    .containsExactly(SecurityFault.SECURITY_HEADER_MALFORMED);
        }
    }

    @Test
    void refusesASecondBodyHeaderSecurityHeaderOrTimestamp() throws Exception {
        String signed = endorse(primary(template(), PARTS), "_1");
        for (String changed : List.of(
                signed.replace("</s:Envelope>", "<s:Body><Other/></s:Body></s:Envelope>"),
                signed.replace("<s:Body", "<s:Header><a:To>urn:other</a:To></s:Header><s:Body"),
                signed.replace(
                        "</s:Header>", "<o:Security xmlns:o=\"" + OASIS + "wssecurity-secext-1.0.xsd\"/></s:Header>"),
                signed.replace("</u:Timestamp>", "</u:Timestamp><u:Timestamp/>"))) {
            assertThat(changed).isNotEqualTo(signed);
            assertThat(refusals(explained(changed))).containsExactly(SecurityFault.SECURITY_HEADER_MALFORMED);
        }
    }

    @Test
    void findsAnIdAmongSeveralOfAnElement() throws Exception {
        String signed = endorse(primary(template(), PARTS), "_1")
                .replace("<o:Security ", "<x:Decoy u:Id=\"other\" Id=\"_3\" xmlns:x=\"urn:x\"/><o:Security ");
        assertThat(refusals(explained(signed))).contains(SecurityFault.DUPLICATE_ID);
    }

    // In an empty list there is no prefix, also not that of the default namespace.
    @Test
    void honoursAnEmptyPrefixListAndRefusesALongOne() throws Exception {
        String empty = listed("");
        assertThat(explained(empty).signatures().get(0).verdict()).isEqualTo("VALID");
        assertThat(explained(listed("p".repeat(101))).signatures().get(0).verdict())
                .isEqualTo("INVALID");
    }

    private static String listed(String prefixes) throws GeneralSecurityException {
        String transform = "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">";
        String list = transform + "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\""
                + prefixes + "\"></InclusiveNamespaces>";
        byte[] key = Forgery.derived(Base64.getDecoder().decode(SECRET), NONCE, 24);
        Forgery.Signer signer = octets -> Forgery.hmac(key)
                .sign(new String(octets, ISO_8859_1).replace(transform, list).getBytes(ISO_8859_1));
        String text = template().replace("<s:Envelope ", "<s:Envelope xmlns=\"urn:default\" ");
        return Forgery.sign(text, PRIMARY, " Id=\"_1\"", "hmac-sha1", PARTS, reference("_0"), signer)
                .replace(transform, list);
    }
}
