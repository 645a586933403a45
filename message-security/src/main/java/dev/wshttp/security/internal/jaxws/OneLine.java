// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Makes text of a peer safe for one line of the log. */
final class OneLine {
    private OneLine() {}

    static String of(@Nullable String text) {
        return UntrustedText.oneLine(text);
    }
}
