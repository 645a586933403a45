// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

/** The two ways in which Mono's client gets its binding. */
enum MonoBinding {
    /** The {@code WSHttpBinding} that a user writes. */
    AS_CONFIGURED("as-configured"),
    /** Its elements, with the algorithm suite set on them: Mono's {@code WSHttpBinding} ignores the setting. */
    WITH_SUITE("with-suite");

    private final String argument;

    MonoBinding(String argument) {
        this.argument = argument;
    }

    String argument() {
        return argument;
    }
}
