// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A file or a folder with certificates, as Windows has them in a store (.NET: {@code X509Store}). Of a folder every key store
 * ({@code *.p12}, {@code *.pfx}, {@code *.jks}) and every certificate ({@code *.pem}, {@code *.crt}, {@code *.cer}, {@code *.der}) is read,
 * in the order of their names, and nothing else, nor what is in folders of it. The key of {@code x.pem} is in {@code x-key.pem} or
 * {@code x.key}; the password of {@code x.p12} is the given one, or else in {@code x.password}.
 *
 * <p>A certificate that is in several files counts once. What only completes the chain of a key is no certificate of the store. Read once,
 * when it is opened; immutable and safe for use by several threads.
 */
public final class X509Store {
    private static final String WITH_KEY = " with a private key";

    private final Path source;
    private final Set<X509Certificate> certificates = new LinkedHashSet<>();
    private final Map<X509Certificate, X509Credential> credentials = new LinkedHashMap<>();

    private X509Store(Path source, StoreReader content) {
        this.source = source;
        for (X509Credential credential : content.credentials()) {
            credentials.merge(credential.certificate(), credential, X509Store::withLongerChain);
        }
        certificates.addAll(content.certificates());
    }

    /**
     * Reads a store whose passwords, if it needs any, are beside its files.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} naming every file that should have been read and cannot be
     */
    public static X509Store open(Path fileOrFolder) {
        return new X509Store(fileOrFolder, StoreReader.read(fileOrFolder, StoreReader::passwordBeside));
    }

    /**
     * Reads a store whose files have one password.
     *
     * @param password of each key store and its keys; not kept
     * @throws MessageSecurityException as {@link #open(Path)}
     */
    public static X509Store open(Path fileOrFolder, char[] password) {
        return new X509Store(fileOrFolder, StoreReader.read(fileOrFolder, file -> password.clone()));
    }

    /** Whether a file is text in PEM, which has its key in another file; not if it cannot be read. */
    public static boolean isPem(Path file) {
        return CredentialFiles.isPem(file);
    }

    /** All certificates, those with a private key among them. */
    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    /** The certificates of authorities: those that may issue others (RFC 5280, section 4.2.1.9). */
    public List<X509Certificate> authorities() {
        return certificates.stream()
                .filter(certificate -> certificate.getBasicConstraints() >= 0)
                .toList();
    }

    /** The certificates whose private keys are here, too. */
    public List<X509Credential> credentials() {
        return List.copyOf(credentials.values());
    }

    /**
     * The one certificate that has a value. As in WCF, one that is expired counts like any other.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is none, or more than one; the message names them
     */
    public X509Certificate certificate(X509FindType findType, String findValue) {
        return only(certificates, matching(findType, findValue), "", by(findType, findValue));
    }

    /**
     * The only certificate of the store.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is none, or more than one; the message names them
     */
    public X509Certificate certificate() {
        return only(certificates, any -> true, "", "");
    }

    /** The one certificate with a private key that has a value. Errors as {@link #certificate(X509FindType, String)}. */
    public X509Credential credential(X509FindType findType, String findValue) {
        return credentialOf(
                only(credentials.keySet(), matching(findType, findValue), WITH_KEY, by(findType, findValue)));
    }

    /** The only certificate with a private key. Errors as {@link #certificate()}. */
    public X509Credential credential() {
        return credentialOf(only(credentials.keySet(), any -> true, WITH_KEY, ""));
    }

    @Override
    public String toString() {
        return "X509Store[" + source + ": " + certificates.size() + " certificates, " + credentials.size() + WITH_KEY
                + "]";
    }

    private X509Credential credentialOf(X509Certificate certificate) {
        X509Credential credential = credentials.get(certificate);
        if (credential == null) {
            throw new IllegalStateException("A certificate with a key was found without it");
        }
        return credential;
    }

    private X509Certificate only(
            Collection<X509Certificate> there, Predicate<X509Certificate> wanted, String kind, String criterion) {
        List<X509Certificate> found = there.stream().filter(wanted).toList();
        if (found.isEmpty()) {
            throw unsuitable(
                    "no certificate" + kind + criterion,
                    others(there, kind) + "Put the certificate there, or correct file and find-value.");
        }
        if (found.size() > 1) {
            throw unsuitable(
                    found.size() + " certificates" + kind + criterion,
                    "They are " + names(found)
                            + "; expired ones count, as in WCF. Give a find-type and a find-value that only one has,"
                            + " for example find-by-thumbprint.");
        }
        return found.get(0);
    }

    // WCF says how it searched; here it is said as well what would have been found.
    private String others(Collection<X509Certificate> there, String kind) {
        if (!there.isEmpty()) {
            return "It has " + names(there) + ". ";
        }
        return kind.isEmpty() || certificates.isEmpty()
                ? "It has none at all. "
                : "It has the certificate, but not the key, of " + names(certificates) + ". ";
    }

    private MessageSecurityException unsuitable(String found, String remedy) {
        return new MessageSecurityException(
                CREDENTIAL_UNREADABLE, "Found " + found + " in '" + source + "' (expected exactly one). " + remedy);
    }

    private static Predicate<X509Certificate> matching(X509FindType findType, String findValue) {
        return certificate -> findType.matches(certificate, findValue);
    }

    private static String by(X509FindType findType, String findValue) {
        return " by " + findType + " '" + findValue + "'";
    }

    private static X509Credential withLongerChain(X509Credential one, X509Credential other) {
        return other.chain().size() > one.chain().size() ? other : one;
    }

    private static String names(Collection<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> "'" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                        + ", valid until " + certificate.getNotAfter().toInstant() + ")")
                .collect(Collectors.joining(", "));
    }
}
