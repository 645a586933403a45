// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

/**
 * Where it is looked up whether a certificate is revoked; WCF's names. Both checks refuse a certificate of which it cannot be found out, as
 * WCF does, and neither looks at the root. Peers that are believed by themselves are not checked.
 */
public enum X509RevocationMode {
    /** Nowhere: a revoked certificate is as good as any other. */
    NO_CHECK,
    /** In the revocation lists that are given. Nothing is fetched, unless the whole JVM is told to ({@code com.sun.security.enableCRLDP}). */
    OFFLINE,
    /**
     * In the revocation lists that are given, else in those that the certificate names (RFC 5280, section 4.2.1.13), else at the OCSP
     * responder that it names (RFC 6960). The addresses are read only in certificates of a trusted authority, when all else about them is
     * found good, and the answer has to come within {@value RevocationCheck#DEADLINE_SECONDS} seconds.
     */
    ONLINE
}
