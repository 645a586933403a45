// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.util.UUID;

/** Hands out the ids of one message in WCF's manner: {@code _0}, {@code _1}... for its parts, a GUID with a number for its tokens. */
final class MessageIds {
    private final String token = "uuid-" + UUID.randomUUID() + "-";
    private int parts;
    private int tokens = 1;

    String nextPart() {
        return "_" + parts++;
    }

    String nextToken() {
        return token + tokens++;
    }
}
