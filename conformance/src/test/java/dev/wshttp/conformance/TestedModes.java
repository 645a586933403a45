// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.util.stream.Stream;

/** The modes in which all cases are tried. */
final class TestedModes {
    private TestedModes() {}

    /** Returns all modes with {@code -Dlong.tests=true}, otherwise the one with a key in each request, and WCF's default. */
    static Stream<Mode> tested() {
        return Stream.of(Mode.values())
                .filter(mode ->
                        Boolean.getBoolean("long.tests") || mode == Mode.DIRECT || mode == Mode.NEGOTIATED_SESSION);
    }
}
