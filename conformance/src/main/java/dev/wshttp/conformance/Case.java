// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.forgery.Deviation;
import java.util.Locale;
import java.util.Optional;

/**
 * A message to send, and what is known about it.
 *
 * @param deviation what is changed, in which message, and what it means if a peer accepts it
 * @param wcf what WCF was recorded doing; empty if it was not recorded
 * @param recording where WCF's verdict is from; empty if it was not recorded
 */
record Case(Side side, Mode mode, Origin origin, Deviation deviation, Optional<Verdict> wcf, String recording) {
    /** Where a case is from. */
    enum Origin {
        /** A message that was tried on WCF and on this project. */
        TOLERANCE,
        /** A negotiation that was tried on WCF and on this project. */
        NEGOTIATION,
        /** An attack. */
        ATTACK
    }

    /** A name that stays the same when cases are added. */
    String id() {
        String slug = deviation.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return mode.word() + "/" + slug.replaceAll("^-|-$", "");
    }

    String name() {
        return deviation.name();
    }

    Deviation.Weight weight() {
        return deviation.weight();
    }

    /** Returns the same case with another verdict of WCF. */
    Case with(Optional<Verdict> otherVerdict, String otherRecording) {
        return new Case(side, mode, origin, deviation, otherVerdict, otherRecording);
    }

    @Override
    public String toString() {
        return id();
    }
}
