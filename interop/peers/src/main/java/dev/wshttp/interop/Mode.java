// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The modes of WCF's binding that the peers are tried in. */
public enum Mode {
    /** Each request on its own: {@code establishSecurityContext=false}. */
    DIRECT("direct"),
    /** A WS-SecureConversation session, opened with the messages of direct mode: {@code establishSecurityContext=true}. */
    SESSION("session"),
    /** Each request under a token of TLSNEGO, which no peer has code for: {@code negotiateServiceCredential=true}. */
    NEGOTIATED("negotiated");

    private final String argument;

    Mode(String argument) {
        this.argument = argument;
    }

    /** The word for it on a command line. */
    public String argument() {
        return argument;
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
