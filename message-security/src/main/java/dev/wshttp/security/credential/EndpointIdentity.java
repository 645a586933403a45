// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Which service the client means to talk to (WCF: {@code EndpointIdentity}). A trusted certificate proves that somebody is
 * somebody; the identity says who it has to be. Immutable and safe for use by several threads.
 */
public sealed interface EndpointIdentity {
    /**
     * Expects a certificate for this DNS name. The case of its ASCII letters does not matter, all else has to be the same to the letter (RFC 4343,
     * section 3): a name with letters of other alphabets, with a dot at its end or in another form of the same address is another name. Wildcards
     * do not match, as in WCF.
     */
    static EndpointIdentity dns(String name) {
        return new Dns(name);
    }

    /** Expects exactly this certificate. */
    static EndpointIdentity certificate(X509Certificate certificate) {
        return new Certificate(certificate);
    }

    /**
     * Expects exactly the certificate in this text, base64 of its DER form or of what WCF's tools write (WCF:
     * {@code <identity><certificate encodedValue=.../>}).
     *
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if there is none in it
     */
    static EndpointIdentity encodedCertificate(String base64) {
        return new Certificate(new EncodedCertificate(base64).certificate());
    }

    /** Whether the certificate proves this identity. */
    boolean matches(X509Certificate certificate);

    /**
     * Requires that the certificate proves this identity.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SERVICE_IDENTITY_MISMATCH}
     */
    default void require(X509Certificate certificate) {
        if (!matches(certificate)) {
            List<String> names = Dns.names(certificate);
            throw new MessageSecurityException(
                    SecurityFault.SERVICE_IDENTITY_MISMATCH,
                    "The service certificate '" + certificate.getSubjectX500Principal() + "' names " + names
                            + " but the client expects " + this
                            + ". If the service is genuine, set identity.dns to one of its names;"
                            + " otherwise stop and check the address and the certificate.");
        }
    }

    /** @param name the name that a subject alternative name, or else the common name, has to carry */
    record Dns(String name) implements EndpointIdentity {
        private static final int DNS_NAME = 2;

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
            // String.equalsIgnoreCase would take the long s and the Kelvin sign for s and k.
            Pattern wanted = Pattern.compile(name, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
            return names(certificate).stream()
                    .anyMatch(found -> wanted.matcher(found).matches());
        }

        @Override
        public String toString() {
            return "'" + name + "'";
        }

        /** All dNSName entries, or the common name where there is none (what .NET's DNS-name query returns). */
        public static List<String> names(X509Certificate certificate) {
            List<String> alternatives = alternativeNames(certificate);
            return alternatives.isEmpty() ? commonNames(certificate.getSubjectX500Principal()) : alternatives;
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

        private static List<String> commonNames(X500Principal subject) {
            try {
                return new LdapName(subject.getName())
                        .getRdns().stream()
                                .filter(part -> part.getType().equals("CN"))
                                .map(Rdn::getValue)
                                .map(String::valueOf)
                                .toList();
            } catch (InvalidNameException malformed) {
                return List.of();
            }
        }
    }

    /** @param expected the only certificate that proves this identity */
    record Certificate(X509Certificate expected) implements EndpointIdentity {
        public Certificate {
            requireNonNull(expected, "expected");
        }

        @Override
        public boolean matches(X509Certificate certificate) {
            return expected.equals(certificate);
        }

        @Override
        public String toString() {
            return "the certificate '" + expected.getSubjectX500Principal() + "'";
        }
    }
}
