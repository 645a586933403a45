// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SharedSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A message in an attacker's hands. An {@link #intercepted} one can be changed as it goes over the wire; one that was {@link #opened} with
 * its key can be changed inside, signed anew and encrypted again. It knows no rules: it signs and encrypts whatever it finds.
 */
public final class Forgery {
    static {
        // Santuario works after this only, and no test may rely on another one that ran before.
        WSSConfig.init();
    }

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CONTENT = Namespaces.ENCRYPTED_CONTENT;

    private final Document document;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Part, byte[]> plaintexts = new HashMap<>();
    private SharedSecret secret;

    private Forgery(Document document, SharedSecret secret) {
        this.document = document;
        this.secret = secret;
    }

    /** Starts from what an attacker on the network has: octets. */
    public static Forgery intercepted(byte[] octets) {
        return new Forgery(Envelopes.parse(octets), SharedSecret.of(new byte[0]));
    }

    /** Starts from what one of the two sides has, or an attacker that makes messages of its own: octets and their key. */
    public static Forgery opened(byte[] octets, SharedSecret secret) {
        var forgery = new Forgery(Envelopes.parse(octets), secret);
        forgery.all("EncryptedData").forEach(forgery::open);
        return forgery;
    }

    /** Starts from a document that nothing protects; it is changed in place. */
    public static Forgery of(Document document) {
        return new Forgery(document, SharedSecret.of(new byte[0]));
    }

    // Looking around

    /** Every element with this local name, in document order. */
    public List<Element> all(String localName) {
        NodeList found = document.getElementsByTagNameNS("*", localName);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** The first element with this local name. */
    public Element first(String localName) {
        return (Element)
                requireNonNull(document.getElementsByTagNameNS("*", localName).item(0), localName);
    }

    /** The first element with this local name inside another. */
    public static Element in(Element ancestor, String localName) {
        return (Element)
                requireNonNull(ancestor.getElementsByTagNameNS("*", localName).item(0), localName);
    }

    public Element header() {
        return first("Header");
    }

    public Element security() {
        return first("Security");
    }

    /**
     * The SOAP body, not another element of that name.
     *
     * @throws IllegalArgumentException if the message is no envelope
     */
    public Element body() {
        Element envelope = document.getDocumentElement();
        Element body = Elements.child(envelope, Namespaces.SOAP, "Body");
        if (body == null) {
            throw new IllegalArgumentException(
                    "The message is '" + envelope.getNodeName() + "' (expected a SOAP 1.2 envelope with a Body).");
        }
        return body;
    }

    public Element primarySignature() {
        return all("Signature").get(0);
    }

    public Element endorsingSignature() {
        return all("Signature").get(1);
    }

    public Element signatureKey() {
        return all("DerivedKeyToken").get(0);
    }

    public Element encryptionKey() {
        return all("DerivedKeyToken").get(1);
    }

    // Changing

    /** A new element that declares its prefix, belonging nowhere. */
    public Element create(String namespace, String name) {
        Element element = document.createElementNS(namespace, name);
        String prefix = name.contains(":") ? ":" + name.substring(0, name.indexOf(':')) : "";
        element.setAttributeNS(Namespaces.XMLNS, "xmlns" + prefix, namespace);
        return element;
    }

    public Forgery remove(String localName) {
        all(localName).forEach(Forgery::remove);
        return this;
    }

    public static void remove(Node node) {
        node.getParentNode().removeChild(node);
    }

    public static void moveToEnd(Node node) {
        node.getParentNode().appendChild(node);
    }

    public static void moveBefore(Node node, Node other) {
        other.getParentNode().insertBefore(node, other);
    }

    /** Changes the algorithm attribute of every element of this name inside another. */
    public static void useAlgorithm(Element ancestor, String localName, String uri) {
        NodeList found = ancestor.getElementsByTagNameNS("*", localName);
        for (int i = 0; i < found.getLength(); i++) {
            ((Element) found.item(i)).setAttributeNS(null, "Algorithm", uri);
        }
    }

    /** Takes the reference to an element out of the primary signature. */
    public Forgery unsign(Element element) {
        referencesOf(primarySignature()).stream()
                .filter(reference -> reference.getAttribute("URI").equals("#" + Elements.id(element)))
                .toList()
                .forEach(Forgery::remove);
        return this;
    }

    /** Adds a reference to an element to a signature. */
    public Forgery coverAlso(Element signature, Element element) {
        Element reference = (Element) referencesOf(signature).get(0).cloneNode(true);
        reference.setAttributeNS(null, "URI", "#" + Elements.id(element));
        in(signature, "SignedInfo").appendChild(reference);
        return this;
    }

    /** Leaves a part in clear that was encrypted. */
    public Forgery inClear(Element element) {
        Part part = part(element);
        parts.remove(part);
        unlist(part.encrypted);
        return this;
    }

    /** Gives up a part altogether. */
    public Forgery dropPart(Element element) {
        inClear(element);
        remove(element);
        return this;
    }

    /** Encrypts other octets in the place of a part. */
    public Forgery plaintext(Element element, String octets) {
        plaintexts.put(part(element), octets.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds an element to be encrypted like another one. */
    public Forgery encryptAlso(Element element, Element like) {
        Element encrypted = (Element) part(like).encrypted.cloneNode(true);
        encrypted.setAttributeNS(null, "Id", "added");
        parts.add(new Part(element, encrypted));
        Element reference = create(ENCRYPTION, "e:DataReference");
        reference.setAttributeNS(null, "URI", "#added");
        first("ReferenceList").appendChild(reference);
        return this;
    }

    /** Signs and encrypts with the secret itself, not with keys derived from it. */
    public Forgery withoutDerivedKeys() {
        Element token = in(signatureKey(), "SecurityTokenReference");
        token.setAttributeNS(Namespaces.XMLNS, "xmlns:" + token.getPrefix(), token.getNamespaceURI());
        token.removeAttributeNS(Namespaces.SECURITY_11, "TokenType");
        List<Element> users = new ArrayList<>(List.of(primarySignature()));
        parts.forEach(part -> users.add(part.encrypted));
        for (Element user : users) {
            Element keyInfo = requireNonNull(Elements.child(user, SIGNATURE, "KeyInfo"));
            keyInfo.replaceChild(token.cloneNode(true), in(keyInfo, "SecurityTokenReference"));
        }
        return remove("DerivedKeyToken");
    }

    /** Uses another secret, already wrapped for whom it may concern. */
    public Forgery rekey(SharedSecret other, byte[] wrapped) {
        secret = other;
        in(first("EncryptedKey"), "CipherValue").setTextContent(base64(wrapped));
        return this;
    }

    /** Uses another secret without saying so. */
    public Forgery withSecret(SharedSecret other) {
        secret = other;
        return this;
    }

    // Making it look genuine

    /** Computes the digests and the HMAC of the primary signature anew. */
    public Forgery sign() {
        Element signature = primarySignature();
        digest(signature);
        byte[] value = hmac(signature, namedKey(signature));
        NodeList truncation = signature.getElementsByTagNameNS(SIGNATURE, "HMACOutputLength");
        int bytes = truncation.getLength() == 0
                ? value.length
                : Integer.parseInt(truncation.item(0).getTextContent()) / 8;
        in(signature, "SignatureValue").setTextContent(base64(Arrays.copyOf(value, bytes)));
        return this;
    }

    /** Computes the endorsing signature anew. */
    public Forgery endorse(PrivateKey key) {
        Element signature = endorsingSignature();
        digest(signature);
        in(signature, "SignatureValue").setTextContent(base64(rsa(signature, key)));
        return this;
    }

    /** Signs and, where it has to be, endorses anew. */
    public Forgery remake(PrivateKey clientKey) {
        sign();
        return all("Signature").size() > 1 ? endorse(clientKey) : this;
    }

    /** Encrypts again what was encrypted. The forgery is used up by it. */
    public byte[] seal() {
        // What is inside another part goes first; parts never are, so any order will do.
        parts.forEach(this::seal);
        return octets();
    }

    /** The message as it stands. */
    public byte[] octets() {
        return octets(document);
    }

    /** A message as octets. */
    public static byte[] octets(Document message) {
        return canonical(message, Canonicalizer.ALGO_ID_C14N_PHYSICAL);
    }

    private void open(Element encrypted) {
        Element parent = (Element) encrypted.getParentNode();
        int position = Elements.children(parent).indexOf(encrypted);
        Element template = (Element) encrypted.cloneNode(true);
        try {
            XMLCipher cipher = XMLCipher.getInstance();
            cipher.init(XMLCipher.DECRYPT_MODE, new SecretKeySpec(namedKey(encrypted), keyName(encrypted)));
            cipher.doFinal(document, encrypted);
        } catch (Exception undecryptable) {
            throw new IllegalStateException(undecryptable);
        }
        boolean content = template.getAttribute("Type").equals(CONTENT);
        parts.add(new Part(content ? parent : Elements.children(parent).get(position), template));
    }

    private void seal(Part part) {
        boolean content = part.encrypted.getAttribute("Type").equals(CONTENT);
        Element element = content ? body() : part.element;
        byte[] plaintext = plaintexts.computeIfAbsent(part, any -> content ? contentOf(element) : exclusive(element));
        in(part.encrypted, "CipherValue")
                .setTextContent(base64(encrypt(part.encrypted, namedKey(part.encrypted), plaintext)));
        if (content) {
            element.setTextContent("");
            element.appendChild(part.encrypted);
        } else {
            element.getParentNode().replaceChild(part.encrypted, element);
        }
    }

    private Part part(Element element) {
        return parts.stream()
                .filter(part -> part.element == element)
                .findFirst()
                .orElseThrow();
    }

    private void unlist(Element encrypted) {
        all("DataReference").stream()
                .filter(reference -> reference.getAttribute("URI").equals("#" + encrypted.getAttribute("Id")))
                .forEach(Forgery::remove);
    }

    private void digest(Element signature) {
        for (Element reference : referencesOf(signature)) {
            Element target = byId(reference.getAttribute("URI").substring(1));
            byte[] digest =
                    digest(in(reference, "DigestMethod").getAttribute("Algorithm"), transformed(reference, target));
            in(reference, "DigestValue").setTextContent(base64(digest));
        }
    }

    /** A forger signs what he likes: only the prefix list of the transform has a meaning here. */
    private static byte[] transformed(Element reference, Element target) {
        NodeList lists = reference.getElementsByTagNameNS("*", "InclusiveNamespaces");
        String prefixes = lists.getLength() == 0 ? "" : ((Element) lists.item(0)).getAttribute("PrefixList");
        return exclusive(target, prefixes);
    }

    private byte[] hmac(Element signature, byte[] key) {
        String uri = in(signature, "SignatureMethod").getAttribute("Algorithm");
        String name = uri.endsWith("hmac-sha256") ? "HmacSHA256" : "HmacSHA1";
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(signedInfo(signature));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] rsa(Element signature, PrivateKey key) {
        String uri = in(signature, "SignatureMethod").getAttribute("Algorithm");
        try {
            Signature rsa = Signature.getInstance(uri.endsWith("rsa-sha256") ? "SHA256withRSA" : "SHA1withRSA");
            rsa.initSign(key);
            rsa.update(signedInfo(signature));
            return rsa.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] digest(String uri, byte[] octets) {
        try {
            return MessageDigest.getInstance(uri.endsWith("sha256") ? "SHA-256" : "SHA-1")
                    .digest(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] signedInfo(Element signature) {
        return exclusive(in(signature, "SignedInfo"));
    }

    /** The key that the key info of a signature or of encrypted data names: a derived one, or else the secret itself. */
    private byte[] namedKey(Element user) {
        Element keyInfo = requireNonNull(Elements.child(user, SIGNATURE, "KeyInfo"));
        NodeList references = keyInfo.getElementsByTagNameNS("*", "Reference");
        String uri = references.getLength() == 0 ? "" : ((Element) references.item(0)).getAttribute("URI");
        Element token = uri.startsWith("#") ? byId(uri.substring(1)) : user;
        return token.getLocalName().equals("DerivedKeyToken") ? secret.derive(derivation(token)) : secret.octets();
    }

    private static KeyDerivation derivation(Element token) {
        int length = number(token, "Length", 32);
        int offset = number(token, "Offset", number(token, "Generation", 0) * length);
        Element label = Elements.child(token, CONVERSATION, "Label");
        byte[] nonce = Base64.getMimeDecoder().decode(in(token, "Nonce").getTextContent());
        return new KeyDerivation(
                label == null ? SharedSecret.DEFAULT_LABEL : label.getTextContent(), nonce, offset, length);
    }

    private static int number(Element token, String name, int absent) {
        Element found = Elements.child(token, CONVERSATION, name);
        return found == null ? absent : Integer.parseInt(found.getTextContent());
    }

    private Element byId(String id) {
        return all("*").stream()
                .filter(element -> Elements.id(element).equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no element with id " + id));
    }

    private static List<Element> referencesOf(Element signature) {
        return Elements.children(in(signature, "SignedInfo")).stream()
                .filter(child -> Elements.is(child, SIGNATURE, "Reference"))
                .toList();
    }

    private static byte[] contentOf(Element element) {
        var octets = new ByteArrayOutputStream();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            octets.writeBytes(exclusive(child, FaultCodes.PREFIX));
        }
        return octets.toByteArray();
    }

    private static byte[] exclusive(Node node) {
        return canonical(node, Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
    }

    /** @param inclusive the prefixes whose declarations stay even where no name has them */
    private static byte[] exclusive(Node node, String inclusive) {
        var octets = new ByteArrayOutputStream();
        try {
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS)
                    .canonicalizeSubtree(node, inclusive, octets);
            return octets.toByteArray();
        } catch (XMLSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] canonical(Node node, String algorithm) {
        try (var octets = new ByteArrayOutputStream()) {
            Canonicalizer.getInstance(algorithm).canonicalizeSubtree(node, octets);
            return octets.toByteArray();
        } catch (XMLSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** XML Encryption, section 5.2: the initialization vector, then the blocks. */
    private static byte[] encrypt(Element encrypted, byte[] key, byte[] plaintext) {
        try {
            Cipher cipher = Cipher.getInstance(keyName(encrypted) + "/CBC/ISO10126Padding");
            byte[] vector = new byte[cipher.getBlockSize()];
            RANDOM.nextBytes(vector);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, keyName(encrypted)), new IvParameterSpec(vector));
            byte[] blocks = cipher.doFinal(plaintext);
            byte[] value = Arrays.copyOf(vector, vector.length + blocks.length);
            System.arraycopy(blocks, 0, value, vector.length, blocks.length);
            return value;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String keyName(Element encrypted) {
        String uri = in(encrypted, "EncryptionMethod").getAttribute("Algorithm");
        return uri.endsWith("tripledes-cbc") ? "DESede" : "AES";
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /**
     * A part that is encrypted on the wire.
     *
     * @param element the part, or the body whose content it is
     * @param encrypted what stands in its place on the wire
     */
    private record Part(Element element, Element encrypted) {}
}
