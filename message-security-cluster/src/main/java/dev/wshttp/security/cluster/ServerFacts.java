// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server of a store tells of itself (INFO).
 *
 * @param facts by their names
 */
record ServerFacts(Map<String, String> facts) {
    private static final String NO_EVICTION = "noeviction";

    static ServerFacts of(String info) {
        var facts = new HashMap<String, String>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new ServerFacts(Map.copyOf(facts));
    }

    /** Returns the name that the server has until it is started again. */
    String run() {
        return text("run_id");
    }

    /** Returns the name of the history of entries that the server goes on with. */
    String replication() {
        return text("master_replid");
    }

    /** Returns the name of the history that the server had from another one until it was promoted. */
    String formerReplication() {
        return text("master_replid2");
    }

    /** Returns how many replicas are connected to the server. */
    long replicas() {
        return number("connected_slaves");
    }

    Duration uptime() {
        return Duration.ofSeconds(number("uptime_in_seconds"));
    }

    /** Returns how many entries the server forgot to make room for others. */
    long evicted() {
        return number("evicted_keys");
    }

    /**
     * Requires that the server forgets nothing, and tells when it is another one or was started again.
     *
     * @throws Joining.UnsuitableStoreException if it does not
     */
    void requireSuitable() throws Joining.UnsuitableStoreException {
        String policy = text("maxmemory_policy");
        if (!policy.equals(NO_EVICTION)) {
            throw new Joining.UnsuitableStoreException(
                    "its maxmemory-policy is '" + policy + "' (expected '" + NO_EVICTION
                            + "'): it would forget messages, which could then be sent again. Set maxmemory-policy "
                            + NO_EVICTION
                            + ", or use another store");
        }
        if (run().isEmpty()) {
            throw new Joining.UnsuitableStoreException(
                    "it tells no run_id (expected one in INFO): a server that lost its"
                            + " entries could not be told from one that has them. Use a store that tells it");
        }
    }

    private String text(String name) {
        return facts.getOrDefault(name, "");
    }

    private long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }
}
