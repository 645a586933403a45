// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import org.jspecify.annotations.NullUnmarked;

/** Gives tests a null that the nullness checks of the compiler accept, because callers without these checks can pass null. */
@NullUnmarked
public final class NullOf {
    private NullOf() {}

    /** Null. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T any() {
        return null;
    }
}
