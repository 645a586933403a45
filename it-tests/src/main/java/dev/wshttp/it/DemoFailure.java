// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.io.Serial;

/** Ends the demo with a text that says what failed, what was found and what to do. */
final class DemoFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
