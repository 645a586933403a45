// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import org.jspecify.annotations.NullUnmarked;

/** Nothing, where the compiler would not let a test pass it: callers without its checks can. */
@NullUnmarked
public final class NullOf {
    private NullOf() {}

    /** Null. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T any() {
        return null;
    }
}
