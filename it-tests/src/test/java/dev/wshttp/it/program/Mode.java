// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.wire.Envelope;
import dev.wshttp.security.WsHttpBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The four modes of a binding: its two switches. */
public enum Mode {
    DIRECT(false, false),
    SESSION(false, true),
    /** WCF's default. */
    NEGOTIATED_SESSION(true, true),
    NEGOTIATED(true, false);

    /** The actions of the two legs that a client sends. */
    public static final List<String> NEGOTIATION =
            List.of(Envelope.TRUST + "/RST/Issue", Envelope.TRUST + "/RSTR/Issue");

    public static final String OPEN_SESSION = Envelope.TRUST + "/RST/SCT";

    private static final boolean LONG = Boolean.getBoolean("long.tests");

    private final boolean negotiates;
    private final boolean hasSession;

    Mode(boolean negotiates, boolean hasSession) {
        this.negotiates = negotiates;
        this.hasSession = hasSession;
    }

    /**
     * Returns the modes that attacks and other variants are tested in: all of them with {@code -Dlong.tests=true}, otherwise the one with a key in each
     * request, and WCF's default.
     */
    static Stream<Mode> tested() {
        return tested(DIRECT, SESSION, NEGOTIATED_SESSION, NEGOTIATED);
    }

    /** Returns those of {@link #tested} with a session. */
    static Stream<Mode> testedSessions() {
        return tested(SESSION, NEGOTIATED_SESSION);
    }

    /** Returns those of {@link #tested} with a negotiation. */
    static Stream<Mode> testedNegotiations() {
        return tested(NEGOTIATED_SESSION, NEGOTIATED);
    }

    private static Stream<Mode> tested(Mode... modes) {
        return Stream.of(modes).filter(mode -> LONG || mode == DIRECT || mode == NEGOTIATED_SESSION);
    }

    /** Returns whether both sides prove themselves in a TLS handshake: {@code negotiateServiceCredential}. */
    public boolean negotiates() {
        return negotiates;
    }

    /** Returns whether a session is opened before the first call: {@code establishSecurityContext}. */
    public boolean hasSession() {
        return hasSession;
    }

    /** Returns whether calls are protected with the key of a context, which is made before the first of them. */
    public boolean hasContext() {
        return negotiates || hasSession;
    }

    /** Returns the actions of what a client sends before its first call. */
    public List<String> opening() {
        var actions = new ArrayList<String>();
        if (negotiates) {
            actions.addAll(NEGOTIATION);
        }
        if (hasSession) {
            actions.add(OPEN_SESSION);
        }
        return List.copyOf(actions);
    }

    /** Returns a binding in this mode. */
    public WsHttpBinding.Builder binding() {
        return WsHttpBinding.builder().negotiateServiceCredential(negotiates).establishSecurityContext(hasSession);
    }
}
