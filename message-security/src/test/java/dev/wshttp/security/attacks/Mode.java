// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import dev.wshttp.security.WsHttpBinding;
import java.util.stream.Stream;

/** The four modes of the binding. */
public enum Mode {
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

    /**
     * Returns the modes that attacks are tested in: all of them with {@code -Dlong.tests=true}, otherwise the one with a key in each request, and WCF's
     * default, which negotiates and has sessions.
     */
    public static Stream<Mode> tested() {
        return Boolean.getBoolean("long.tests") ? Stream.of(values()) : Stream.of(DIRECT, NEGOTIATED_SESSION);
    }

    /** Returns those of them that have sessions. */
    public static Stream<Mode> testedSessions() {
        return tested().filter(Mode::hasSessions);
    }

    public boolean hasSessions() {
        return hasSessions;
    }

    /** Whether a secret protects one request only, and its reply. */
    public boolean hasKeyOfItsOwnInEachRequest() {
        return this == DIRECT;
    }

    public WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .build();
    }
}
