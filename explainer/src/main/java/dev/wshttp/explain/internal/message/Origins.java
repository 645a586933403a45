// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.KeyFile;
import dev.wshttp.explain.internal.message.Key.Kind;
import dev.wshttp.explain.internal.message.Key.Place;
import dev.wshttp.explain.internal.xml.Element;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where tokens and keys of an exchange come from: handshakes, issued contexts, encrypted keys and certificates of all its messages. */
final class Origins {
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    // WCF's negotiation has four.
    static final int MOST_LEGS = 10;

    private final Map<String, List<Leg>> handshakes = new LinkedHashMap<>();
    private final Map<String, Issue> issues = new HashMap<>();
    private final Map<String, Place> encryptedKeys = new HashMap<>();
    private final Map<String, Key> certificates = new LinkedHashMap<>();

    /** A message of a negotiation, with the flight in it. */
    record Leg(Place place, TlsFlight flight, boolean ofService) {}

    /** The message in which a context was issued, and what its key comes from. */
    record Issue(Place place, List<Key> sources, List<String> facts) {
        Issue {
            sources = List.copyOf(sources);
            facts = List.copyOf(facts);
        }
    }

    Origins(KeyFile keys) {
        keys.certificates().forEach(each -> certificate(each, null, "in the key file"));
    }

    /** Notes the leg of a negotiation in a message as the network saw it. */
    void registerLeg(int message, Envelope wire, boolean ofService) {
        wire.leg()
                .ifPresent(exchange -> Crypto.base64(exchange.text())
                        .ifPresent(octets -> leg(new Place(message, exchange), octets, ofService)));
    }

    /** Notes the tokens of a message, as the network saw it or as it was opened. */
    void registerTokens(int message, Envelope envelope) {
        for (Element key : envelope.root().all(Ns.ENCRYPTION, "EncryptedKey")) {
            KeyFinder.cipherText(key)
                    .ifPresent(octets -> encryptedKeys.putIfAbsent(KeyFinder.hash(octets), new Place(message, key)));
        }
        for (Element token : envelope.root().all(Ns.SECURITY, "BinarySecurityToken")) {
            Crypto.base64(token.text())
                    .flatMap(TlsFlight::certificate)
                    .ifPresent(each -> certificate(each, new Place(message, token), "in a BinarySecurityToken"));
        }
    }

    private void leg(Place place, byte[] octets, boolean ofService) {
        TlsFlight flight = TlsFlight.of(octets);
        String context = place.element()
                .parent()
                .map(response -> response.attribute("Context"))
                .orElse("");
        List<Leg> legs = handshakes.computeIfAbsent(context, any -> new ArrayList<>());
        if (legs.size() >= MOST_LEGS) {
            return;
        }
        legs.add(new Leg(place, flight, ofService));
        flight.certificates()
                .forEach(each -> certificate(each, place, "in the Certificate message of a TLS handshake"));
    }

    /** Notes a context that a response issues. */
    void issued(String name, Issue issue) {
        issues.putIfAbsent(name, issue);
    }

    Optional<Issue> issue(String name) {
        return Optional.ofNullable(issues.get(name));
    }

    Optional<Place> encryptedKey(String hash) {
        return Optional.ofNullable(encryptedKeys.get(hash));
    }

    /** Returns the flight in a message of a negotiation. */
    Optional<TlsFlight> flight(Element exchange) {
        return handshakes.values().stream()
                .flatMap(List::stream)
                .filter(leg -> leg.place().element() == exchange)
                .map(Leg::flight)
                .findFirst();
    }

    boolean hasHandshake() {
        return !handshakes.isEmpty();
    }

    /** Returns the handshake of a negotiation, with the certificates that it showed. */
    Key handshake(String context) {
        List<Leg> legs = handshakes.getOrDefault(context, List.of());
        if (legs.isEmpty()) {
            return Key.unknown("a TLS handshake that is not among these messages");
        }
        var facts = new ArrayList<String>();
        var sources = new ArrayList<Key>();
        for (Leg leg : legs) {
            String sender = leg.ofService() ? "service" : "client";
            facts.add("The " + sender + " sent "
                    + String.join(
                            ", ",
                            leg.flight().steps().stream()
                                    .map(TlsFlight.Step::name)
                                    .toList()) + ".");
            leg.flight().cipherSuite().ifPresent(suite -> facts.add("The service chose " + suite + "."));
            leg.flight().certificates().stream().findFirst().ifPresent(first -> sources.add(certificateKey(first)));
        }
        return new Key(
                Kind.HANDSHAKE,
                "handshake " + context,
                "TLS handshake of the negotiation",
                facts,
                sources,
                legs.get(0).place(),
                null,
                null);
    }

    /** Returns the certificates that one side showed in handshakes, the leaf of each. */
    List<X509Certificate> shown(boolean byService) {
        return handshakes.values().stream()
                .flatMap(List::stream)
                .filter(leg -> leg.ofService() == byService)
                .flatMap(leg -> leg.flight().certificates().stream().limit(1))
                .distinct()
                .toList();
    }

    private Key certificate(X509Certificate certificate, @Nullable Place place, String where) {
        Key key = new Key(
                Kind.CERTIFICATE,
                "certificate " + thumbprint(certificate),
                "certificate of " + certificate.getSubjectX500Principal().getName(),
                List.of(
                        "Its issuer is " + certificate.getIssuerX500Principal().getName() + ".",
                        "It is valid from " + certificate.getNotBefore().toInstant() + " to "
                                + certificate.getNotAfter().toInstant() + ".",
                        "Its SHA-1 thumbprint is " + thumbprint(certificate) + ".",
                        "It was found " + where + "."),
                List.of(),
                place,
                null,
                certificate);
        Key known = certificates.putIfAbsent(thumbprint(certificate), key);
        return known == null ? key : known;
    }

    Key certificateKey(X509Certificate certificate) {
        return certificate(certificate, null, "in the message");
    }

    /** Returns the certificate that a KeyIdentifier names by its thumbprint. */
    Optional<Key> byThumbprint(byte[] octets) {
        return Optional.ofNullable(
                certificates.get(HexFormat.of().withUpperCase().formatHex(octets)));
    }

    /** Returns the certificate that a KeyIdentifier names by its subject key identifier. */
    Optional<Key> bySubjectKey(byte[] octets) {
        return certificates.values().stream()
                .filter(key -> key.certificate()
                        .filter(each -> Arrays.equals(subjectKey(each), octets))
                        .isPresent())
                .findFirst();
    }

    // The extension is an OCTET STRING in an OCTET STRING, each with a header of two octets (RFC 5280, section
    // 4.2.1.2).
    private static byte[] subjectKey(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        return value == null || value.length < 4 ? new byte[0] : Arrays.copyOfRange(value, 4, value.length);
    }

    static String named(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName() + "; " + thumbprint(certificate);
    }

    static String thumbprint(X509Certificate certificate) {
        try {
            return HexFormat.of().withUpperCase().formatHex(Crypto.sha1(certificate.getEncoded()));
        } catch (GeneralSecurityException unreadable) {
            return Base64.getEncoder().encodeToString(certificate.getSignature());
        }
    }
}
