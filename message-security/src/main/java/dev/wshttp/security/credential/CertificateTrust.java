// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CONFIGURATION_INVALID;
import static dev.wshttp.security.credential.X509CertificateValidationMode.CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_OR_CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_TRUST;
import static dev.wshttp.security.credential.X509RevocationMode.NO_CHECK;
import static dev.wshttp.security.credential.X509RevocationMode.OFFLINE;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules about which certificates of the other side are trusted: authorities, peers, or both, and the check of revocation (WCF:
 * {@code Authentication.CertificateValidationMode} with its stores). Immutable and safe for use by several threads.
 *
 * <p>The trust store of the JVM is never used. Revocation is not checked unless a revocation list or mode is given.
 *
 * @param mode the way in which a certificate is found trusted
 * @param authorities certificates of authorities; one that is not self-signed only completes chains
 * @param peers certificates that are trusted themselves
 * @param revocationMode the source of information about revoked certificates (WCF: {@code Authentication.RevocationMode})
 * @param revocationListFile a file with a CRL of each authority, read again whenever it changes
 */
public record CertificateTrust(
        X509CertificateValidationMode mode,
        List<X509Certificate> authorities,
        List<X509Certificate> peers,
        X509RevocationMode revocationMode,
        Optional<Path> revocationListFile) {

    /**
     * Checks that the rules can accept a certificate at all.
     *
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} if there is no certificate that the mode could trust, or the
     *     revocation mode and the list contradict each other; with {@code CREDENTIAL_UNREADABLE} if the list cannot be read
     */
    public CertificateTrust {
        authorities = List.copyOf(authorities);
        peers = List.copyOf(peers);
        if (mode == CHAIN_TRUST && authorities.stream().noneMatch(ChainSearch::isRoot)) {
            throw nothingToTrust("CHAIN_TRUST has no root authority", "the certificate of the authority");
        }
        if (mode == PEER_TRUST && peers.isEmpty()) {
            throw nothingToTrust("PEER_TRUST has no peers", "the certificate of each peer");
        }
        if (mode == PEER_OR_CHAIN_TRUST
                && peers.isEmpty()
                && authorities.stream().noneMatch(ChainSearch::isRoot)) {
            throw nothingToTrust(
                    "PEER_OR_CHAIN_TRUST has neither peers nor authorities", "certificates of either kind");
        }
        requireListFor(mode, revocationMode, revocationListFile);
        revocationListFile.ifPresent(CredentialFiles::readRevocationLists);
    }

    /** Returns rules that trust the certificates that one of these authorities issued (WCF's default). */
    public static CertificateTrust chain(List<X509Certificate> authorities) {
        return new CertificateTrust(CHAIN_TRUST, authorities, List.of(), NO_CHECK, Optional.empty());
    }

    /**
     * Returns rules that trust the certificates that one of the authorities in a file or folder issued, read as by {@link #readAuthorities}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there are none to read, or with {@code CONFIGURATION_INVALID} if
     *     none of them is a root
     */
    public static CertificateTrust chain(Path authorities) {
        return chain(readAuthorities(authorities));
    }

    /** Returns rules that trust exactly these certificates. */
    public static CertificateTrust peers(List<X509Certificate> peers) {
        return new CertificateTrust(PEER_TRUST, List.of(), peers, NO_CHECK, Optional.empty());
    }

    /**
     * Returns rules that trust exactly the certificates in a file or folder (WCF: the store {@code TrustedPeople}), read as by
     * {@link #readCertificates}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there are none to read
     */
    public static CertificateTrust peers(Path peers) {
        return peers(readCertificates(peers));
    }

    /** Returns rules that trust these peers, and the certificates that one of the authorities issued. */
    public static CertificateTrust peersOrChain(List<X509Certificate> peers, List<X509Certificate> authorities) {
        return new CertificateTrust(PEER_OR_CHAIN_TRUST, authorities, peers, NO_CHECK, Optional.empty());
    }

    /**
     * Returns these rules with a file of revocation lists, which has to hold one list of each authority. The mode becomes
     * {@link X509RevocationMode#OFFLINE} unless it is {@link X509RevocationMode#ONLINE}. The file is read again when it changes, so a new list
     * takes effect without a restart. After the next update that a list announces, every certificate of its authority is refused, unless a newer
     * answer can be fetched.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file holds no revocation list
     */
    public CertificateTrust withRevocationList(Path file) {
        return new CertificateTrust(
                mode, authorities, peers, revocationMode == NO_CHECK ? OFFLINE : revocationMode, Optional.of(file));
    }

    /**
     * Returns these rules with another source of information about revoked certificates.
     *
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} for {@link X509RevocationMode#OFFLINE} without a revocation list, and
     *     for {@link X509RevocationMode#NO_CHECK} with one
     */
    public CertificateTrust withRevocationMode(X509RevocationMode other) {
        return new CertificateTrust(mode, authorities, peers, other, revocationListFile);
    }

    /**
     * Returns these rules with further certificates that may complete chains. A self-signed one is left out, so nothing more is trusted.
     *
     * @param certificates certificates in any order, such as those that came with a certificate in its file
     */
    public CertificateTrust withIntermediates(List<X509Certificate> certificates) {
        List<X509Certificate> all = Stream.concat(
                        authorities.stream(),
                        certificates.stream()
                                .filter(certificate -> certificate.getBasicConstraints() >= 0)
                                .filter(certificate -> !ChainSearch.isRoot(certificate)))
                .distinct()
                .toList();
        return all.size() == authorities.size()
                ? this
                : new CertificateTrust(mode, all, peers, revocationMode, revocationListFile);
    }

    /**
     * Reads the revocation lists from the file as it is now; empty if there is no file.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file holds no revocation list
     */
    public List<X509CRL> revocationLists() {
        return revocationListFile.map(CredentialFiles::readRevocationLists).orElse(List.of());
    }

    /**
     * Reads the certificates of a PEM, DER or PKCS#7 file, or of an {@link X509Store}: a key store or a folder.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read, or has none
     */
    public static List<X509Certificate> readCertificates(Path fileOrFolder) {
        return isStore(fileOrFolder)
                ? X509Store.open(fileOrFolder).certificates()
                : CredentialFiles.readCertificates(fileOrFolder);
    }

    /**
     * Reads the certificates of a file or of an {@link X509Store}, and those of a store that only complete the chains of its keys. Nothing is trusted by that.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read, or has none
     */
    public static List<X509Certificate> readChains(Path fileOrFolder) {
        if (!isStore(fileOrFolder)) {
            return CredentialFiles.readCertificates(fileOrFolder);
        }
        X509Store store = X509Store.open(fileOrFolder);
        return Stream.concat(
                        store.certificates().stream(),
                        store.credentials().stream().flatMap(credential -> credential.chain().stream()))
                .distinct()
                .toList();
    }

    /**
     * Reads the certificate of the owner of a PEM, DER or PKCS#7 file, which is the one that issued no other, or the only certificate of an {@link X509Store}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is none, or more than one in a store
     */
    public static X509Certificate readCertificate(Path fileOrFolder) {
        return isStore(fileOrFolder)
                ? X509Store.open(fileOrFolder).certificate()
                : CredentialFiles.readOwner(fileOrFolder);
    }

    /**
     * Reads the certificates of authorities: all certificates of a PEM, DER or PKCS#7 file, but only those of an {@link X509Store} that may issue others.
     * The user selected each certificate of a file; a folder may also hold the self-signed certificate of a peer, which must not become an
     * authority.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read, or has none
     */
    public static List<X509Certificate> readAuthorities(Path fileOrFolder) {
        return isStore(fileOrFolder)
                ? X509Store.open(fileOrFolder).authorities()
                : CredentialFiles.readCertificates(fileOrFolder);
    }

    private static boolean isStore(Path fileOrFolder) {
        return Files.isDirectory(fileOrFolder) || StoreReader.isKeyStore(fileOrFolder);
    }

    @Override
    public String toString() {
        return "CertificateTrust[" + mode + ", authorities=" + names(authorities) + ", peers=" + names(peers)
                + ", revocation=" + revocationMode
                + revocationListFile.map(file -> ", revocationList=" + file).orElse("") + "]";
    }

    /** Returns the subjects for an error text, each in quotes. */
    static List<String> quotedNames(List<X509Certificate> certificates) {
        return names(certificates).stream().map(name -> "'" + name + "'").toList();
    }

    private static List<String> names(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getSubjectX500Principal().toString())
                .toList();
    }

    private static void requireListFor(
            X509CertificateValidationMode mode, X509RevocationMode revocationMode, Optional<Path> list) {
        if (revocationMode == NO_CHECK && list.isPresent()) {
            throw new MessageSecurityException(
                    CONFIGURATION_INVALID,
                    "The trust settings contradict each other: the revocation mode is NO_CHECK, but there is the revocation list '"
                            + list.get()
                            + "' (expected only one of the two). Remove the list, or set the mode OFFLINE.");
        }
        if (revocationMode == OFFLINE && list.isEmpty() && mode != PEER_TRUST) {
            throw new MessageSecurityException(
                    CONFIGURATION_INVALID,
                    "The trust settings would refuse every certificate: the revocation mode is OFFLINE, but there is no revocation"
                            + " list (expected the lists of the authorities). Name the file with the lists, or set the mode ONLINE.");
        }
    }

    private static MessageSecurityException nothingToTrust(String found, String remedy) {
        return new MessageSecurityException(
                CONFIGURATION_INVALID,
                "The trust settings would refuse every certificate: " + found + " (expected at least one). Add "
                        + remedy + ".");
    }
}
