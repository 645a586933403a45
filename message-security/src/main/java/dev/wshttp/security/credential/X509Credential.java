// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A private key with its certificate: what one side proves itself with. Read once from a file and kept in memory, because
 * opening a PKCS#12 entry costs more than the RSA operation it serves. Immutable and safe for use by several threads;
 * {@code toString} shows the certificate only.
 */
public final class X509Credential {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    private X509Credential(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = requireNonNull(privateKey, "privateKey");
        this.chain = List.copyOf(chain);
    }

    /**
     * Joins a key and its certificate.
     *
     * @param chain the certificate of the key first, then those that lead to its authority, if wanted
     * @throws MessageSecurityException if the chain is empty, or the key is not the one in the certificate
     */
    public static X509Credential of(PrivateKey privateKey, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "The private key has no certificate (expected at least one). Give the certificate issued for it.");
        }
        KeyPairs.requireMatch(privateKey, chain.get(0));
        return new X509Credential(privateKey, chain);
    }

    /**
     * Reads the only key entry of a PKCS#12 (or JKS) file.
     *
     * @param password of the file and of the entry; not kept
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file cannot be read, the password is wrong,
     *     or there is not exactly one key
     */
    public static X509Credential fromKeyStore(Path file, char[] password) {
        List<X509Credential> all = entries(file, password);
        return single(file, all, all, "a private key");
    }

    /** Reads the one key entry of a PKCS#12 (or JKS) file whose certificate matches. Errors as {@link #fromKeyStore(Path, char[])}. */
    public static X509Credential fromKeyStore(Path file, char[] password, X509FindType findType, String findValue) {
        List<X509Credential> all = entries(file, password);
        List<X509Credential> found = all.stream()
                .filter(entry -> findType.matches(entry.certificate(), findValue))
                .toList();
        String asInSettings = findType.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return single(file, found, all, "one that matches " + asInSettings + " '" + findValue + "'");
    }

    /**
     * Reads a certificate (with its chain) and its unencrypted PKCS#8 key from PEM files.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read or the two do not belong together
     */
    public static X509Credential fromPem(Path certificates, Path privateKey) {
        return of(CredentialFiles.readPrivateKey(privateKey), CredentialFiles.readCertificates(certificates));
    }

    /** The private key. Handle with care: it is not copied. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The certificate of the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The certificate and those above it, as far as they were given. */
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public String toString() {
        return "X509Credential[" + certificate().getSubjectX500Principal() + "; "
                + Thumbprint.of(certificate()).hex() + "]";
    }

    private static List<X509Credential> entries(Path file, char[] password) {
        KeyStore store = CredentialFiles.readKeyStore(file, password);
        try {
            var found = new ArrayList<X509Credential>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    found.add(of(key, certificates(store, alias)));
                }
            }
            return found;
        } catch (GeneralSecurityException unreadable) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "A key in the key store '" + file + "' cannot be opened: " + unreadable.getMessage()
                            + ". Its password has to be that of the file.",
                    unreadable);
        }
    }

    private static List<X509Certificate> certificates(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(alias);
        return chain == null
                ? List.of()
                : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    private static X509Credential single(
            Path file, List<X509Credential> found, List<X509Credential> all, String wanted) {
        if (found.size() == 1) {
            return found.get(0);
        }
        String what = found.isEmpty() ? "no key of that kind" : found.size() + " keys";
        throw new MessageSecurityException(
                CREDENTIAL_UNREADABLE,
                "The key store '" + file + "' has " + what + " (expected exactly one: " + wanted
                        + "). " + (all.isEmpty() ? "" : "Its keys are those of " + names(all) + ". ")
                        + "Name another file, or a find-type and find-value that match one of them.");
    }

    private static List<String> names(List<X509Credential> credentials) {
        return credentials.stream()
                .map(X509Credential::certificate)
                .map(certificate -> "'" + certificate.getSubjectX500Principal() + "' ("
                        + Thumbprint.of(certificate).hex() + ")")
                .toList();
    }
}
