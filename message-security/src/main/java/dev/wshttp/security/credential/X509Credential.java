// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate, with which one side authenticates itself. It is read once and kept in memory, because opening a PKCS#12
 * entry takes longer than the RSA operation that needs the key. Immutable and safe for use by several threads. {@code toString} shows the
 * certificate only.
 */
public final class X509Credential {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    private X509Credential(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = requireNonNull(privateKey, "privateKey");
        this.chain = List.copyOf(chain);
    }

    /**
     * Returns the credential of a key and its certificate. The key may be one that cannot be exported, such as one in a PKCS#11 token, if the provider of its
     * key store is installed and signs with {@code SHA1withRSA} and {@code SHA256withRSA}. It then signs once, to show that it is the key of the certificate.
     *
     * @param chain the certificate of the key, then optionally the certificates between it and its authority
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the chain is empty, the key is not that of the certificate, or it
     *     cannot be used
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
     * @param password the password of the file and of the entry; not kept
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file cannot be read, the password is wrong,
     *     or there is not exactly one key
     */
    public static X509Credential fromKeyStore(Path file, char[] password) {
        return X509Store.open(file, password).credential();
    }

    /**
     * Reads the one key entry of a PKCS#12 (or JKS) file whose certificate matches.
     *
     * @param password the password of the file and of the entries; not kept
     * @throws MessageSecurityException as {@link #fromKeyStore(Path, char[])}; exactly one certificate has to match
     */
    public static X509Credential fromKeyStore(Path file, char[] password, X509FindType findType, String findValue) {
        return X509Store.open(file, password).credential(findType, findValue);
    }

    /**
     * Reads a certificate (with its chain) and its key (PKCS#8 or PKCS#1) from PEM files, which may be one and the same. The password of an encrypted key is
     * in the file {@code x.password} beside {@code x.key}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read or the two do not belong together
     */
    public static X509Credential fromPem(Path certificates, Path privateKey) {
        return fromPem(certificates, CredentialFiles.readPrivateKey(privateKey, () -> passwordBeside(privateKey)));
    }

    /**
     * Reads a certificate (with its chain) and its encrypted PKCS#8 key from PEM files, which may be one and the same.
     *
     * @param password the password of the key; not kept
     * @throws MessageSecurityException as {@link #fromPem(Path, Path)}
     */
    public static X509Credential fromPem(Path certificates, Path privateKey, char[] password) {
        return fromPem(certificates, CredentialFiles.readPrivateKey(privateKey, password::clone));
    }

    private static X509Credential fromPem(Path certificates, PrivateKey key) {
        return of(key, StoreReader.ofKeyFirst(CredentialFiles.readCertificates(certificates), key));
    }

    private static char[] passwordBeside(Path key) {
        var beside = PasswordFile.beside(key);
        if (!beside.exists()) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "Cannot read a private key from '" + key
                            + "': it is an encrypted PKCS#8 key (expected its password in password-file, or in the file '"
                            + beside.file() + "'). Write the password there.");
        }
        return beside.password();
    }

    /** Returns the private key itself, not a copy. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Returns the certificate of the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Returns the certificate of the key, then the further certificates that were given. */
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public String toString() {
        return "X509Credential[" + certificate().getSubjectX500Principal() + "; "
                + Thumbprint.of(certificate()).hex() + "]";
    }
}
