// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

/** Where Windows keeps a certificate store (WCF: {@code StoreLocation}). */
public enum StoreLocation {
    CURRENT_USER,
    LOCAL_MACHINE;

    /** WCF's name, for example {@code LocalMachine}. */
    @Override
    public String toString() {
        return new ConstantName(name()).camel();
    }
}
