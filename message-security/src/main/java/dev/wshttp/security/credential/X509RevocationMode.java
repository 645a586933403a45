// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

/**
 * The source of information about revoked certificates (WCF: {@code X509RevocationMode}). As in WCF, {@link #OFFLINE} and {@link #ONLINE} refuse
 * a certificate whose status remains unknown, and neither checks the root authority. A certificate that is trusted as a peer is not checked.
 */
public enum X509RevocationMode {
    /** No source: a revoked certificate is accepted like any other. */
    NO_CHECK,
    /** The given revocation lists. No list is fetched, unless a system property allows it for the whole JVM ({@code com.sun.security.enableCRLDP}). */
    OFFLINE,
    /**
     * The given revocation lists; if they do not decide, the lists that the certificate names (RFC 5280, section 4.2.1.13); if these do not
     * decide, the OCSP responder that it names (RFC 6960). An address in a certificate is used only after all other checks of the certificate
     * have succeeded. The answer has to arrive within {@value RevocationCheck#DEADLINE_SECONDS} seconds.
     */
    ONLINE
}
