// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

/** The two sides of a call. Their names are those of the files in a {@link CredentialFolder} and of the entries in its stores. */
public enum Side {
    SERVICE("service"),
    CLIENT("client");

    private final String alias;

    Side(String alias) {
        this.alias = alias;
    }

    /** Returns the alias of its entry in a store. */
    public String alias() {
        return alias;
    }

    /** Returns the other one. */
    public Side other() {
        return this == SERVICE ? CLIENT : SERVICE;
    }
}
