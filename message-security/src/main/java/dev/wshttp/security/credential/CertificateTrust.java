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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules about which certificates of the other side are trusted: authorities, peers, or both, and the check of revocation (WCF:
 * {@code Authentication.CertificateValidationMode} with its stores). Immutable and safe for use by several threads.
 *
 * <p>The trust store of the JVM is never used. Revocation is not checked unless a revocation list or mode is given. Certificates and lists from files are read again
 * when the files change: {@link #current} returns the rules that they make now.
 */
public final class CertificateTrust {
    private static final String NOTHING_TRUSTED = "every certificate is refused until there is one to trust, ";

    private final X509CertificateValidationMode mode;
    private final TrustedCertificates certificates;
    private final Optional<FileSource<TrustedCertificates>> source;
    private final List<X509Certificate> intermediates;
    private final X509RevocationMode revocationMode;
    private final Optional<FileSource<List<X509CRL>>> revocation;

    private CertificateTrust(
            X509CertificateValidationMode mode,
            TrustedCertificates certificates,
            Optional<FileSource<TrustedCertificates>> source,
            List<X509Certificate> intermediates,
            X509RevocationMode revocationMode,
            Optional<FileSource<List<X509CRL>>> revocation) {
        this.mode = mode;
        this.certificates = certificates;
        this.source = source;
        this.intermediates = intermediates;
        this.revocationMode = revocationMode;
        this.revocation = revocation;
        requireListFor(mode, revocationMode, revocationListFile());
    }

    /**
     * Makes rules of certificates that do not change, and checks that they can accept a certificate at all.
     *
     * @param mode the way in which a certificate is found trusted
     * @param authorities certificates of authorities; one that is not self-signed only completes chains
     * @param peers certificates that are trusted themselves
     * @param revocationMode the source of information about revoked certificates (WCF: {@code Authentication.RevocationMode})
     * @param revocationListFile a file with a CRL of each authority, read again when it changes
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} if there is no certificate that the mode could trust, or the
     *     revocation mode and the list contradict each other; with {@code CREDENTIAL_UNREADABLE} if the list cannot be read
     */
    public CertificateTrust(
            X509CertificateValidationMode mode,
            List<X509Certificate> authorities,
            List<X509Certificate> peers,
            X509RevocationMode revocationMode,
            Optional<Path> revocationListFile) {
        this(
                mode,
                new TrustedCertificates(authorities, peers).requireAny(mode),
                Optional.empty(),
                List.of(),
                revocationMode,
                revocationListFile.map(CertificateTrust::listsIn));
    }

    /**
     * Returns rules of certificates in files or folders, which are read again when they change. Revocation is not checked.
     *
     * <p>What cannot be read changes nothing, in a folder not the other files either: the log says so each hour, and a certificate that was removed
     * meanwhile stays trusted. A folder from which the last certificate is removed later trusts none from then on. A file without one counts as half written.
     *
     * @param authorities certificates of authorities, read as by {@link #readAuthorities}
     * @param peers certificates that are trusted themselves, read as by {@link #readCertificates}
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if a file cannot be read, or with {@code CONFIGURATION_INVALID} if there is no
     *     certificate that the mode could trust
     */
    public static CertificateTrust fromFiles(
            X509CertificateValidationMode mode, Optional<Path> authorities, Optional<Path> peers) {
        // A folder without the last certificate is meant so. A file without one may be half written.
        List<Path> places = Stream.concat(authorities.stream(), peers.stream()).toList();
        boolean hasFolder = places.stream().anyMatch(Files::isDirectory);
        var source = new FileSource<TrustedCertificates>(
                "trust",
                places.stream()
                        .flatMap(file -> X509Store.filesOf(file).stream())
                        .distinct()
                        .toList(),
                files -> {
                    var read = new TrustedCertificates(
                            authorities.map(CertificateTrust::readAuthorities).orElse(List.of()),
                            peers.map(CertificateTrust::readCertificates).orElse(List.of()));
                    return hasFolder ? read : read.requireAny(mode);
                },
                read -> read.trustsAny(mode) ? read.toString() : NOTHING_TRUSTED + read);
        source.present().requireAny(mode);
        return new CertificateTrust(mode, source.present(), Optional.of(source), List.of(), NO_CHECK, Optional.empty());
    }

    private static FileSource<List<X509CRL>> listsIn(Path file) {
        return new FileSource<>(
                "revocation list",
                List.of(file),
                source -> CredentialFiles.readRevocationLists(file),
                lists -> lists.stream()
                        .map(list -> "of '" + list.getIssuerX500Principal() + "', next update "
                                + (list.getNextUpdate() == null
                                        ? "not announced"
                                        : list.getNextUpdate().toInstant()))
                        .collect(Collectors.joining(", ")));
    }

    /** Returns rules that trust the certificates that one of these authorities issued (WCF's default). */
    public static CertificateTrust chain(List<X509Certificate> authorities) {
        return new CertificateTrust(CHAIN_TRUST, authorities, List.of(), NO_CHECK, Optional.empty());
    }

    /**
     * Returns rules that trust the certificates that one of the authorities in a file or folder issued, read as by {@link #readAuthorities}, and again when it
     * changes.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there are none to read, or with {@code CONFIGURATION_INVALID} if
     *     none of them is a root
     */
    public static CertificateTrust chain(Path authorities) {
        return fromFiles(CHAIN_TRUST, Optional.of(authorities), Optional.empty());
    }

    /** Returns rules that trust exactly these certificates. */
    public static CertificateTrust peers(List<X509Certificate> peers) {
        return new CertificateTrust(PEER_TRUST, List.of(), peers, NO_CHECK, Optional.empty());
    }

    /**
     * Returns rules that trust exactly the certificates in a file or folder (WCF: the store {@code TrustedPeople}), read as by
     * {@link #readCertificates}, and again when it changes.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there are none to read
     */
    public static CertificateTrust peers(Path peers) {
        return fromFiles(PEER_TRUST, Optional.empty(), Optional.of(peers));
    }

    /** Returns rules that trust these peers, and the certificates that one of the authorities issued. */
    public static CertificateTrust peersOrChain(List<X509Certificate> peers, List<X509Certificate> authorities) {
        return new CertificateTrust(PEER_OR_CHAIN_TRUST, authorities, peers, NO_CHECK, Optional.empty());
    }

    /**
     * Returns these rules with a file of revocation lists, which has to hold one list of each authority. The mode becomes
     * {@link X509RevocationMode#OFFLINE} unless it is {@link X509RevocationMode#ONLINE}. The file is read again when it changes, so a new list
     * takes effect without a restart. A file that is missing or damaged changes nothing: the list that was read last stays.
     * After the next update that a list announces, every certificate of its authority is refused, unless a newer answer can be fetched.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file holds no revocation list
     */
    public CertificateTrust withRevocationList(Path file) {
        return with(revocationMode == NO_CHECK ? OFFLINE : revocationMode, Optional.of(listsIn(file)));
    }

    /**
     * Returns these rules with another source of information about revoked certificates.
     *
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} for {@link X509RevocationMode#OFFLINE} without a revocation list, and
     *     for {@link X509RevocationMode#NO_CHECK} with one
     */
    public CertificateTrust withRevocationMode(X509RevocationMode other) {
        return with(other, revocation);
    }

    private CertificateTrust with(X509RevocationMode checked, Optional<FileSource<List<X509CRL>>> lists) {
        return new CertificateTrust(mode, certificates, source, intermediates, checked, lists);
    }

    /**
     * Returns these rules with further certificates that may complete chains. A self-signed one is left out, so nothing more is trusted.
     *
     * @param others certificates in any order, such as those that came with a certificate in its file
     */
    public CertificateTrust withIntermediates(List<X509Certificate> others) {
        List<X509Certificate> added = others.stream()
                .filter(certificate -> certificate.getBasicConstraints() >= 0)
                .filter(certificate -> !ChainSearch.isRoot(certificate))
                .filter(certificate -> !authorities().contains(certificate))
                .distinct()
                .toList();
        return added.isEmpty()
                ? this
                : new CertificateTrust(
                        mode,
                        certificates,
                        source,
                        Stream.concat(intermediates.stream(), added.stream()).toList(),
                        revocationMode,
                        revocation);
    }

    /**
     * Returns the rules that the files of these make now; these if the files have not changed, or if there are none. Looks at the files at most every five
     * seconds. Files with which no service could start change nothing, and the log says why; but a folder may lose its last certificate.
     *
     * @param now the present time
     */
    @SuppressWarnings("ReferenceEquality") // the object stays the same until the files change
    public CertificateTrust current(Instant now) {
        TrustedCertificates found =
                source.map(files -> files.current(now, read -> {})).orElse(certificates);
        return found == certificates
                ? this
                : new CertificateTrust(mode, found, source, intermediates, revocationMode, revocation);
    }

    /** Returns the way in which a certificate is found trusted. */
    public X509CertificateValidationMode mode() {
        return mode;
    }

    /** Returns the certificates of authorities; one that is not self-signed only completes chains. */
    public List<X509Certificate> authorities() {
        return intermediates.isEmpty()
                ? certificates.authorities()
                : Stream.concat(certificates.authorities().stream(), intermediates.stream())
                        .distinct()
                        .toList();
    }

    /** Returns the certificates that are trusted themselves. */
    public List<X509Certificate> peers() {
        return certificates.peers();
    }

    /** Returns the source of information about revoked certificates. */
    public X509RevocationMode revocationMode() {
        return revocationMode;
    }

    /** Returns the file of the revocation lists, which is read again when it changes. */
    public Optional<Path> revocationListFile() {
        return revocation.map(lists -> lists.files().get(0));
    }

    /** Returns the files and folders that the certificates are read from again; empty if these are fixed. */
    public List<Path> files() {
        return source.map(FileSource::files).orElse(List.of());
    }

    /**
     * Returns the revocation lists that the file holds now; the same object until it changes, and empty if there is no file. Looks at the file at most every five
     * seconds.
     *
     * @param now the present time
     */
    public List<X509CRL> revocationLists(Instant now) {
        return revocation.map(lists -> lists.current(now, read -> {})).orElse(List.of());
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

    /** Two trusts are equal if they have the same rules and certificates, and read the same files again. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateTrust trust
                && mode == trust.mode
                && certificates.equals(trust.certificates)
                && source.equals(trust.source)
                && intermediates.equals(trust.intermediates)
                && revocationMode == trust.revocationMode
                && revocation.equals(trust.revocation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, certificates, revocationMode);
    }

    @Override
    public String toString() {
        return "CertificateTrust[" + mode + ", authorities=" + TrustedCertificates.names(authorities()) + ", peers="
                + TrustedCertificates.names(peers()) + ", revocation=" + revocationMode
                + revocationListFile().map(file -> ", revocationList=" + file).orElse("") + "]";
    }

    /** Returns the subjects for an error text, each in quotes. */
    static List<String> quotedNames(List<X509Certificate> certificates) {
        return TrustedCertificates.names(certificates).stream()
                .map(name -> "'" + name + "'")
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
}
