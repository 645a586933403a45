// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.security.WsHttpBinding;
import java.util.ArrayList;
import java.util.List;

/** The four modes of a binding: its two switches. */
enum Mode {
    DIRECT(false, false),
    SESSION(false, true),
    /** WCF's default. */
    NEGOTIATED_SESSION(true, true),
    NEGOTIATED(true, false);

    /** The actions of the two legs that a client sends. */
    static final List<String> NEGOTIATION = List.of(Envelope.TRUST + "/RST/Issue", Envelope.TRUST + "/RSTR/Issue");

    static final String OPEN_SESSION = Envelope.TRUST + "/RST/SCT";

    private final boolean negotiates;
    private final boolean hasSession;

    Mode(boolean negotiates, boolean hasSession) {
        this.negotiates = negotiates;
        this.hasSession = hasSession;
    }

    /** Whether both sides prove themselves in a TLS handshake: {@code negotiateServiceCredential}. */
    boolean negotiates() {
        return negotiates;
    }

    /** Whether a session is opened before the first call: {@code establishSecurityContext}. */
    boolean hasSession() {
        return hasSession;
    }

    /** Whether calls are protected with the key of a context, which is made before the first of them. */
    boolean hasContext() {
        return negotiates || hasSession;
    }

    /** The actions of what a client sends before its first call. */
    List<String> opening() {
        var actions = new ArrayList<String>();
        if (negotiates) {
            actions.addAll(NEGOTIATION);
        }
        if (hasSession) {
            actions.add(OPEN_SESSION);
        }
        return List.copyOf(actions);
    }

    /** A binding in this mode. */
    WsHttpBinding.Builder binding() {
        return WsHttpBinding.builder().negotiateServiceCredential(negotiates).establishSecurityContext(hasSession);
    }
}
