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

/**
 * Which certificates of the other side are believed: trusted authorities, trusted peers, or both, and the revocation list
 * (WCF: {@code Authentication.CertificateValidationMode} with its stores). Immutable and safe for use by several threads.
 *
 * <p>The JVM's own trust store is never used. Unless a revocation list or mode is given, nothing is known about revocation.
 *
 * @param mode how a certificate is judged
 * @param authorities certificates of authorities; those that are not self-issued only complete chains
 * @param peers certificates believed by themselves
 * @param revocationMode where it is looked up whether a certificate is revoked (WCF: {@code Authentication.RevocationMode})
 * @param revocationListFile CRLs of the authorities, one of each, read again whenever the file changes
 */
public record CertificateTrust(
        X509CertificateValidationMode mode,
        List<X509Certificate> authorities,
        List<X509Certificate> peers,
        X509RevocationMode revocationMode,
        Optional<Path> revocationListFile) {

    /**
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} if the mode has nothing to trust, or the revocation mode and the
     *     list contradict each other
     */
    public CertificateTrust {
        authorities = List.copyOf(authorities);
        peers = List.copyOf(peers);
        if (mode == CHAIN_TRUST && authorities.stream().noneMatch(CertificateTrust::isSelfIssued)) {
            throw nothingToTrust("CHAIN_TRUST has no root authority", "the certificate of the authority");
        }
        if (mode == PEER_TRUST && peers.isEmpty()) {
            throw nothingToTrust("PEER_TRUST has no peers", "the certificate of each peer");
        }
        if (mode == PEER_OR_CHAIN_TRUST
                && peers.isEmpty()
                && authorities.stream().noneMatch(CertificateTrust::isSelfIssued)) {
            throw nothingToTrust(
                    "PEER_OR_CHAIN_TRUST has neither peers nor authorities", "certificates of either kind");
        }
        requireListFor(mode, revocationMode, revocationListFile);
        revocationListFile.ifPresent(CredentialFiles::readRevocationLists);
    }

    /** Believes certificates that one of these authorities issued (WCF's default). */
    public static CertificateTrust chain(List<X509Certificate> authorities) {
        return new CertificateTrust(CHAIN_TRUST, authorities, List.of(), NO_CHECK, Optional.empty());
    }

    /** Believes certificates that one of the authorities in a file or folder issued: {@link #readAuthorities}. */
    public static CertificateTrust chain(Path authorities) {
        return chain(readAuthorities(authorities));
    }

    /** Believes exactly these certificates. */
    public static CertificateTrust peers(List<X509Certificate> peers) {
        return new CertificateTrust(PEER_TRUST, List.of(), peers, NO_CHECK, Optional.empty());
    }

    /** Believes exactly the certificates in a file or folder (WCF: the store {@code TrustedPeople}): {@link #readCertificates}. */
    public static CertificateTrust peers(Path peers) {
        return peers(readCertificates(peers));
    }

    /** Believes these certificates, and those that one of the authorities issued. */
    public static CertificateTrust peersOrChain(List<X509Certificate> peers, List<X509Certificate> authorities) {
        return new CertificateTrust(PEER_OR_CHAIN_TRUST, authorities, peers, NO_CHECK, Optional.empty());
    }

    /**
     * Also refuses certificates on the revocation lists in this file, which needs one list of each authority. The file is read again when
     * it changes, so a new list takes effect without a restart; a list past its next update refuses every certificate of its authority,
     * unless another answer may be fetched ({@link X509RevocationMode#ONLINE}).
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file is no revocation list
     */
    public CertificateTrust withRevocationList(Path file) {
        return new CertificateTrust(
                mode, authorities, peers, revocationMode == NO_CHECK ? OFFLINE : revocationMode, Optional.of(file));
    }

    /**
     * Says where it is looked up whether a certificate is revoked.
     *
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} if that is a list, and there is none, or nowhere, and there is one
     */
    public CertificateTrust withRevocationMode(X509RevocationMode other) {
        return new CertificateTrust(mode, authorities, peers, other, revocationListFile);
    }

    /** The revocation lists as the file has them now; empty if there is no file. */
    public List<X509CRL> revocationLists() {
        return revocationListFile.map(CredentialFiles::readRevocationLists).orElse(List.of());
    }

    /**
     * Reads certificates from a PEM or DER file, or all of an {@link X509Store}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read, or has none
     */
    public static List<X509Certificate> readCertificates(Path fileOrFolder) {
        return isStore(fileOrFolder)
                ? X509Store.open(fileOrFolder).certificates()
                : CredentialFiles.readCertificates(fileOrFolder);
    }

    /**
     * Reads the first certificate of a PEM or DER file, which is its owner's, or the only one of an {@link X509Store}.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there is none, or more than one in a store
     */
    public static X509Certificate readCertificate(Path fileOrFolder) {
        return isStore(fileOrFolder)
                ? X509Store.open(fileOrFolder).certificate()
                : CredentialFiles.readCertificates(fileOrFolder).get(0);
    }

    /**
     * Reads certificates of authorities: all of a PEM or DER file, which somebody chose one by one, but of an {@link X509Store} only those
     * that may issue others. A self-signed certificate of somebody else that lies in a folder must not become an authority.
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

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
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
                    "The trust settings contradict each other: the revocation mode is NO_CHECK and there is the revocation list '"
                            + list.get() + "' (expected one of the two). Remove the list, or check OFFLINE.");
        }
        if (revocationMode == OFFLINE && list.isEmpty() && mode != PEER_TRUST) {
            throw new MessageSecurityException(
                    CONFIGURATION_INVALID,
                    "The trust settings would refuse every certificate: the revocation mode is OFFLINE and there is no revocation"
                            + " list (expected the lists of the authorities). Give them, or check ONLINE.");
        }
    }

    private static MessageSecurityException nothingToTrust(String found, String remedy) {
        return new MessageSecurityException(
                CONFIGURATION_INVALID,
                "The trust settings would refuse every certificate: " + found + " (expected at least one). Add "
                        + remedy + ".");
    }
}
