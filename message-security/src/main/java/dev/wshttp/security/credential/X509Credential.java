// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A private key with its certificate, with which one side authenticates itself. It is kept in memory, because opening a PKCS#12 entry takes longer than the
 * RSA operation that needs the key. Immutable and safe for use by several threads. {@code toString} shows the certificate only.
 *
 * <p>A credential from files is read again when they change: {@link #current} returns the one that they hold now. One of {@link #of} or of an {@link X509Store} is
 * fixed.
 */
public final class X509Credential {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final Optional<FileSource<X509Credential>> source;

    private X509Credential(
            PrivateKey privateKey, List<X509Certificate> chain, Optional<FileSource<X509Credential>> source) {
        this.privateKey = requireNonNull(privateKey, "privateKey");
        this.chain = List.copyOf(chain);
        this.source = source;
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
        return new X509Credential(privateKey, chain, Optional.empty());
    }

    /**
     * Reads a credential in a way of the caller's, now and whenever one of these files has changed.
     *
     * @param files the files and folders on which it depends; they need not all exist. Of a folder the key stores, certificates, keys and passwords in it count.
     * @param reader reads the credential, or throws a {@link MessageSecurityException}; called again by the thread that asks for the {@link #current} credential
     */
    public static X509Credential fromFiles(List<Path> files, Supplier<X509Credential> reader) {
        return new FileSource<X509Credential>(
                        "own certificate",
                        files,
                        source -> reader.get().from(source),
                        read -> read + ", valid until "
                                + read.certificate().getNotAfter().toInstant())
                .present();
    }

    /**
     * Reads the only key entry of a PKCS#12 (or JKS) file, and again when the file changes.
     *
     * @param password the password of the file and of the entry; a copy is kept, to read the file again. Give a {@link PasswordFile} if the password may
     *     change.
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file cannot be read, the password is wrong,
     *     or there is not exactly one key
     */
    public static X509Credential fromKeyStore(Path file, char[] password) {
        char[] kept = password.clone();
        return fromFiles(
                X509Store.filesOf(file), () -> X509Store.open(file, kept).credential());
    }

    /**
     * Reads the only key entry of a PKCS#12 (or JKS) file, and again when the file or its password changes.
     *
     * @param password where the password of the file and of the entry is
     * @throws MessageSecurityException as {@link #fromKeyStore(Path, char[])}, also if the password cannot be read
     */
    public static X509Credential fromKeyStore(Path file, PasswordFile password) {
        return fromFiles(
                withPassword(X509Store.filesOf(file), password),
                () -> X509Store.open(file, password.password()).credential());
    }

    /**
     * Reads the one key entry of a PKCS#12 (or JKS) file whose certificate matches, and again when the file changes.
     *
     * @param password the password of the file and of the entries; a copy is kept, as by {@link #fromKeyStore(Path, char[])}
     * @throws MessageSecurityException as {@link #fromKeyStore(Path, char[])}; exactly one certificate has to match
     */
    public static X509Credential fromKeyStore(Path file, char[] password, X509FindType findType, String findValue) {
        char[] kept = password.clone();
        return fromFiles(
                X509Store.filesOf(file), () -> X509Store.open(file, kept).credential(findType, findValue));
    }

    /**
     * Reads the one key entry of a PKCS#12 (or JKS) file whose certificate matches, and again when the file or its password changes.
     *
     * @param password where the password of the file and of the entries is
     * @throws MessageSecurityException as {@link #fromKeyStore(Path, PasswordFile)}; exactly one certificate has to match
     */
    public static X509Credential fromKeyStore(
            Path file, PasswordFile password, X509FindType findType, String findValue) {
        return fromFiles(
                withPassword(X509Store.filesOf(file), password),
                () -> X509Store.open(file, password.password()).credential(findType, findValue));
    }

    private static List<Path> withPassword(List<Path> files, PasswordFile password) {
        return Stream.concat(files.stream(), Stream.of(password.file()))
                .distinct()
                .toList();
    }

    /**
     * Reads a certificate (with its chain) and its key (PKCS#8 or PKCS#1) from PEM files, which may be one and the same, and again when they change. The password
     * of an encrypted key is in the file {@code x.password} beside {@code x.key}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read or the two do not belong together
     */
    public static X509Credential fromPem(Path certificates, Path privateKey) {
        return fromPem(certificates, privateKey, PasswordFile.beside(privateKey), () -> passwordBeside(privateKey));
    }

    /**
     * Reads a certificate (with its chain) and its encrypted PKCS#8 key from PEM files, which may be one and the same, and again when they change.
     *
     * @param password the password of the key; a copy is kept, as by {@link #fromKeyStore(Path, char[])}
     * @throws MessageSecurityException as {@link #fromPem(Path, Path)}
     */
    public static X509Credential fromPem(Path certificates, Path privateKey, char[] password) {
        char[] kept = password.clone();
        return fromFiles(List.of(certificates, privateKey), () -> readPem(certificates, privateKey, kept::clone));
    }

    /**
     * Reads a certificate (with its chain) and its encrypted PKCS#8 key from PEM files, which may be one and the same, and again when they or the password
     * change.
     *
     * @param password where the password of the key is
     * @throws MessageSecurityException as {@link #fromPem(Path, Path)}
     */
    public static X509Credential fromPem(Path certificates, Path privateKey, PasswordFile password) {
        return fromPem(certificates, privateKey, password, password::password);
    }

    private static X509Credential fromPem(
            Path certificates, Path privateKey, PasswordFile password, Supplier<char[]> secret) {
        return fromFiles(
                withPassword(List.of(certificates, privateKey), password),
                () -> readPem(certificates, privateKey, secret));
    }

    private static X509Credential readPem(Path certificates, Path privateKey, Supplier<char[]> password) {
        PrivateKey key = CredentialFiles.readPrivateKey(privateKey, password);
        return of(key, StoreReader.ofKeyFirst(CredentialFiles.readCertificates(certificates), key));
    }

    private X509Credential from(FileSource<X509Credential> files) {
        return new X509Credential(privateKey, chain, Optional.of(files));
    }

    /**
     * Returns the credential that the files of this one hold now; this one if they have not changed, or if it is fixed. Looks at the files at most every five
     * seconds. What cannot be used in the role, such as a certificate without its key, an expired one or half a file, changes nothing; the log says why.
     *
     * @param now the present time
     */
    public X509Credential current(X509CertificateValidator.Role role, Instant now) {
        return source.map(files -> files.current(
                        now, read -> X509CertificateValidator.requireUsable(read.certificate(), role, now)))
                .orElse(this);
    }

    /** Returns the files and folders that this credential is read from again; empty if it is fixed. */
    public List<Path> files() {
        return source.map(FileSource::files).orElse(List.of());
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
