// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a store is: one server, a master that Sentinels know, or a cluster. Immutable.
 *
 * @param text the address as it was set; it has no password
 * @param kind what is there
 * @param isEncrypted whether TLS is used
 */
record StoreAddress(String text, Kind kind, boolean isEncrypted) {
    private static final String TLS = "rediss";
    private static final Pattern HOST = Pattern.compile("(?:[\\p{Alnum}_.-]+|\\[[\\p{XDigit}:.]+])(?::\\d{1,5})?");
    private static final Pattern DATABASE = Pattern.compile("(?:/\\d{0,5})?");
    private static final Pattern MASTER = Pattern.compile("(?:/\\d{0,5})?#[\\p{Alnum}_.-]+");
    private static final String EXPECTED =
            "expected 'redis://host:port', 'rediss://host:port' with TLS, 'redis-sentinel://host:port,host:port#master' or"
                    + " 'redis-cluster://host:port,host:port', the last two also as 'rediss-'";

    /** What is at an address. */
    enum Kind {
        SERVER(""),
        SENTINEL("-sentinel"),
        CLUSTER("-cluster");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, or has a user or a password; the text says what was expected
     */
    static StoreAddress of(String text) {
        int end = text.indexOf("://");
        if (end < 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        // A password must not get into the message.
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("expected no user and no password in it: set user and password-file");
        }
        for (Kind kind : Kind.values()) {
            for (String scheme : List.of("redis", TLS)) {
                if (text.startsWith(scheme + kind.suffix + "://")) {
                    requireForm(kind, text.substring(end + "://".length()));
                    return new StoreAddress(text, kind, scheme.equals(TLS));
                }
            }
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    private static void requireForm(Kind kind, String rest) {
        int end = rest.length();
        for (char delimiter : new char[] {'/', '#', '?'}) {
            int at = rest.indexOf(delimiter);
            end = at < 0 ? end : Math.min(end, at);
        }
        List<String> hosts = List.of(rest.substring(0, end).split(",", -1));
        String after = rest.substring(end);
        boolean isOfKind = switch (kind) {
            case SERVER -> hosts.size() == 1 && DATABASE.matcher(after).matches();
            case SENTINEL -> MASTER.matcher(after).matches();
            case CLUSTER -> after.isEmpty();
        };
        if (!isOfKind || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /** Returns the address as the client library wants it: one for each node that is named of a cluster, otherwise one. */
    List<RedisURI> uris() {
        if (kind != Kind.CLUSTER) {
            return List.of(RedisURI.create(text));
        }
        String hosts = text.substring(text.indexOf("://") + "://".length());
        return List.of(hosts.split(",")).stream()
                .map(host -> RedisURI.create((isEncrypted ? TLS : "redis") + "://" + host))
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
