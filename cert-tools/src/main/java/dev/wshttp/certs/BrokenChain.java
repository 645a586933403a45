// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

/**
 * Tells why there is no chain from a certificate to a trusted root authority. The library and cert-tools have the same copy of this class, so that both give
 * the same reason in the same words; a test compares the copies.
 */
final class BrokenChain extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String found;
    private final String expected;
    private final String remedy;

    BrokenChain(Reason reason, String found, String expected, String remedy) {
        super(found + " (expected " + expected + "). " + remedy + ".");
        this.reason = reason;
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    /** The rules of RFC 5280, section 6.1, that a chain may break. */
    enum Reason {
        /** No trusted authority is a root. */
        NO_ROOT,
        /** The certificate of an issuer is not at hand. */
        ISSUER_MISSING,
        /** Authorities with the name of the issuer are at hand, and none of them signed. */
        OTHER_KEY,
        /** The chain leads to a root that is not trusted. */
        ROOT_NOT_TRUSTED,
        /** An authority of the chain is expired or not yet valid. */
        NOT_IN_VALIDITY,
        /** An issuer is not marked as an authority. */
        NO_AUTHORITY,
        /** An issuer may not sign certificates. */
        MAY_NOT_SIGN,
        /** The chain is longer than an authority of it permits. */
        TOO_LONG,
        /** An authority of the chain does not permit the names of a certificate below it. */
        NAME_NOT_PERMITTED,
        /** A certificate has a critical extension that is not known here. */
        CRITICAL_EXTENSION,
        /** A key or a signature is too weak for this Java, or of an algorithm that it does not have. */
        ALGORITHM,
        /** Another rule. */
        OTHER
    }

    Reason reason() {
        return reason;
    }

    /** Returns what was found, as the predicate of a sentence about the certificate. */
    String found() {
        return found;
    }

    String expected() {
        return expected;
    }

    String remedy() {
        return remedy;
    }
}
