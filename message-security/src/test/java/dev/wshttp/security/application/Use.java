// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

/**
 * A thing that an application does.
 *
 * @param expected what is seen of it, with the feature and without
 */
record Use(String name, Work work, String expected) {
    /** Does it at one site. */
    interface Work {
        String at(Site site) throws Exception;
    }

    static Use use(String name, String expected, Work work) {
        return new Use(name, work, expected);
    }

    @Override
    public String toString() {
        return name;
    }
}
