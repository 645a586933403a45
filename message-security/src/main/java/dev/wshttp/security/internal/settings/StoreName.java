// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

/**
 * The certificate stores of Windows (WCF: {@code StoreName}). {@code Disallowed} is absent because
 * this library does not look into it.
 */
public enum StoreName {
    ADDRESS_BOOK,
    AUTH_ROOT,
    CERTIFICATE_AUTHORITY,
    MY,
    ROOT,
    TRUSTED_PEOPLE,
    TRUSTED_PUBLISHER;

    /** WCF's name, for example {@code TrustedPeople}. */
    @Override
    public String toString() {
        return new ConstantName(name()).camel();
    }
}
