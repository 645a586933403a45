// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

/**
 * Dangerous: is given the secrets that protect the messages of a port or an endpoint. A reader who has them and the messages reads the messages, and can write
 * others in the name of either side. It is for looking at exchanges of test data, and nothing calls it unless
 * {@link dev.wshttp.security.MessageSecurityFeature#withDangerousKeyListener} adds one.
 *
 * <p>The methods run in the thread that processes a message, so they have to be fast, and safe for use by several threads. What they throw is logged and
 * changes nothing for the message. Each secret is told whenever a message uses it. The caller may keep the octets.
 */
public interface DangerousKeyListener {
    /**
     * A message is protected under a security context.
     *
     * @param identifier the name of the context
     * @param instance which key of it; empty text before the first renewal
     */
    void contextKey(String identifier, String instance, byte[] secret);

    /**
     * A message brings its own key, or answers one that does.
     *
     * @param encryptedKeySha1 base64 of the SHA-1 of the encrypted secret, by which the reply refers to it
     * @param secret if an attacker sent the message, any octets
     */
    void encryptedKey(String encryptedKeySha1, byte[] secret);
}
