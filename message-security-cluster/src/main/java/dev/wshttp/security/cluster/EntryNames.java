// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static dev.wshttp.security.cluster.Step.text;

import java.util.Arrays;

/**
 * The names of what a service has in a store: {@code wshttp:1:{service.0}:m:} and 16 octets. The number is the version of the entries; a version that
 * changes them has to write those of the version before, too, for as long as instances of it run. The braces say what one server of a cluster has together.
 *
 * @param service the name of the service
 * @param parts how many parts the memory has
 */
record EntryNames(String service, int parts) {
    static final int VERSION = 1;

    /** Returns the part that something belongs to. */
    int part(byte[] selector) {
        int hash = Arrays.hashCode(selector);
        return Math.floorMod(hash ^ hash >>> 16, parts);
    }

    /** Returns the name of the record of a part. */
    byte[] record(int part) {
        return text(prefix(part) + "memory");
    }

    /** Returns the name of an entry. */
    byte[] entry(int part, Step.Entry entry, Epoch epoch) {
        byte[] prefix = text(prefix(part) + entry.kind().letter() + ":");
        byte[] fingerprint = epoch.fingerprint(entry.name());
        byte[] name = Arrays.copyOf(prefix, prefix.length + fingerprint.length);
        System.arraycopy(fingerprint, 0, name, prefix.length, fingerprint.length);
        return name;
    }

    /** Returns the beginning of the names of the instances' channels. */
    String channels() {
        return "wshttp:" + VERSION + ":{" + service + "}:legs:";
    }

    /** Returns the name of an instance's channel. */
    byte[] channel(String instance) {
        return text(channels() + instance);
    }

    private String prefix(int part) {
        return "wshttp:" + VERSION + ":{" + service + "." + part + "}:";
    }
}
