// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The certificate with which a client authenticates itself, and the service certificates that it trusts (WCF: {@code ClientCredentials}). What comes from files is
 * read again when they change. Immutable and safe for use by several threads.
 */
public final class ClientCredentials {
    private final X509Credential clientCertificate;
    private final CertificateTrust serviceTrust;
    private final Optional<X509Certificate> serviceCertificate;
    private final Optional<FileSource<X509Certificate>> source;

    private ClientCredentials(
            X509Credential clientCertificate,
            CertificateTrust serviceTrust,
            Optional<X509Certificate> serviceCertificate,
            Optional<FileSource<X509Certificate>> source) {
        this.clientCertificate = requireNonNull(clientCertificate, "clientCertificate");
        this.serviceTrust = serviceTrust.withIntermediates(clientCertificate.chain());
        this.serviceCertificate = serviceCertificate;
        this.source = source;
    }

    /** Returns credentials without a service certificate, as they suffice for a binding that negotiates it. */
    public static ClientCredentials of(X509Credential clientCertificate, CertificateTrust serviceTrust) {
        return new ClientCredentials(clientCertificate, serviceTrust, Optional.empty(), Optional.empty());
    }

    /** Returns these credentials with the certificate for which requests are encrypted. */
    public ClientCredentials withServiceCertificate(X509Certificate certificate) {
        return new ClientCredentials(clientCertificate, serviceTrust, Optional.of(certificate), Optional.empty());
    }

    /**
     * Returns these credentials with the certificate for which requests are encrypted, read from a file or folder as by
     * {@link CertificateTrust#readCertificate}, and again when it changes. Intermediate authorities beside it may complete its chain.
     *
     * @throws dev.wshttp.security.MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if it cannot be read
     */
    public ClientCredentials withServiceCertificate(Path fileOrFolder) {
        return withServiceCertificate(
                X509Store.filesOf(fileOrFolder),
                () -> CertificateTrust.readCertificate(fileOrFolder),
                CertificateTrust.readCertificates(fileOrFolder));
    }

    /**
     * Returns these credentials with the certificate for which requests are encrypted, read in a way of the caller's, now and whenever one of these files has
     * changed.
     *
     * @param files the files and folders on which the certificate depends
     * @param reader reads the certificate
     * @param beside certificates of intermediate authorities that may complete its chain
     */
    public ClientCredentials withServiceCertificate(
            List<Path> files, Supplier<X509Certificate> reader, List<X509Certificate> beside) {
        var read = new FileSource<X509Certificate>(
                "service's certificate",
                files,
                source -> reader.get(),
                certificate -> "'" + certificate.getSubjectX500Principal() + "', thumbprint "
                        + Thumbprint.of(certificate).hex());
        return new ClientCredentials(
                clientCertificate,
                serviceTrust.withIntermediates(beside),
                Optional.of(read.present()),
                Optional.of(read));
    }

    /** Returns the client's own key and certificate. */
    public X509Credential clientCertificate() {
        return clientCertificate;
    }

    /**
     * Returns the client's own key and certificate as their files are now.
     *
     * @param now the present time
     */
    public X509Credential clientCertificate(Instant now) {
        return clientCertificate.current(X509CertificateValidator.Role.CLIENT, now);
    }

    /**
     * Returns the rules about which service certificates are trusted (WCF: {@code ServiceCertificate.Authentication}), with the intermediate authorities of the
     * client's own chain, which Windows knows too once it imported the {@code .pfx}.
     */
    public CertificateTrust serviceTrust() {
        return serviceTrust;
    }

    /**
     * Returns the service's certificate as it was read first, for which requests are encrypted; needed if the binding does not negotiate it (WCF:
     * {@code ServiceCertificate.DefaultCertificate}).
     */
    public Optional<X509Certificate> serviceCertificate() {
        return serviceCertificate;
    }

    /**
     * Returns the service's certificate that the files hold now. Looks at them at most every five seconds. What cannot be read changes nothing; the log says why.
     *
     * @param now the present time
     */
    public Optional<X509Certificate> serviceCertificate(Instant now) {
        return source.map(files -> files.current(now, read -> {})).or(() -> serviceCertificate);
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + clientCertificate + ", " + serviceTrust
                + serviceCertificate
                        .map(certificate -> ", serviceCertificate="
                                + Thumbprint.of(certificate).hex())
                        .orElse("")
                + "]";
    }
}
