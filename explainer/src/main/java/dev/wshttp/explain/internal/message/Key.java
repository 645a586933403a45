// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.xml.Element;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key, or what a key comes from, down to a certificate or a handshake. Keys with equal names are the same. The octets, where they are known, are for
 * this package only, and {@code toString} shows none.
 */
public final class Key {
    // A message may have any number of keys, each made of another one: what each says of itself has to be short.
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_TEXT = 1_000;

    private final Kind kind;
    private final String name;
    private final String title;
    private final List<String> facts;
    private final List<Key> sources;
    private final @Nullable Place place;
    private final byte @Nullable [] secret;
    private final @Nullable X509Certificate certificate;

    /** What a key is. */
    public enum Kind {
        /** Of a DerivedKeyToken. */
        DERIVED("derived key"),
        /** Of a SecurityContextToken. */
        CONTEXT("security context"),
        /** Of an EncryptedKey. */
        ENCRYPTED_KEY("encrypted key"),
        /** Of a certificate. */
        CERTIFICATE("certificate"),
        /** Of a TLS handshake. */
        HANDSHAKE("TLS handshake"),
        /** Not to be found. */
        UNKNOWN("unknown key");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Returns the kind in words. */
        public String title() {
            return title;
        }
    }

    /**
     * Where something stands.
     *
     * @param message the index of the message
     * @param element in one of its trees
     */
    public record Place(int message, Element element) {}

    Key(
            Kind kind,
            String name,
            String title,
            List<String> facts,
            List<Key> sources,
            @Nullable Place place,
            byte @Nullable [] secret,
            @Nullable X509Certificate certificate) {
        this.kind = kind;
        this.name = name.length() <= LONGEST_NAME ? name : kind + " " + KeyFinder.hash(name.getBytes(UTF_8));
        this.title = shortened(title);
        this.facts = facts.stream().map(Key::shortened).toList();
        this.sources = List.copyOf(sources);
        this.place = place;
        this.secret = secret == null ? null : secret.clone();
        this.certificate = certificate;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    static Key unknown(String reason) {
        return new Key(Kind.UNKNOWN, "unknown " + reason, reason, List.of(), List.of(), null, null, null);
    }

    /** Returns what the key is. */
    public Kind kind() {
        return kind;
    }

    /** Returns the name, which tells keys apart. */
    public String name() {
        return name;
    }

    /** Returns the key in a few words. They may quote the message. */
    public String title() {
        return title;
    }

    /** Returns what else is known of it, each in a sentence. They may quote the message. */
    public List<String> facts() {
        return facts;
    }

    /** Returns what it comes from; empty for a certificate and for what is not known. */
    public List<Key> sources() {
        return sources;
    }

    /** Returns where it is in a message. */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    /** Returns the certificate, if it is one and known. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** Returns the key that this one is derived from, however often; this one if it is not derived. */
    Key root() {
        Key root = this;
        while (root.kind == Kind.DERIVED && !root.sources.isEmpty()) {
            root = root.sources.get(0);
        }
        return root;
    }

    /** Returns whether this side has the octets. */
    public boolean isKnown() {
        return secret != null;
    }

    Optional<byte[]> secret() {
        return secret == null ? Optional.empty() : Optional.of(secret.clone());
    }

    @Override
    public String toString() {
        return kind + " " + title;
    }
}
