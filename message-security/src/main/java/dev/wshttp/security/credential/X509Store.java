// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file or a folder with certificates, the counterpart of a Windows certificate store (.NET: {@code X509Store}). In a folder the store reads
 * every key store ({@code *.p12}, {@code *.pfx}, {@code *.jks}) and every file of certificates ({@code *.pem}, {@code *.crt}, {@code *.cer},
 * {@code *.der}, {@code *.p7b}, {@code *.p7c}), in the order of their names. It reads no other files and no folders inside the folder. The key of
 * {@code x.pem} is in the same file, in {@code x-key.pem} or in {@code x.key}. The password of {@code x.p12} is the given one or, if none is given, the one in {@code x.password}.
 *
 * <p>A certificate that is in several files counts once. A certificate that only completes the chain of a key does not count. A key that cannot be used, such as
 * one for elliptic curves, does no harm to the others; a search that finds nothing names it. The files are
 * read once, when the store is opened. Immutable and safe for use by several threads.
 *
 * <p>A key store that is no file is one of these, too: a token ({@link #pkcs11}), or a store of the operating system ({@link #ofType}).
 */
public final class X509Store {
    private static final String WITH_KEY = " with a private key";
    private static final int MOST_UNUSABLE = 5;

    private final String source;
    private final boolean isFolder;
    private final Set<X509Certificate> certificates = new LinkedHashSet<>();
    private final Map<X509Certificate, X509Credential> credentials = new LinkedHashMap<>();
    private final List<String> unusable;

    private X509Store(Path source, StoreReader content) {
        this(
                source.toString(),
                Files.isDirectory(source),
                content.certificates(),
                content.credentials(),
                content.unusable());
    }

    private X509Store(SystemKeyStore content) {
        // As in a folder, each certificate is on its own.
        this(content.name(), true, content.certificates(), content.credentials(), content.unusable());
    }

    private X509Store(
            String source,
            boolean isFolder,
            List<X509Certificate> certificates,
            List<X509Credential> credentials,
            List<String> unusable) {
        this.source = source;
        this.isFolder = isFolder;
        this.unusable = List.copyOf(unusable);
        for (X509Credential credential : credentials) {
            this.credentials.merge(credential.certificate(), credential, X509Store::withLongerChain);
        }
        this.certificates.addAll(certificates);
    }

    /**
     * Reads a store. The password of each key store is in a file beside it.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} that names every file that cannot be read
     */
    public static X509Store open(Path fileOrFolder) {
        return new X509Store(fileOrFolder, StoreReader.read(fileOrFolder, StoreReader::passwordBeside));
    }

    /**
     * Reads a store whose key stores all have the same password.
     *
     * @param password the password of each key store and its keys; copied, and the copies are wiped after use
     * @throws MessageSecurityException as {@link #open(Path)}
     */
    public static X509Store open(Path fileOrFolder, char[] password) {
        return new X509Store(fileOrFolder, StoreReader.read(fileOrFolder, file -> password.clone()));
    }

    /**
     * Opens a key store that is no file, whose private keys stay in it: {@code Windows-MY} of Windows, {@code KeychainStore} of macOS, or one of a provider that
     * is installed. Its keys need the provider as long as they are used.
     *
     * @param type the name that the provider gives it, as for {@link java.security.KeyStore#getInstance(String)}
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is no such store, or it does not open without a password
     */
    public static X509Store ofType(String type) {
        return new X509Store(SystemKeyStore.ofType(type, null));
    }

    /**
     * Opens a key store that is no file and has a password. Otherwise as {@link #ofType(String)}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is no such store, or it does not open with the password
     */
    public static X509Store ofType(String type, char[] password) {
        return new X509Store(SystemKeyStore.ofType(type, password));
    }

    /**
     * Opens a PKCS#11 token that wants no PIN, or asks for it by itself. Otherwise as {@link #pkcs11(Path, char[])}.
     *
     * @throws MessageSecurityException as {@link #pkcs11(Path, char[])}
     */
    public static X509Store pkcs11(Path providerConfiguration) {
        return new X509Store(SystemKeyStore.pkcs11(providerConfiguration, null));
    }

    /**
     * Opens a PKCS#11 token, such as a smart card or a hardware security module, whose private keys stay in it. Installs the JDK's provider for it in this JVM,
     * unless one of its name is installed.
     *
     * @param providerConfiguration the configuration file of the JDK's provider {@code SunPKCS11}: {@code name}, {@code library}, {@code slotListIndex}
     * @param pin a wrong one counts as an attempt, after a few of which tokens lock themselves
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the provider does not start, or the token does not open with the PIN
     */
    public static X509Store pkcs11(Path providerConfiguration, char[] pin) {
        return new X509Store(SystemKeyStore.pkcs11(providerConfiguration, pin));
    }

    /** Returns whether a file is PEM text, so that its key is in another file; false if the file cannot be read. */
    public static boolean isPem(Path file) {
        return CredentialFiles.isPem(file);
    }

    /** Returns whether a file is PEM text with a private key in it or in one of the {@link #keyPlaces}; false if the file cannot be read. */
    public static boolean isPemWithKey(Path file) {
        return CredentialFiles.isPemKey(file)
                || (CredentialFiles.isPem(file) && StoreReader.keyBeside(file).isPresent());
    }

    /** Returns the files beside a certificate in PEM in which its key is looked for. */
    public static List<Path> keyPlaces(Path certificate) {
        return StoreReader.keyPlaces(certificate);
    }

    /** Returns the files on which the content of a store depends, whether they exist or not: the store, and keys and passwords beside it. */
    public static List<Path> filesOf(Path fileOrFolder) {
        return StoreReader.related(fileOrFolder);
    }

    /** Returns whether a file is PEM text with an encrypted PKCS#8 key, which needs a password; false if the file cannot be read. */
    public static boolean isPemWithEncryptedKey(Path file) {
        return CredentialFiles.isPemEncryptedKey(file);
    }

    /** Returns all certificates, those with a private key included. */
    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    /**
     * Returns the certificates that may issue others (RFC 5280, section 4.2.1.9), and the intermediate authorities in the chains of keys. The latter
     * only complete chains; a root in the chain of a key is not one of the store.
     */
    public List<X509Certificate> authorities() {
        Stream<X509Certificate> intermediates = credentials.values().stream()
                .flatMap(credential -> credential.chain().stream().skip(1))
                .filter(certificate -> !ChainSearch.isRoot(certificate));
        return Stream.concat(certificates.stream(), intermediates)
                .filter(certificate -> certificate.getBasicConstraints() >= 0)
                .distinct()
                .toList();
    }

    /** Returns the certificates that have a private key in this store, with their keys. */
    public List<X509Credential> credentials() {
        return List.copyOf(credentials.values());
    }

    /**
     * Returns the one certificate that matches. As in WCF, an expired certificate counts like any other.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if none or more than one matches; the message names the certificates
     */
    public X509Certificate certificate(X509FindType findType, String findValue) {
        return only(certificates, matching(findType, findValue), "", by(findType, findValue));
    }

    /**
     * Returns the only certificate of the store.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is none or more than one; the message names them
     */
    public X509Certificate certificate() {
        if (!isFolder && certificates.size() > 1) {
            Optional<X509Certificate> owner =
                    CredentialFiles.onlyOwner(CredentialFiles.owners(List.copyOf(certificates)));
            if (owner.isPresent()) {
                return owner.get();
            }
        }
        return only(certificates, any -> true, "", "");
    }

    /**
     * Returns the one certificate with a private key that matches.
     *
     * @throws MessageSecurityException as {@link #certificate(X509FindType, String)}
     */
    public X509Credential credential(X509FindType findType, String findValue) {
        return credentialOf(
                only(credentials.keySet(), matching(findType, findValue), WITH_KEY, by(findType, findValue)));
    }

    /**
     * Returns the only certificate with a private key.
     *
     * @throws MessageSecurityException as {@link #certificate()}
     */
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
            throw new IllegalStateException("A certificate that was found by its key has no key");
        }
        return credential;
    }

    private X509Certificate only(
            Collection<X509Certificate> there, Predicate<X509Certificate> wanted, String kind, String criterion) {
        List<X509Certificate> found = there.stream().filter(wanted).toList();
        if (found.isEmpty()) {
            throw unsuitable(
                    "no certificate" + kind + criterion,
                    others(there, kind) + notUsed()
                            + "Put the certificate there, or correct the file and the find-value.");
        }
        if (found.size() > 1) {
            throw unsuitable(
                    found.size() + " certificates" + kind + criterion,
                    "They are " + names(found)
                            + "; expired ones count, as in WCF. Set a find-type and a find-value that match only one of them,"
                            + " for example find-by-thumbprint.");
        }
        return found.get(0);
    }

    // WCF names only the search. The names of the other certificates show the caller which search would succeed.
    private String others(Collection<X509Certificate> there, String kind) {
        if (!there.isEmpty()) {
            return "It has " + names(there) + ". ";
        }
        if (kind.isEmpty() || certificates.isEmpty()) {
            return unusable.isEmpty() ? "It has none at all. " : "";
        }
        return (unusable.isEmpty()
                        ? "It has the certificate, but not the key, of "
                        : "It has no key that can be used for ")
                + names(certificates) + ". ";
    }

    private String notUsed() {
        return unusable.stream()
                .limit(MOST_UNUSABLE)
                .map(reason -> reason + " ")
                .collect(Collectors.joining());
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
