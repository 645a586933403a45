// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.events.DangerousKeyListener;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Dangerous: the secrets of a trace with plaintext, the last ones of each kind, and the certificates of any trace. Safe for use by several threads;
 * {@code toString} shows none.
 */
final class TraceKeys implements DangerousKeyListener {
    private static final int MOST = 1_000;

    private final Map<String, byte[]> contexts = new LinkedHashMap<>();
    private final Map<String, byte[]> encryptedKeys = new LinkedHashMap<>();
    private final Set<X509Certificate> certificates = new LinkedHashSet<>();

    /** Adds the certificates that a side knows, and no key. */
    synchronized void add(MessageSecurityFeature.Side side) {
        if (side instanceof MessageSecurityFeature.Client client) {
            certificates.add(client.credentials().clientCertificate().certificate());
            client.credentials().serviceCertificate().ifPresent(certificates::add);
        } else if (side instanceof MessageSecurityFeature.Service service) {
            certificates.add(service.credentials().serviceCertificate().certificate());
        }
    }

    @Override
    public synchronized void contextKey(String identifier, String instance, byte[] secret) {
        keep(contexts, KeyFile.contextName(identifier, instance), secret);
    }

    @Override
    public synchronized void encryptedKey(String encryptedKeySha1, byte[] secret) {
        keep(encryptedKeys, encryptedKeySha1, secret);
    }

    private static void keep(Map<String, byte[]> keys, String name, byte[] secret) {
        keys.remove(name);
        keys.put(name, secret);
        if (keys.size() > MOST) {
            keys.remove(keys.keySet().iterator().next());
        }
    }

    synchronized KeyFile file() {
        return KeyFile.of(contexts, encryptedKeys, certificates);
    }

    @Override
    public synchronized String toString() {
        return "TraceKeys[" + (contexts.size() + encryptedKeys.size()) + "]";
    }
}
