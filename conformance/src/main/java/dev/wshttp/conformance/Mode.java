// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The modes of WCF's binding, with the words of a command line and of the recordings. */
enum Mode {
    DIRECT("direct", 1, "1-nonego-nosession"),
    SESSION("session", 2, "2-nonego-session"),
    NEGOTIATED_SESSION("negotiated-session", 3, "3-nego-session-DEFAULT"),
    NEGOTIATED("negotiated", 4, "4-nego-nosession");

    private final String word;
    private final int number;
    private final String folder;

    Mode(String word, int number, String folder) {
        this.word = word;
        this.number = number;
        this.folder = folder;
    }

    static Mode of(boolean isNegotiated, boolean isSession) {
        if (isNegotiated) {
            return isSession ? NEGOTIATED_SESSION : NEGOTIATED;
        }
        return isSession ? SESSION : DIRECT;
    }

    /** @throws IllegalArgumentException if the word is not that of a mode */
    static Mode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The mode is '" + word + "' (expected one of "
                        + Arrays.stream(values()).map(Mode::word).collect(Collectors.joining(", ")) + ")"));
    }

    String word() {
        return word;
    }

    /** The number of the mode in the names of the recorded tables. */
    int number() {
        return number;
    }

    /** The start of the names of the recordings of the mode. */
    String folder() {
        return folder;
    }

    /** {@code negotiateServiceCredential}. */
    boolean isNegotiated() {
        return this == NEGOTIATED || this == NEGOTIATED_SESSION;
    }

    /** {@code establishSecurityContext}. */
    boolean isSession() {
        return this == SESSION || this == NEGOTIATED_SESSION;
    }
}
