// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import java.time.Duration;

/**
 * What came back for octets.
 *
 * @param took from the last octet of the request to the last octet of the answer, or a little more
 */
record Answer(int status, String body, Duration took, long endedNanos) {
    /** Whether this is the one answer to all that is wrong with a message. */
    boolean isRefusal() {
        return status == 500 && body.contains(":InvalidSecurity<");
    }
}
