// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The identity that the client expects of the service (WCF: {@code EndpointIdentity}). Trust in a certificate shows that the name in it is
 * genuine; the identity says which name it has to be. A certificate from a file is read again when the file changes. Immutable and safe for use by several
 * threads.
 */
public sealed interface EndpointIdentity {
    /**
     * Returns an identity that a certificate for this DNS name proves. The comparison ignores the case of ASCII letters and nothing else (RFC
     * 4343, section 3): letters of other alphabets, a dot at the end, or another form of the same address make another name. As in WCF,
     * wildcards do not match.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the name is blank
     */
    static EndpointIdentity dns(String name) {
        return new Dns(name);
    }

    /** Returns an identity that only this certificate proves. */
    static EndpointIdentity certificate(X509Certificate certificate) {
        return new Certificate(certificate, Optional.empty());
    }

    /**
     * Returns an identity that only one certificate proves, which is read in a way of the caller's, now and whenever one of these files has changed.
     *
     * @param files the files and folders on which the certificate depends
     * @param reader reads the certificate, or throws a {@link MessageSecurityException}
     */
    static EndpointIdentity certificate(List<Path> files, Supplier<X509Certificate> reader) {
        var source = new FileSource<X509Certificate>(
                "expected certificate",
                files,
                from -> reader.get(),
                certificate -> Thumbprint.of(certificate).hex());
        return new Certificate(source.present(), Optional.of(source));
    }

    /**
     * Returns an identity that only the certificate in this text proves (WCF: {@code <identity><certificate encodedValue=.../>}).
     *
     * @param base64 the certificate in DER, or in the serialized form of Windows that WCF's tools write
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if the text holds no certificate
     */
    static EndpointIdentity encodedCertificate(String base64) {
        return certificate(new EncodedCertificate(base64).certificate());
    }

    /**
     * Returns this identity as its files are now; itself if they have not changed, or if it has none. Looks at them at most every five seconds. What cannot be
     * read changes nothing; the log says why.
     *
     * @param now the present time
     */
    default EndpointIdentity current(Instant now) {
        return this;
    }

    /** Returns whether a certificate proves this identity. Does not check whether the certificate is trusted. */
    boolean matches(X509Certificate certificate);

    /**
     * Requires that a certificate proves this identity. Does not check whether the certificate is trusted.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SERVICE_IDENTITY_MISMATCH}
     */
    default void require(X509Certificate certificate) {
        if (!matches(certificate)) {
            throw new MessageSecurityException(
                    SecurityFault.SERVICE_IDENTITY_MISMATCH,
                    "The service certificate '" + certificate.getSubjectX500Principal() + "' " + difference(certificate)
                            + " otherwise stop and check the address and the certificate.");
        }
    }

    /** Returns what a certificate has, what is expected, and what to do if the service is genuine: the middle of an error message. */
    String difference(X509Certificate certificate);

    /**
     * The identity of a service by its DNS name.
     *
     * @param name the name that has to be among the certificate's {@code dNSName} entries or, if it has none, its most specific common name
     */
    record Dns(String name) implements EndpointIdentity {
        private static final int DNS_NAME = 2;

        /**
         * Checks the name.
         *
         * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is blank
         */
        public Dns {
            if (name.isBlank()) {
                throw new MessageSecurityException(
                        SecurityFault.CONFIGURATION_INVALID,
                        "The expected DNS identity is '" + name
                                + "' (expected a name such as 'Contoso.com'). Set identity.dns.");
            }
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            // String.equalsIgnoreCase treats the long s as s and the Kelvin sign as k.
            Pattern wanted = Pattern.compile(name, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
            return names(certificate).stream()
                    .anyMatch(found -> wanted.matcher(found).matches());
        }

        @Override
        public String difference(X509Certificate certificate) {
            List<String> names = names(certificate);
            return "(thumbprint '" + Thumbprint.of(certificate) + "') names " + names + " but the client expects "
                    + this
                    + ". If the service is genuine, "
                    + (names.isEmpty()
                            ? "expect this certificate, which has no name, by identity.certificate-file;"
                            : "set identity.dns to one of its names;");
        }

        @Override
        public String toString() {
            return "'" + name + "'";
        }

        /**
         * Returns all {@code dNSName} entries of a certificate or, if it has none, its common name (as the DNS-name query of .NET does). Of several common names
         * only the most specific one counts, because the JDK compares no other with what an authority may certify (RFC 5280, section 4.2.1.10).
         */
        public static List<String> names(X509Certificate certificate) {
            List<String> alternatives = alternativeNames(certificate);
            return alternatives.isEmpty() ? commonName(certificate.getSubjectX500Principal()) : alternatives;
        }

        private static List<String> alternativeNames(X509Certificate certificate) {
            try {
                Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
                return entries == null
                        ? List.of()
                        : entries.stream()
                                .filter(entry -> Objects.equals(entry.get(0), DNS_NAME))
                                .map(entry -> String.valueOf(entry.get(1)))
                                .toList();
            } catch (CertificateParsingException malformed) {
                return List.of();
            }
        }

        private static List<String> commonName(X500Principal subject) {
            try {
                List<Rdn> parts = new LdapName(subject.getName()).getRdns();
                for (int i = parts.size() - 1; i >= 0; i--) {
                    Attribute found = parts.get(i).toAttributes().get("CN");
                    if (found != null) {
                        // Readers disagree about two common names in one part.
                        return found.size() == 1 ? List.of(String.valueOf(found.get())) : List.of();
                    }
                }
                return List.of();
            } catch (NamingException malformed) {
                return List.of();
            }
        }
    }

    /** The identity of a service by its certificate. Two are equal if they expect the same certificate. */
    final class Certificate implements EndpointIdentity {
        private final X509Certificate expected;
        private final Optional<FileSource<X509Certificate>> source;

        private Certificate(X509Certificate expected, Optional<FileSource<X509Certificate>> source) {
            this.expected = requireNonNull(expected, "expected");
            this.source = source;
        }

        /** Returns the only certificate that proves this identity. */
        public X509Certificate expected() {
            return expected;
        }

        @Override
        public EndpointIdentity current(Instant now) {
            X509Certificate found =
                    source.map(files -> files.current(now, read -> {})).orElse(expected);
            return found.equals(expected) ? this : new Certificate(found, source);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Certificate certificate && expected.equals(certificate.expected);
        }

        @Override
        public int hashCode() {
            return expected.hashCode();
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            return expected.equals(certificate);
        }

        @Override
        public String difference(X509Certificate certificate) {
            return "has the thumbprint '" + Thumbprint.of(certificate) + "' but the client expects " + this
                    + ". If the service is genuine, it has another certificate now, such as a renewed one: name that one in"
                    + " identity.certificate-file or identity.certificate (WCF: <identity><certificate> or <certificateReference>), or expect"
                    + " a name by identity.dns;";
        }

        @Override
        public String toString() {
            return "the certificate '" + expected.getSubjectX500Principal() + "' with the thumbprint '"
                    + Thumbprint.of(expected) + "'";
        }
    }
}
