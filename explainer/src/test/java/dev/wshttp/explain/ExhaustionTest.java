// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would crash their reader, or take it hours or gigabytes, do neither. */
@Timeout(60)
class ExhaustionTest {
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    private static final String OASIS = "http://docs.oasis-open.org/wss/";

    @TempDir
    private Path folder;

    private Explanation explained(String security, String body, Path... keys) throws IOException {
        String text =
                "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:d=\"" + DSIG + "\" xmlns:e=\""
                        + ENCRYPTION + "\" xmlns:c=\"http://schemas.xmlsoap.org/ws/2005/02/sc\" xmlns:o=\"" + OASIS
                        + "2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"><s:Header><o:Security>" + security
                        + "</o:Security></s:Header><s:Body Id=\"body\">" + body + "</s:Body></s:Envelope>";
        Path file = Files.writeString(folder.resolve("message.xml"), text);
        return Explanation.of(List.of(file), KeyFile.read(List.of(keys)));
    }

    private void assertTooLarge(String reason, String security, String body) {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> explained(security, body).page("large"))
                .satisfies(refused -> {
                    assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
                    assertThat(refused.getMessage()).contains(reason);
                });
    }

    private static String keyInfo(String content) {
        return "<d:KeyInfo><o:SecurityTokenReference>" + content + "</o:SecurityTokenReference></d:KeyInfo>";
    }

    private static String reference(String id) {
        return "<o:Reference URI=\"#" + id + "\"/>";
    }

    private static String bySha1(byte[] octets) throws Exception {
        return "<o:KeyIdentifier ValueType=\"" + OASIS + "oasis-wss-soap-message-security-1.1#EncryptedKeySHA1\">"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(octets))
                + "</o:KeyIdentifier>";
    }

    private static String encryptedKey(String keyInfo, byte[] cipherText) {
        return "<e:EncryptedKey Id=\"key\"><e:EncryptionMethod Algorithm=\"" + ENCRYPTION + "rsa-1_5\"/>" + keyInfo
                + "<e:CipherData><e:CipherValue>" + Base64.getEncoder().encodeToString(cipherText)
                + "</e:CipherValue></e:CipherData></e:EncryptedKey>";
    }

    @Test
    void bearsAnEncryptedKeyThatIsEncryptedWithItself() throws Exception {
        byte[] octets = {1, 2, 3};
        for (String name : List.of(reference("key"), bySha1(octets))) {
            String security = encryptedKey(keyInfo(name), octets) + "<d:Signature>" + keyInfo(name) + "</d:Signature>";
            var explained = explained(security, "");
            assertThat(explained.messages().get(0).signatures().get(0).keys().toString())
                    .contains("refer to each other in a circle");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes256-cbc", "tripledes-cbc"})
    void bearsAnEmptySecret(String algorithm) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(Files.newInputStream(Captures.certificate("service.crt"))));
        String security = encryptedKey("", cipher.doFinal(new byte[0]));
        String body = "<e:EncryptedData><e:EncryptionMethod Algorithm=\"" + ENCRYPTION + algorithm + "\"/>"
                + keyInfo(reference("key")) + "<e:CipherData><e:CipherValue>"
                + Base64.getEncoder().encodeToString(new byte[64])
                + "</e:CipherValue></e:CipherData></e:EncryptedData>";
        assertThat(explained(security, body, Captures.certificate("service.key"))
                        .firstFault())
                .isPresent();
    }

    private static String signature(String uri, String prefixes) {
        return "<d:Signature><d:SignedInfo><d:Reference URI=\"" + uri + "\"><d:Transforms><d:Transform Algorithm=\""
                + EXCLUSIVE
                + "\"><x:InclusiveNamespaces xmlns:x=\"" + EXCLUSIVE + "\" PrefixList=\"" + prefixes
                + "\"/></d:Transform></d:Transforms><d:DigestMethod Algorithm=\"" + DSIG
                + "sha1\"/></d:Reference></d:SignedInfo></d:Signature>";
    }

    @Test
    void doesNotLookForManyPrefixesInManyElements() throws IOException {
        String prefixes = IntStream.range(0, 100_000).mapToObj(i -> "p" + i).collect(Collectors.joining(" "));
        var explained = explained(signature("#body", prefixes), "<a/>".repeat(40_000));
        assertThat(explained.messages().get(0).signatures().get(0).reason()).contains("PrefixList");
    }

    @Test
    void boundsTheLookingForPrefixesWhereEachElementDeclaresOne() {
        String prefixes = IntStream.range(0, 50).mapToObj(i -> "p").collect(Collectors.joining(" "));
        String different =
                "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X";
        String declared =
                IntStream.range(0, 250).mapToObj(i -> " xmlns:n" + i + "='u'").collect(Collectors.joining());
        assertThat(prefixes).hasSizeLessThanOrEqualTo(100);
        assertTooLarge(
                "canonical form",
                signature("#body", different).repeat(10),
                "<b" + declared + ">" + "<a xmlns='v'/>".repeat(40_000) + "</b>");
    }

    @Test
    void boundsTheCanonicalFormsOfAMessageTogether() {
        String references = ("<d:Reference URI=\"#body\"><d:Transforms><d:Transform Algorithm=\"" + EXCLUSIVE
                        + "\"/></d:Transforms><d:DigestMethod Algorithm=\"" + DSIG + "sha1\"/></d:Reference>")
                .repeat(30);
        assertTooLarge(
                "canonical form",
                "<d:Signature><d:SignedInfo>" + references + "</d:SignedInfo></d:Signature>",
                "<a>" + "text".repeat(250_000) + "</a>");
    }

    @Test
    void keepsNamesOfKeysShortThatAreDerivedFromEachOther() throws IOException {
        String nonce = "AAAA".repeat(12_000);
        String tokens = IntStream.range(0, 100)
                .mapToObj(i ->
                        "<c:DerivedKeyToken Id=\"t" + i + "\"><o:SecurityTokenReference>" + reference("t" + (i + 1))
                                + "</o:SecurityTokenReference><c:Nonce>" + nonce + "</c:Nonce></c:DerivedKeyToken>")
                .collect(Collectors.joining());
        String data = ("<e:EncryptedData>" + keyInfo(reference("t0")) + "</e:EncryptedData>").repeat(40);
        String signed = "<d:Signature>" + keyInfo(reference("t0")) + "</d:Signature>";
        var explained = explained(tokens + signed, data);
        assertThat(explained.messages().get(0).signatures().get(0).keys())
                .allSatisfy(key -> assertThat(key).hasSizeLessThan(1_100));
        assertThat(explained.page("keys")).hasSizeLessThan(5_000_000);
    }

    @Test
    void boundsTheStepsOfAFlightAndNamesACertificateOnce() throws Exception {
        var handshake = new ByteArrayOutputStream();
        byte[] certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Captures.certificate("client.crt"))))
                .getEncoded();
        int length = certificate.length;
        byte[] head = {
            11, 0, (byte) ((length + 6) >> 8), (byte) (length + 6), 0, (byte) ((length + 3) >> 8), (byte) (length + 3)
        };
        handshake.writeBytes(head);
        handshake.writeBytes(new byte[] {0, (byte) (length >> 8), (byte) length});
        handshake.writeBytes(certificate);
        for (int i = 0; i < 3_000; i++) {
            handshake.writeBytes(new byte[] {11, 0, 0, 0});
        }
        byte[] octets = handshake.toByteArray();
        var record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, 3, (byte) (octets.length >> 8), (byte) octets.length});
        record.writeBytes(octets);
        String leg = Captures.text(Captures.DEFAULT_MODE, "01-request.xml")
                .replaceFirst(
                        "(<t:BinaryExchange[^>]*>)[^<]*",
                        "$1" + Base64.getEncoder().encodeToString(record.toByteArray()));
        Path file = Files.writeString(folder.resolve("leg.xml"), leg);
        var explained = Explanation.of(List.of(file), KeyFile.none());
        assertThat(explained.messages().get(0).flight())
                .hasSizeLessThanOrEqualTo(50)
                .filteredOn(step -> step.contains("CN="))
                .hasSize(1);
        assertThat(explained.page("flight").split("Cohowinery", -1)).hasSizeLessThan(10);
    }

    @Test
    void refusesMoreSignaturesThanAPageCanMark() {
        assertTooLarge("11 signatures", signature("#body", "").repeat(11), "");
    }

    @Test
    void refusesMoreElementsThanAPageCanShow() {
        assertTooLarge("elements", "", "<a/>".repeat(60_000));
    }

    @Test
    void boundsThePage() throws IOException {
        String security = signature("#body", "").repeat(2);
        explained(security, "<a></a>".repeat(4_500));
        List<Path> messages = Collections.nCopies(40, folder.resolve("message.xml"));

        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> Explanation.of(messages, KeyFile.none()).page("large"))
                .satisfies(refused -> {
                    assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
                    assertThat(refused.getMessage()).contains("The page would have");
                });
    }

    @Test
    void readsNoMoreOfADeviceThanOfAFile() {
        Path device = Path.of("/dev/zero");
        assumeThat(device).exists();
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> Explanation.of(List.of(device), KeyFile.none()))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE));
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> KeyFile.read(List.of(device)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE));
    }

    @Test
    void saysThatABlockOfAKeyFileIsNoBase64() throws IOException {
        Path file = Files.writeString(
                folder.resolve("keys.txt"),
                "-----BEGIN PRIVATE KEY-----\nA=A=\n-----END PRIVATE KEY-----\n",
                ISO_8859_1);
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> KeyFile.read(List.of(file)))
                .satisfies(refused -> assertThat(refused.getMessage()).contains("'PRIVATE KEY' that cannot be read"));
    }

    @Test
    void readsHeadersOfAPackageOnce() throws IOException {
        String blanks = " ".repeat(2_000_000);
        String text = "--b\r\nContent-Type: application/xop+xml" + blanks + ";\r\n\r\n<a/>\r\n--b--\r\n";
        Path file = Files.writeString(folder.resolve("package.mime"), text);
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> Explanation.of(List.of(file), KeyFile.none()))
                .withMessageContaining("The root element is 'a'");
    }

    @Test
    void readsLongLinesOfAKeyFileOnce() throws IOException {
        Path file = Files.writeString(
                folder.resolve("keys.txt"), "sct identifier=a " + "x".repeat(4_000_000) + " key=AAAA\n");
        assertThat(KeyFile.read(List.of(file)).contexts()).containsOnlyKeys("a");
    }

    @Test
    void readsNoMessageInsideAMessageOfALog() throws IOException {
        String message = Captures.text("1-nonego-nosession", "01-request.xml");
        String namespace = "http://schemas.microsoft.com/2004/06/ServiceModel/Management/MessageTrace";
        String hostile =
                message.replace("<s:Body ", "<x:Block xmlns:x=\"" + namespace + "\">" + message + "</x:Block><s:Body ");
        String log = "<MessageLogTraceRecord xmlns=\"" + namespace + "\">" + hostile + "</MessageLogTraceRecord>";
        Path file = Files.write(folder.resolve("messages.svclog"), log.getBytes(UTF_8));
        assertThat(Explanation.of(List.of(file), KeyFile.none()).messages()).hasSize(1);
        // A message that names the log's namespace is a message all the same.
        Path alone = Files.write(
                folder.resolve("alone.xml"),
                message.replace("<s:Header>", "<s:Header><x:Block xmlns:x=\"" + namespace + "\"/>")
                        .getBytes(UTF_8));
        assertThat(Explanation.of(List.of(alone), KeyFile.none())
                        .messages()
                        .get(0)
                        .label())
                .isEqualTo("alone.xml");
    }
}
