// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.fuzz.mutation.WireMessage;

/**
 * What a service answers over HTTP.
 *
 * @param message with an empty content type if there was none
 */
record Answer(int status, WireMessage message) {
    boolean isSecured() {
        return message.text().contains("Security");
    }
}
