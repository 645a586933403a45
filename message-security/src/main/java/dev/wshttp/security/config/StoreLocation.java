// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

/** Where Windows keeps a certificate store (WCF: {@code StoreLocation}). */
enum StoreLocation {
    CURRENT_USER,
    LOCAL_MACHINE;

    /** WCF's name, for example {@code LocalMachine}. */
    @Override
    public String toString() {
        return WcfType.camel(name());
    }
}
