// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.internal.token.DerivedKeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Creates the ids of one message in WCF's manner: {@code _0}, {@code _1}... for its parts, a GUID with a number for its tokens. The parts of the security
 * header and the body come first, in the order in which WCF numbers them. For one thread.
 */
public final class MessageIds {
    private final String token = "uuid-" + UUID.randomUUID() + "-";
    private int parts;
    private int tokens = 1;

    private final String signatureKey;
    private final String signature;
    private final List<String> confirmations;
    private final String encryptionKey;
    private final String body;
    private final String encryptedBody;

    /** @param protection says which parts the message has */
    public MessageIds(Protection protection) {
        Optional<DerivedKeyPair> pair = protection.derivedKeys();
        this.signatureKey = pair.map(DerivedKeyPair::signatureId).orElseGet(this::nextPart);
        this.signature = protection.isEndorsed() ? nextPart() : "";
        this.confirmations = new ArrayList<>(protection.confirmations().size());
        protection.confirmations().forEach(value -> confirmations.add(nextPart()));
        this.encryptionKey = pair.map(DerivedKeyPair::encryptionId).orElseGet(this::nextPart);
        this.body = protection.parts().body().isSigned() ? nextPart() : "";
        this.encryptedBody = protection.parts().body().isEncrypted() ? nextPart() : "";
    }

    /** Returns the id of the derived key token of the primary signature. */
    public String signatureKey() {
        return signatureKey;
    }

    /** Returns the id of the primary signature; empty if nothing refers to it. */
    public String signature() {
        return signature;
    }

    /** Returns the ids of the confirmations. */
    public List<String> confirmations() {
        return confirmations;
    }

    /** Returns the id of the derived key token of the encryption. */
    public String encryptionKey() {
        return encryptionKey;
    }

    /** Returns the id of the body; empty if it is not signed. */
    public String body() {
        return body;
    }

    /** Returns the id of the encrypted content of the body; empty if it is in clear. */
    public String encryptedBody() {
        return encryptedBody;
    }

    /** Returns the id of one more part. */
    public String nextPart() {
        return "_" + parts++;
    }

    /** Returns the id of one more token. */
    public String nextToken() {
        return token + tokens++;
    }
}
