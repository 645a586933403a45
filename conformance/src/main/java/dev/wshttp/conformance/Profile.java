// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.forgery.Deviation.Weight;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a team may require of its peer. */
enum Profile {
    /** Every verdict is WCF's, where WCF's was recorded. */
    WCF_IDENTICAL("wcf-identical"),
    /** Nothing is accepted that protects less than the binding demands, or that is not what its sender sent. */
    SAFE("safe"),
    /** WCF's own messages are accepted, also where they are spelled as the specifications leave open. */
    INTEROPERABLE("interoperable");

    private final String word;

    Profile(String word) {
        this.word = word;
    }

    /** @throws IllegalArgumentException if the word is not that of a profile */
    static Profile of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The profile is '" + word + "' (expected one of "
                        + Arrays.stream(values()).map(Profile::word).collect(Collectors.joining(", ")) + ")"));
    }

    String word() {
        return word;
    }

    /** Returns what is wrong with a result; empty if it fulfils this profile. */
    Optional<String> problem(Result result) {
        return problem(result.tried(), result.outcome().verdict());
    }

    /** Returns what is wrong with a verdict; empty if it fulfils this profile. */
    Optional<String> problem(Case tried, Verdict verdict) {
        return switch (this) {
            case WCF_IDENTICAL ->
                tried.wcf()
                        .filter(wcf -> wcf != verdict)
                        .map(wcf -> "WCF " + wcf.word() + " it, this peer: " + verdict.word());
            case SAFE ->
                isSafe(tried.weight(), verdict)
                        ? Optional.empty()
                        : Optional.of("has to be refused, this peer: " + verdict.word());
            case INTEROPERABLE ->
                isNeeded(tried.weight()) && verdict != Verdict.ACCEPTED
                        ? Optional.of("has to be accepted, this peer: " + verdict.word())
                        : Optional.empty();
        };
    }

    /** A peer that ends the connection does not act on the message as far as an outsider can see. */
    private static boolean isSafe(Weight weight, Verdict verdict) {
        boolean isRefusal = verdict == Verdict.REFUSED || verdict == Verdict.NO_ANSWER;
        return switch (weight) {
            case UNSAFE -> isRefusal;
            case WRAPPED -> isRefusal || verdict == Verdict.ACCEPTED;
            default -> true;
        };
    }

    private static boolean isNeeded(Weight weight) {
        return weight == Weight.GENUINE || weight == Weight.SPELLING;
    }
}
