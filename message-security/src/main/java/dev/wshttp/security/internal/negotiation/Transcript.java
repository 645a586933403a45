// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.w3c.dom.Element;

/**
 * What both sides of a negotiation said, as a running digest: SHA-1 over the exclusive canonical forms of the legs (WS-Trust, February 2005,
 * "Authenticating Exchanges"). TLS protects its own messages; this protects the ones around them. For one thread at a time.
 */
final class Transcript {
    private static final byte[] LABEL = "AUTH-HASH".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;

    private final SecurityEngine engine;
    private final MessageDigest digest;

    Transcript(SecurityEngine engine) {
        this.engine = engine;
        try {
            this.digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1", impossible);
        }
    }

    /** Adds a leg as it was received. */
    void add(Element leg) {
        digest.update(engine.canonicalForm(leg));
    }

    /** Adds a leg that is about to be sent. */
    void add(XmlContent leg) {
        add(Elements.of(leg));
    }

    /** The {@code CombinedHash} of the legs so far: {@code P_SHA1} of the token's key over label and digest. To be called once. */
    byte[] combinedHash(SharedSecret key) {
        byte[] hash = digest.digest();
        byte[] seed = Arrays.copyOf(LABEL, LABEL.length + hash.length);
        System.arraycopy(hash, 0, seed, LABEL.length, hash.length);
        return key.pSha1(seed, HASH_BYTES);
    }
}
