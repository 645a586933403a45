// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.security.WsHttpBinding;
import java.util.stream.Stream;

/** The four modes of a binding. */
enum Modes {
    DIRECT(false, false),
    SESSION(false, true),
    NEGOTIATED(true, false),
    /** WCF's default. */
    NEGOTIATED_SESSION(true, true);

    private final boolean negotiates;
    private final boolean hasSession;

    Modes(boolean negotiates, boolean hasSession) {
        this.negotiates = negotiates;
        this.hasSession = hasSession;
    }

    /** Returns the modes to test in: all of them with {@code -Dlong.tests=true}, otherwise the one with a key in each request, and WCF's default. */
    static Stream<Modes> tested() {
        return Stream.of(values())
                .filter(mode -> Boolean.getBoolean("long.tests") || mode == DIRECT || mode == NEGOTIATED_SESSION);
    }

    boolean negotiates() {
        return negotiates;
    }

    boolean hasSession() {
        return hasSession;
    }

    WsHttpBinding.Builder binding() {
        return WsHttpBinding.builder().negotiateServiceCredential(negotiates).establishSecurityContext(hasSession);
    }
}
