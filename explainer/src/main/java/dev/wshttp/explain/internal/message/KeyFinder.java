// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.KeyFile;
import dev.wshttp.explain.internal.message.Key.Kind;
import dev.wshttp.explain.internal.message.Key.Place;
import dev.wshttp.explain.internal.xml.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows a {@code KeyInfo} from token to token to what the key comes from. For one envelope. */
final class KeyFinder {
    private static final String DEFAULT_LABEL = "WS-SecureConversationWS-SecureConversation";
    private static final int DEFAULT_LENGTH = 32;
    // WCF stops at an offset of 64 and seeds of 128 octets. Each key may be derived from another one, so it has to be
    // cheap.
    private static final int LONGEST_KEY = 64;
    private static final int FARTHEST_OFFSET = 64;
    private static final int LONGEST_NONCE = 128;

    private static final Key CIRCLE = Key.unknown("tokens that refer to each other in a circle");

    private final Origins origins;
    private final Secrets secrets;
    private final int message;
    private final Envelope envelope;

    KeyFinder(Origins origins, Secrets secrets, int message, Envelope envelope) {
        this.origins = origins;
        this.secrets = secrets;
        this.message = message;
        this.envelope = envelope;
    }

    static String hash(byte[] octets) {
        return Base64.getEncoder().encodeToString(Crypto.sha1(octets));
    }

    /** Returns the octets of the CipherValue in an element. */
    static Optional<byte[]> cipherText(Element encrypted) {
        return encrypted
                .child(Ns.ENCRYPTION, "CipherData")
                .flatMap(data -> data.child(Ns.ENCRYPTION, "CipherValue"))
                .flatMap(value -> Crypto.base64(value.text()));
    }

    /** Returns the key of a signature or of encrypted data. */
    Key of(Element signatureOrData) {
        return signatureOrData
                .child(Ns.SIGNATURE, "KeyInfo")
                .map(info -> named(info, new HashSet<>()))
                .or(() -> listed(signatureOrData))
                .orElseGet(() -> Key.unknown("there is no KeyInfo"));
    }

    // XML Encryption, section 3.6: an encrypted key may list what it encrypts.
    private Optional<Key> listed(Element data) {
        String uri = "#" + data.attribute("Id");
        return envelope.root().all(Ns.ENCRYPTION, "EncryptedKey").stream()
                .filter(key -> key.all(Ns.ENCRYPTION, "DataReference").stream()
                        .anyMatch(reference -> reference.attribute("URI").equals(uri)))
                .findFirst()
                .map(key -> token(key, new HashSet<>()));
    }

    private Key named(Element info, Set<Element> seen) {
        Optional<Element> reference = info.is(Ns.SECURITY, "SecurityTokenReference")
                ? Optional.of(info)
                : info.child(Ns.SECURITY, "SecurityTokenReference");
        List<Element> ways = reference.orElse(info).elements();
        if (ways.isEmpty()) {
            return Key.unknown("KeyInfo names no key");
        }
        Element way = ways.get(0);
        if (way.is(Ns.SECURITY, "Reference")) {
            return referred(way, seen);
        }
        if (way.is(Ns.SECURITY, "KeyIdentifier")) {
            return identified(way, seen);
        }
        if (way.is(Ns.SIGNATURE, "X509Data")) {
            String serial = way.first(Ns.SIGNATURE, "X509SerialNumber")
                    .map(Element::text)
                    .orElse("");
            return outside("by issuer and serial number " + serial);
        }
        return token(way, seen);
    }

    private Key referred(Element reference, Set<Element> seen) {
        String uri = reference.attribute("URI");
        if (!uri.startsWith("#")) {
            return context(uri, reference.attribute(Ns.CONVERSATION, "Instance"), null);
        }
        List<Element> found = envelope.withId(uri.substring(1));
        if (found.size() != 1) {
            return Key.unknown((found.isEmpty() ? "no element has" : "several elements have") + " the id '"
                    + uri.substring(1) + "'");
        }
        return token(found.get(0), seen);
    }

    private Key identified(Element identifier, Set<Element> seen) {
        String type = identifier.attribute("ValueType");
        byte[] octets = Crypto.base64(identifier.text()).orElse(new byte[0]);
        if (type.endsWith("#EncryptedKeySHA1")) {
            String hash = Base64.getEncoder().encodeToString(octets);
            return origins.encryptedKey(hash)
                    .map(place -> seen.add(place.element()) ? encryptedKey(place, seen) : CIRCLE)
                    .orElseGet(() -> Key.unknown("an encrypted key of another message, whose SHA-1 is " + hash));
        }
        String hex = HexFormat.of().withUpperCase().formatHex(octets);
        if (type.endsWith("#ThumbprintSHA1")) {
            return origins.byThumbprint(octets).orElseGet(() -> outside("by its SHA-1 thumbprint " + hex));
        }
        if (type.endsWith("#X509SubjectKeyIdentifier")) {
            return origins.bySubjectKey(octets).orElseGet(() -> outside("by its subject key identifier " + hex));
        }
        return Key.unknown("a KeyIdentifier of the type '" + type + "'");
    }

    private static Key outside(String how) {
        return new Key(
                Kind.CERTIFICATE,
                "certificate " + how,
                "certificate that is named " + how,
                List.of("The certificate itself is not in these messages. Both sides know it."),
                List.of(),
                null,
                null,
                null);
    }

    private Key token(Element token, Set<Element> seen) {
        if (!seen.add(token)) {
            return CIRCLE;
        }
        if (token.is(Ns.CONVERSATION, "DerivedKeyToken")) {
            return derived(token, seen);
        }
        if (token.is(Ns.CONVERSATION, "SecurityContextToken")) {
            return context(text(token, "Identifier"), text(token, "Instance"), new Place(message, token));
        }
        if (token.is(Ns.ENCRYPTION, "EncryptedKey")) {
            return encryptedKey(new Place(message, token), seen);
        }
        if (token.is(Ns.SECURITY, "BinarySecurityToken")) {
            return Crypto.base64(token.text())
                    .flatMap(TlsFlight::certificate)
                    .map(origins::certificateKey)
                    .orElseGet(() -> Key.unknown("a BinarySecurityToken that is no certificate"));
        }
        return Key.unknown("an element '" + token.qualifiedName() + "' that is no token of WCF's binding");
    }

    private static String text(Element token, String name) {
        return token.child(Ns.CONVERSATION, name).map(Element::text).orElse("");
    }

    private Key encryptedKey(Place place, Set<Element> seen) {
        Element element = place.element();
        Optional<byte[]> cipherText = cipherText(element);
        String name = hash(cipherText.orElse(new byte[0]));
        Key source = element.child(Ns.SIGNATURE, "KeyInfo")
                .map(info -> named(info, seen))
                .orElseGet(() -> Key.unknown("there is no KeyInfo"));
        byte @Nullable [] secret = cipherText
                .flatMap(octets -> secrets.encryptedKey(element, octets))
                .orElse(null);
        return new Key(
                Kind.ENCRYPTED_KEY,
                "encrypted key " + name,
                "key that the client made and encrypted for the service",
                List.of(
                        "Only the private key of the certificate decrypts it.",
                        "The SHA-1 of what was sent is " + name + "."),
                List.of(source),
                place,
                secret,
                null);
    }

    private Key context(String identifier, String instance, @Nullable Place token) {
        String name = KeyFile.contextName(identifier, instance);
        Optional<Origins.Issue> issue = origins.issue(name);
        var facts = new ArrayList<String>();
        facts.add("Its identifier is " + name + ".");
        issue.ifPresentOrElse(
                found -> facts.addAll(found.facts()),
                () -> facts.add("The message that issued it is not here, or is encrypted for readers without keys."));
        return new Key(
                Kind.CONTEXT,
                "context " + name,
                "security context " + identifier,
                facts,
                issue.map(Origins.Issue::sources).orElse(List.of()),
                issue.map(Origins.Issue::place).orElse(token),
                secrets.context(name).orElse(null),
                null);
    }

    private Key derived(Element token, Set<Element> seen) {
        Key source = token.child(Ns.SECURITY, "SecurityTokenReference")
                .map(reference -> named(reference, seen))
                .orElseGet(() -> Key.unknown("the token names no other"));
        Derivation derivation = Derivation.of(token);
        byte @Nullable [] key = source.secret().flatMap(derivation::derive).orElse(null);
        return new Key(
                Kind.DERIVED,
                "derived " + hash((derivation + " " + source.name()).getBytes(UTF_8)),
                "key of " + derivation.length + " octets, derived with nonce " + derivation.nonce,
                List.of("Octets " + derivation.offset + " to " + ((long) derivation.offset + derivation.length)
                        + " of P_SHA1(secret, label and nonce)."),
                List.of(source),
                new Place(message, token),
                key,
                null);
    }

    /** The parameters of a DerivedKeyToken (WS-SecureConversation, February 2005, section 7). */
    private record Derivation(String label, String nonce, int offset, int length) {
        static Derivation of(Element token) {
            int length = number(token, "Length", DEFAULT_LENGTH);
            long generated = (long) number(token, "Generation", 0) * length;
            int offset = generated > 0 ? (int) Math.min(generated, Integer.MAX_VALUE) : number(token, "Offset", 0);
            String label = text(token, "Label");
            return new Derivation(label.isEmpty() ? DEFAULT_LABEL : label, text(token, "Nonce"), offset, length);
        }

        private static int number(Element token, String name, int absent) {
            try {
                String text = text(token, name);
                return text.isEmpty() ? absent : Integer.parseUnsignedInt(text);
            } catch (NumberFormatException malformed) {
                return absent;
            }
        }

        Optional<byte[]> derive(byte[] secret) {
            byte[] octets = Crypto.base64(nonce).orElse(new byte[0]);
            boolean bounded = length > 0
                    && length <= LONGEST_KEY
                    && offset >= 0
                    && offset <= FARTHEST_OFFSET
                    && label.length() <= LONGEST_NONCE
                    && nonce.length() <= 2 * LONGEST_NONCE;
            if (!bounded || secret.length == 0 || octets.length == 0) {
                return Optional.empty();
            }
            byte[] seed = Arrays.copyOf(label.getBytes(UTF_8), label.getBytes(UTF_8).length + octets.length);
            System.arraycopy(octets, 0, seed, seed.length - octets.length, octets.length);
            byte[] output = Crypto.pSha1(secret, seed, offset + length);
            return Optional.of(Arrays.copyOfRange(output, offset, offset + length));
        }
    }
}
