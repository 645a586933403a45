// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

/** The location of a certificate store of Windows (WCF: {@code StoreLocation}). */
public enum StoreLocation {
    CURRENT_USER,
    LOCAL_MACHINE;

    /** Returns WCF's name, for example {@code LocalMachine}. */
    @Override
    public String toString() {
        return new ConstantName(name()).camel();
    }
}
