// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.credential.X509Credential;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one credential in a TLS handshake if its type of key fits. The authorities that the other side names are ignored.
 */
final class CredentialKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final X509Credential own;

    CredentialKeyManager(X509Credential own) {
        this.own = own;
    }

    private @Nullable String alias(String... keyTypes) {
        return Arrays.asList(keyTypes).contains(own.privateKey().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    /** Returns the chain without its root, which the other side has to know anyway. Interop: WCF's reader refuses long texts. */
    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        List<X509Certificate> chain = own.chain();
        return chain.stream()
                .filter(certificate -> certificate.equals(own.certificate()) || !isSelfIssued(certificate))
                .toArray(X509Certificate[]::new);
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return own.privateKey();
    }
}
