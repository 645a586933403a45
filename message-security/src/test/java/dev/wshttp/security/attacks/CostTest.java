// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static dev.wshttp.security.internal.soap.Namespaces.XMLNS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.RefusalGuard;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/**
 * What messages of peers that are not authenticated cost: at most twice what a legitimate message of the same size costs, in CPU of the thread that
 * verifies. The attacker of the table makes messages of his own, with keys of his own, and shows the certificate of a client that is trusted, which
 * he saw on the wire: only the last signature gives him away.
 */
@Timeout(300)
class CostTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String ADDRESS = "http://localhost/Desk";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 7;
    private static final int BYTES = 40_000;
    // An octet string, and one whose length says that it is as long as an array can be.
    private static final byte[] KEY_IDENTIFIER = {4, 1, 0};
    private static final byte[] KEY_IDENTIFIER_OF_2_GB = {4, (byte) 0x84, 0x7F, -1, -1, -1, 0};
    // No message has a prefix of these.
    private static final int FIRST_CYRILLIC_LETTER = 0x410;
    private static final Duration NOISE = Duration.ofMillis(2);
    private static final Duration WARM_UP = Duration.ofMillis(500);
    // Of each message: once at first, and twice each time. It is refused without a look at it after PROMPT_ANSWERS
    // refusals.
    private static final int MORE_MEASUREMENTS = (RefusalGuard.PROMPT_ANSWERS - 1) / 2;

    private final PkiCredentials credentials = new PkiCredentials(PKI);
    private final PrivateKey attacker = PKI.untrustedTwin(TestPki.Role.CLIENT).key();
    private String reason = "";
    private final Sides sides = Sides.of(
            Mode.DIRECT.binding(), credentials.client(), credentials.service(), new AdjustableClock(PKI.now()));

    @Test
    void noMessageOfAPeerThatIsNotAuthenticatedCostsMoreThanTwoLegitimateOnes() throws Exception {
        Map<String, List<byte[]>> messages = messages();
        warmUp();
        Map<String, String> costly = new LinkedHashMap<>();
        messages.forEach((name, shape) -> {
            Item item = name.contains("long namespace") ? Item.NIL : Item.TEXT;
            Costs costs = judged(shape, item);
            if (Boolean.getBoolean("wshttp.costs")) {
                System.out.printf("%s: %s: %.70s%n", costs, name, reason);
            }
            if (costs.areTooHigh()) {
                costly.put(name, costs.toString());
            }
        });

        assertThat(costly).isEmpty();
    }

    /** Until the code of every legitimate message has been compiled, also where other processes keep the compilers waiting. */
    private void warmUp() {
        for (long spent = 0; spent < WARM_UP.toNanos(); ) {
            for (Item item : Item.values()) {
                spent += cpu(legitimate(BYTES, item));
            }
        }
    }

    /** What only this attack runs is not compiled at first, so costs that are too high are measured again. */
    private Costs judged(List<byte[]> shape, Item item) {
        Costs costs = measured(shape, 1, item);
        for (int more = 0; more < MORE_MEASUREMENTS && costs.areTooHigh(); more++) {
            costs = measured(shape, 2, item);
        }
        return costs;
    }

    /** Verifies attacks and legitimate messages in turn, so that whatever else goes on in the machine meets both of them. */
    private Costs measured(List<byte[]> shape, int times, Item item) {
        var attacks = new ArrayList<Long>();
        var legitimates = new ArrayList<Long>();
        int bytes = shape.get(0).length;
        for (int i = 0; i < times * shape.size(); i++) {
            legitimates.add(cpu(legitimate(bytes, item)));
            attacks.add(cpu(shape.get(i % shape.size())));
        }
        return new Costs(bytes, median(attacks), median(legitimates));
    }

    /** A new message, for a second verification would find a replay, of about a size: a little smaller. */
    private byte[] legitimate(int bytes, Item item) {
        int items = Math.max(1, (bytes / 8_000 * 8_000 - 7_000) * 3 / 4 / item.bytes());
        return sealed(items, item).octets();
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    /** What a kind of message costs in nanoseconds of CPU. */
    private record Costs(int bytes, long attack, long legitimate) {
        boolean areTooHigh() {
            return attack > 2 * legitimate + NOISE.toNanos();
        }

        @Override
        public String toString() {
            return attack / 1_000 + " us, legitimate " + legitimate / 1_000 + " us, " + bytes + " bytes, "
                    + 100 * attack / (2 * legitimate + NOISE.toNanos()) + " % of the bound";
        }
    }

    private long cpu(byte[] octets) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            sides.service().verify(sides.engine().read(octets, UTF_8));
        } catch (RuntimeException refused) {
            reason = String.valueOf(refused.getMessage());
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** What a legitimate body is a list of. */
    private enum Item {
        TEXT {
            @Override
            void write(XMLStreamWriter writer) throws XMLStreamException {
                writer.writeCharacters("order");
            }
        },
        /** As data binding writes it; the canonical form declares the prefix in each item, and is three times as long. */
        NIL {
            @Override
            void write(XMLStreamWriter writer) throws XMLStreamException {
                writer.writeAttribute("i", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil", "true");
            }
        };

        abstract void write(XMLStreamWriter writer) throws XMLStreamException;

        int bytes() {
            return (this == NIL ? "<item i:nil=\"true\"></item>" : "<item>order</item>").length();
        }
    }

    private ProtectedMessage sealed(int items, Item item) {
        return sides.client()
                .protect(
                        new OutgoingMessage(Addressing.request(Desk.ORDER, ADDRESS), List.of(), writer -> {
                            writer.writeStartElement("d", "order", Desk.NAMESPACE);
                            writer.writeNamespace("d", Desk.NAMESPACE);
                            writer.writeNamespace("i", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
                            for (int i = 0; i < items; i++) {
                                writer.writeStartElement("item");
                                item.write(writer);
                                writer.writeEndElement();
                            }
                            writer.writeEndElement();
                        }),
                        Sides.CONTOSO);
    }

    private Map<String, List<byte[]>> messages() throws Exception {
        var shapes = new LinkedHashMap<String, Consumer<Forgery>>();
        shapes.put("nothing strange", message -> {});
        shapes.put("a deep body", message -> fill(message, 25));
        shapes.put("a flat body", message -> fill(message, 1));
        shapes.put("attributes in the body", message -> {
            Element content = content(message);
            for (int i = 0; i < 40; i++) {
                Element element = message.create("", "x");
                IntStream.range(0, 60).forEach(n -> element.setAttribute("a" + n, "value"));
                content.appendChild(element);
            }
        });
        shapes.put("namespaces in the body", message -> {
            Element content = content(message);
            for (int i = 0; i < 30; i++) {
                Element element = message.create("urn:x" + i, "x" + i + ":x");
                for (int n = 0; n < 40; n++) {
                    element.setAttributeNS(XMLNS, "xmlns:n" + n, "urn:namespace:" + n);
                    element.setAttributeNS("urn:namespace:" + n, "n" + n + ":a", "");
                }
                content.appendChild(element);
            }
        });
        shapes.put("many namespaces around", message -> declare(envelope(message), 60, 600));
        shapes.put("long namespaces around", message -> declare(envelope(message), 45, 900));
        shapes.put("a long namespace in each header", message -> {
            declare(envelope(message), 1, 900);
            header(
                    message,
                    24,
                    block -> IntStream.range(0, 20)
                            .forEach(i -> block.appendChild(message.body()
                                    .getOwnerDocument()
                                    .createElementNS("urn:" + "n".repeat(900), "n0:x"))));
        });
        shapes.put("a long namespace in each element of the body", message -> {
            declare(envelope(message), 1, 900);
            message.body().setTextContent("");
            for (int i = 0; i < 2_000; i++) {
                message.body()
                        .appendChild(
                                message.body().getOwnerDocument().createElementNS("urn:" + "n".repeat(900), "n0:x"));
            }
            message.plaintext(message.body(), "<n0:x></n0:x>".repeat(2_000));
        });
        shapes.put("prefix lists that name long namespaces", message -> {
            declare(envelope(message), 30, 900);
            header(message, 20, block -> {});
            prefixes(message, IntStream.range(0, 25).mapToObj(i -> "n" + i));
        });
        shapes.put("prefix lists of 50 names", message -> {
            header(message, 20, block -> fill(block, 40));
            prefixes(message, IntStream.range(0, 50).mapToObj(i -> Character.toString(FIRST_CYRILLIC_LETTER + i)));
        });
        shapes.put("30 references", message -> header(message, 24, block -> block.setTextContent("t".repeat(1_200))));
        shapes.put("24 references to parts that contain each other", CostTest::overlapping);
        shapes.put(
                "headers that are not signed",
                message -> IntStream.range(0, 1_500)
                        .forEach(i -> message.header().appendChild(message.create("urn:x", "x"))));
        shapes.put(
                "headers with ids that are not signed",
                message -> IntStream.range(0, 700).forEach(i -> {
                    Element block = message.create("urn:x", "x");
                    block.setAttributeNS(UTILITY, "u:Id", "h" + i);
                    message.header().appendChild(block);
                }));
        shapes.put(
                "24 headers with ids that are not signed",
                message -> IntStream.range(0, 24).forEach(i -> {
                    Element block = message.create("urn:x", "x");
                    block.setAttributeNS(UTILITY, "u:Id", "h" + i);
                    block.setTextContent("t".repeat(1_500));
                    message.header().appendChild(block);
                }));
        shapes.put(
                "ids",
                message -> IntStream.range(0, 1_200).forEach(i -> {
                    Element block = message.create("urn:x", "x");
                    block.setAttribute("Id", "i" + i);
                    message.header().appendChild(block);
                }));
        shapes.put(
                "ids of one hash",
                message -> IntStream.range(0, 1_000).forEach(i -> {
                    Element block = message.create("urn:x", "x");
                    block.setAttribute("Id", ofOneHash(i));
                    message.header().appendChild(block);
                }));
        shapes.put(
                "names of one hash",
                message -> IntStream.range(0, 1_000)
                        .forEach(i -> message.header().appendChild(message.create("urn:x", ofOneHash(i)))));
        shapes.put("a long id", message -> {
            String id = "i".repeat(20_000);
            String old = message.first("Timestamp").getAttributeNS(UTILITY, "Id");
            message.first("Timestamp").setAttributeNS(UTILITY, "u:Id", id);
            message.all("Reference").stream()
                    .filter(reference -> reference.getAttribute("URI").equals("#" + old))
                    .forEach(reference -> reference.setAttribute("URI", "#" + id));
        });
        shapes.put(
                "white space",
                message -> message.security()
                        .insertBefore(
                                message.security().getOwnerDocument().createTextNode(" \n".repeat(BYTES / 2)),
                                message.security().getFirstChild()));
        shapes.put("four derived keys", message -> {
            for (Element key : List.of(message.signatureKey(), message.encryptionKey())) {
                Element copy = (Element) key.cloneNode(true);
                copy.setAttributeNS(UTILITY, "u:Id", copy.getAttributeNS(UTILITY, "Id") + "x");
                Forgery.in(copy, "Nonce").setTextContent(Base64.getEncoder().encodeToString(new byte[128]));
                key.getParentNode().insertBefore(copy, key);
            }
        });
        shapes.put(
                "a hundred derived keys",
                message -> IntStream.range(0, 60).forEach(i -> {
                    Element copy = (Element) message.signatureKey().cloneNode(true);
                    copy.setAttributeNS(UTILITY, "u:Id", "k" + i);
                    message.security().insertBefore(copy, message.signatureKey());
                }));
        shapes.put(
                "a fault",
                message -> message.body()
                        .getFirstChild()
                        .getOwnerDocument()
                        .renameNode(
                                message.body().getFirstChild(), "http://www.w3.org/2003/05/soap-envelope", "s:Fault"));
        var messages = new LinkedHashMap<String, List<byte[]>>();
        shapes.forEach((name, change) -> messages.put(name, repeat(() -> forged(change))));

        octets(
                messages,
                "character references",
                text -> text.replaceFirst(
                        "</s:Header>", "<x xmlns='urn:x'>" + "&#65;".repeat(BYTES / 5) + "</x></s:Header>"));
        octets(
                messages,
                "attributes against the canonical order, with long namespaces",
                text -> text.replaceFirst("</s:Header>", descendingAttributes() + "</s:Header>"));
        octets(
                messages,
                "thousands of headers that are not signed",
                text -> text.replaceFirst("</s:Header>", "<x:x xmlns:x='urn:x'/>".repeat(BYTES / 11) + "</s:Header>"));
        for (String escape : List.of(">", "&#13;", "&lt;", "<![CDATA[<]]>", "<!---->")) {
            octets(
                    messages,
                    "a text of " + escape,
                    text -> text.replaceFirst(
                            "</s:Header>",
                            "<x xmlns='urn:x'>" + escape.repeat(BYTES / escape.length()) + "</x></s:Header>"));
        }
        octets(messages, "a document type", text -> "<!DOCTYPE s [<!ENTITY a '" + "b".repeat(BYTES) + "'>]>" + text);
        octets(messages, "octets in the place of the endorsement", text -> lastItem(text, BYTES * 3 / 4));
        octets(
                messages,
                "white space in octets",
                text -> text.replaceFirst("(?s)(.*CipherValue>)", "$1" + " \n".repeat(BYTES / 2)));
        octets(messages, "a huge certificate", text -> certificate(text, new byte[BYTES * 3 / 4]));
        for (int bits : new int[] {4_096, 16_384, 60_000}) {
            byte[] key = certificate(bits, KEY_IDENTIFIER);
            octets(messages, "an RSA key of " + bits + " bits", text -> certificate(text, key));
        }
        octets(messages, "an untrusted certificate", text -> certificate(text, untrusted()));
        byte[] claiming = certificate(2_048, KEY_IDENTIFIER_OF_2_GB);
        octets(messages, "a key identifier that claims 2 GB", text -> certificate(text, claiming));
        octets(
                messages,
                "a thousand items",
                text -> text.replaceFirst(
                        "(?s)(<o:BinarySecurityToken.*?</o:BinarySecurityToken>)(<xenc:EncryptedData.*?</xenc:EncryptedData>)",
                        "$1" + "$2".repeat(20)));
        return messages;
    }

    /** Elements with as many attributes as one may have, which have to be sorted by namespaces that differ at their ends. */
    private static String descendingAttributes() {
        int namespaces = 30;
        var elements = new StringBuilder("<x xmlns='urn:x'");
        IntStream.range(0, namespaces)
                .forEach(i -> elements.append(" xmlns:n" + i + "='urn:" + "n".repeat(900) + (1_000 + i) + "'"));
        var element = new StringBuilder("<x");
        IntStream.iterate(namespaces - 1, i -> i >= 0, i -> i - 1).forEach(i -> element.append(" n" + i + ":a=''"));
        return elements.append(">")
                .append(element.append("/>").toString().repeat(20))
                .append("</x>")
                .toString();
    }

    /** Names that all have the same hash code. */
    private static String ofOneHash(int number) {
        var name = new StringBuilder("n");
        for (int bit = 0; bit < 10; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    /** A certificate with a key whose modulus and exponent have that many bits. */
    private static byte[] certificate(int bits, byte[] keyIdentifier) {
        try {
            var modulus = new BigInteger(bits, new Random(1)).setBit(bits - 1).setBit(0);
            var info = new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(modulus, modulus.subtract(BigInteger.TWO)));
            var signer = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            return new X509v3CertificateBuilder(
                            new X500Name("CN=any"),
                            BigInteger.ONE,
                            new Time(new DERGeneralizedTime("20200101000000Z")),
                            new Time(new DERGeneralizedTime("20900101000000Z")),
                            new X500Name("CN=any"),
                            info)
                    .addExtension(Extension.subjectKeyIdentifier, false, keyIdentifier)
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate()))
                    .getEncoded();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void octets(Map<String, List<byte[]>> messages, String name, UnaryOperator<String> change) {
        messages.put(
                name,
                repeat(() ->
                        change.apply(new String(forged(message -> {}), UTF_8)).getBytes(UTF_8)));
    }

    private static List<byte[]> repeat(Supplier<byte[]> maker) {
        var made = new ArrayList<byte[]>();
        for (int i = 0; i < ROUNDS; i++) {
            made.add(maker.get());
        }
        return made;
    }

    /** A message under a key of the attacker's, complete but for the endorsing signature. */
    private byte[] forged(Consumer<Forgery> change) {
        ProtectedMessage own = sealed(1, Item.TEXT);
        Forgery message = Forgery.opened(own.octets(), own.key().secret());
        change.accept(message);
        return message.remake(attacker).seal();
    }

    private static Element envelope(Forgery message) {
        return (Element) message.header().getParentNode();
    }

    private static Element content(Forgery message) {
        return (Element) message.body().getFirstChild();
    }

    private static void fill(Element block, int elements) {
        for (int i = 0; i < elements; i++) {
            block.appendChild(block.getOwnerDocument().createElementNS("urn:x" + i % 2, "x:y"));
        }
    }

    private static void fill(Forgery message, int depth) {
        for (int bytes = 0; bytes < BYTES * 3 / 4; bytes += 8 * depth) {
            Element parent = content(message);
            for (int level = 0; level < depth; level++) {
                parent = (Element)
                        parent.appendChild(message.body().getOwnerDocument().createElementNS(null, "x"));
            }
        }
    }

    private static void declare(Element element, int number, int length) {
        for (int i = 0; i < number; i++) {
            element.setAttributeNS(XMLNS, "xmlns:n" + i, "urn:" + (i == 0 ? "" : i) + "n".repeat(length));
        }
    }

    /** Adds signed headers. */
    private static void header(Forgery message, int number, Consumer<Element> change) {
        for (int i = 0; i < number; i++) {
            Element block = message.create("urn:x", "x:x");
            block.setAttributeNS(UTILITY, "u:Id", "header" + i);
            change.accept(block);
            message.header().insertBefore(block, message.header().getFirstChild());
            message.coverAlso(message.primarySignature(), block);
        }
    }

    private static void overlapping(Forgery message) {
        Element outer = message.create("urn:x", "x:x");
        outer.setTextContent("t".repeat(BYTES));
        for (int level = 0; level < 24; level++) {
            outer.setAttributeNS(UTILITY, "u:Id", "level" + level);
            message.coverAlso(message.primarySignature(), outer);
            Element next = message.create("urn:x", "x:x");
            next.appendChild(outer);
            outer = next;
        }
        message.header().appendChild(outer);
    }

    private static void prefixes(Forgery message, Stream<String> names) {
        String list = names.collect(Collectors.joining(" "));
        for (Element transform : message.all("Transform")) {
            Element inclusive = message.create("http://www.w3.org/2001/10/xml-exc-c14n#", "ec:InclusiveNamespaces");
            inclusive.setAttributeNS(null, "PrefixList", list);
            transform.appendChild(inclusive);
        }
    }

    private static byte[] untrusted() {
        try {
            return PKI.untrustedTwin(TestPki.Role.CLIENT).certificate().getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String certificate(String text, byte[] octets) {
        return text.replaceFirst(
                "(<o:BinarySecurityToken[^>]*>)[^<]*",
                "$1" + Base64.getEncoder().encodeToString(octets));
    }

    /** Other octets in the last item of the security header. */
    private static String lastItem(String text, int bytes) {
        int end = text.lastIndexOf("</o:Security>");
        int value = text.lastIndexOf("<xenc:CipherValue>", end) + "<xenc:CipherValue>".length();
        byte[] octets = new byte[bytes / 16 * 16];
        Arrays.fill(octets, (byte) 7);
        return text.substring(0, value)
                + Base64.getEncoder().encodeToString(octets)
                + text.substring(text.indexOf('<', value));
    }
}
