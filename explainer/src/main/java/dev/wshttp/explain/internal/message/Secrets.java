// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.KeyFile;
import dev.wshttp.explain.internal.xml.Element;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets of one reading: those of the key file, and those that opened messages bring. Not safe for use by several threads. */
final class Secrets {
    private final Map<String, byte[]> contexts;
    private final Map<String, byte[]> wrapped;
    private final Map<String, byte[]> unwrapped;
    private final List<byte[]> candidates;
    private final List<PrivateKey> privateKeys;
    private final boolean any;

    Secrets(KeyFile file) {
        this.contexts = new HashMap<>(file.contexts());
        this.wrapped = file.wrappedKeys();
        this.unwrapped = new HashMap<>(file.encryptedKeys());
        this.candidates = file.candidates();
        this.privateKeys = file.privateKeys();
        this.any = !file.isEmpty();
    }

    /** Returns whether there were keys to begin with. */
    boolean any() {
        return any;
    }

    Optional<byte[]> context(String name) {
        return Optional.ofNullable(contexts.get(name));
    }

    void addContext(String name, byte[] secret) {
        if (secret.length > 0) {
            contexts.putIfAbsent(name, secret);
        }
    }

    List<byte[]> candidates() {
        return candidates;
    }

    /** Returns the secret in an {@code EncryptedKey}. */
    Optional<byte[]> encryptedKey(Element element, byte[] cipherText) {
        String name = KeyFinder.hash(cipherText);
        byte[] known = unwrapped.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> secret = Optional.ofNullable(wrapped.get(element.attribute("Id")));
        String algorithm = element.child(Ns.ENCRYPTION, "EncryptionMethod")
                .map(method -> method.attribute("Algorithm"))
                .orElse("");
        for (PrivateKey key : privateKeys) {
            secret = secret.isPresent() ? secret : Crypto.unwrap(algorithm, key, cipherText);
        }
        secret.ifPresent(found -> unwrapped.put(name, found));
        return secret;
    }
}
