// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import dev.wshttp.security.WsHttpBinding;

/** The four modes of the binding. */
enum Mode {
    DIRECT(false, false),
    DIRECT_SESSION(false, true),
    NEGOTIATED_SESSION(true, true),
    NEGOTIATED(true, false);

    private final boolean negotiates;
    private final boolean hasSessions;

    Mode(boolean negotiates, boolean hasSessions) {
        this.negotiates = negotiates;
        this.hasSessions = hasSessions;
    }

    boolean hasSessions() {
        return hasSessions;
    }

    /** Whether a secret protects one request only, and its reply. */
    boolean hasKeyOfItsOwnInEachRequest() {
        return this == DIRECT;
    }

    WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build();
    }
}
