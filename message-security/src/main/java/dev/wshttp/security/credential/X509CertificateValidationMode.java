// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

/** How a peer's certificate is judged; WCF's names. There is no {@code None}: a certificate is always judged. */
public enum X509CertificateValidationMode {
    /** The certificate chains to a trusted authority, is valid, fits its purpose and is not revoked. */
    CHAIN_TRUST,
    /** The certificate itself is among the trusted peers and is valid. */
    PEER_TRUST,
    /** Either of the two. */
    PEER_OR_CHAIN_TRUST
}
