// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The four modes of the binding. */
enum Mode {
    DIRECT(false, false),
    SESSION(false, true),
    NEGOTIATED_SESSION(true, true),
    NEGOTIATED(true, false);

    /** After which time a client renews the key of its session here. */
    static final Duration RENEWAL = Duration.ofMinutes(1);

    private final boolean negotiates;
    private final boolean hasSession;

    Mode(boolean negotiates, boolean hasSession) {
        this.negotiates = negotiates;
        this.hasSession = hasSession;
    }

    /** WCF's defaults, with room for what a fuzzer leaves behind. */
    WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSession)
                .sessionSettings(SessionSettings.builder()
                        .keyRenewalInterval(RENEWAL)
                        .maxPendingSessions(5_000)
                        .build())
                .negotiationSettings(
                        NegotiationSettings.builder().maxPending(5_000).build())
                .build();
    }

    /** The messages of a client in this mode. */
    Set<MessageKind> messages() {
        var all = EnumSet.of(MessageKind.CALL, MessageKind.REFUSED_CALL);
        if (hasSession) {
            all.addAll(EnumSet.of(MessageKind.OPEN, MessageKind.RENEW, MessageKind.CANCEL));
        }
        if (negotiates) {
            all.addAll(EnumSet.of(MessageKind.FIRST_LEG, MessageKind.SECOND_LEG));
        }
        return all;
    }
}
