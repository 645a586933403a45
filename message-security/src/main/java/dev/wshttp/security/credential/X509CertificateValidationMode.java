// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

/**
 * The way in which the certificate of the other side is found trusted (WCF: {@code X509CertificateValidationMode}). There is no {@code None}: a
 * certificate is always validated.
 */
public enum X509CertificateValidationMode {
    /** The certificate chains to a trusted authority, is valid, fits its purpose and is not revoked. */
    CHAIN_TRUST,
    /** The certificate itself is among the trusted peers and is valid. */
    PEER_TRUST,
    /** Either of the two. */
    PEER_OR_CHAIN_TRUST
}
