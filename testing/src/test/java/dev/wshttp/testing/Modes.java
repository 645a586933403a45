// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.security.WsHttpBinding;

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
