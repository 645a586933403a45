// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.util.List;
import java.util.Locale;

/**
 * What is probed, which decides what the cases are.
 *
 * @param side what the peer is
 * @param suite the algorithm suite of all messages; WCF's verdicts about deviations were recorded with Basic256
 */
record Probed(Side side, Mode mode, AlgorithmSuite suite, WsMessageEncoding encoding) {
    /** The suite with which WCF's verdicts were recorded. */
    static final AlgorithmSuite RECORDED_SUITE = AlgorithmSuite.BASIC256;

    /** Returns what has WCF's defaults besides its mode. */
    static Probed of(Side side, Mode mode) {
        return new Probed(side, mode, RECORDED_SUITE, WsMessageEncoding.TEXT);
    }

    /** Returns what has these settings. */
    static Probed of(Side side, WsHttpBinding binding) {
        Mode mode = Mode.of(binding.negotiateServiceCredential(), binding.establishSecurityContext());
        return new Probed(side, mode, binding.algorithmSuite(), binding.messageEncoding());
    }

    /** Returns all cases. */
    List<Case> cases() {
        return Cases.of(this);
    }

    /** Returns whether WCF's verdicts about deviations hold for the suite. */
    boolean hasTheRecordedSuite() {
        return suite == RECORDED_SUITE;
    }

    /** Returns the heading of the table of the cases. */
    String heading() {
        return side.title() + ", mode " + settings();
    }

    /** Returns the mode, and whatever is not WCF's default. */
    String settings() {
        return mode.word()
                + (hasTheRecordedSuite() ? "" : ", suite " + suite.configurationName())
                + (encoding == WsMessageEncoding.TEXT ? "" : ", " + encodingWord());
    }

    String encodingWord() {
        return encoding.name().toLowerCase(Locale.ROOT);
    }
}
