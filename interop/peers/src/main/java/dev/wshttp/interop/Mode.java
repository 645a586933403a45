// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The modes of WCF's binding. Peers are tried in the first two; the last two have no peer but WCF itself. */
public enum Mode {
    /** Each request on its own: {@code establishSecurityContext=false}. */
    DIRECT("direct"),
    /** A WS-SecureConversation session, opened with the messages of direct mode: {@code establishSecurityContext=true}. */
    SESSION("session"),
    /** Each request under a token of TLSNEGO, which no peer has code for: {@code negotiateServiceCredential=true}. */
    NEGOTIATED("negotiated"),
    /** A session that is opened under a token of TLSNEGO, WCF's default: both settings {@code true}. */
    NEGOTIATED_SESSION("negotiated-session");

    private final String argument;

    Mode(String argument) {
        this.argument = argument;
    }

    /** Returns the word for it on a command line. */
    public String argument() {
        return argument;
    }

    /** {@code negotiateServiceCredential}. */
    public boolean isNegotiated() {
        return this == NEGOTIATED || this == NEGOTIATED_SESSION;
    }

    /** {@code establishSecurityContext}. */
    public boolean isSession() {
        return this == SESSION || this == NEGOTIATED_SESSION;
    }

    /** @throws IllegalArgumentException if the word is not that of a mode */
    public static Mode of(String argument) {
        return Arrays.stream(values())
                .filter(mode -> mode.argument.equals(argument))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The mode is '" + argument + "' (expected "
                        + Arrays.stream(values()).map(Mode::argument).collect(Collectors.joining(" or ")) + ")."));
    }
}
