// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.forgery.WireAnswer;
import java.util.function.Function;

/**
 * What a peer did with one message.
 *
 * @param detail what it said, on one line
 */
record Outcome(Verdict verdict, String detail) {
    private static final int LONGEST_DETAIL = 200;
    private static final String RESPONSE = "RequestSecurityTokenResponse";

    Outcome {
        String line = UntrustedText.oneLine(detail);
        // The cut may be inside a character that a file of XML or JSON cannot have as a half.
        detail = line.length() > LONGEST_DETAIL
                ? UntrustedText.printable(line.substring(0, LONGEST_DETAIL)) + "..."
                : line;
    }

    static Outcome accepted() {
        return new Outcome(Verdict.ACCEPTED, "");
    }

    static Outcome refused(String detail) {
        return new Outcome(Verdict.REFUSED, detail);
    }

    static Outcome noAnswer(String detail) {
        return new Outcome(Verdict.NO_ANSWER, detail);
    }

    static Outcome unclear(String detail) {
        return new Outcome(Verdict.UNCLEAR, detail);
    }

    /** Judges the answer to a message that opens or ends a session. */
    static Outcome ofStep(WireAnswer answer) {
        return of(
                answer,
                message -> message.all(RESPONSE).isEmpty() ? unclear("HTTP 200, and no " + RESPONSE) : accepted());
    }

    /**
     * Judges the answer to a message of the application.
     *
     * @param expected a text in the body of the right answer
     */
    static Outcome ofCall(WireAnswer answer, String expected) {
        return of(
                answer,
                message -> message.body().getTextContent().contains(expected)
                        ? accepted()
                        : unclear("HTTP 200, and the answer does not contain '" + expected + "'"));
    }

    private static Outcome of(WireAnswer answer, Function<Forgery, Outcome> judge) {
        if (!answer.isOk() || answer.fault().isPresent()) {
            return ofRefusal(answer);
        }
        try {
            return judge.apply(answer.message());
        } catch (RuntimeException unreadable) {
            // Interop: Metro protects faults about requests that it does not understand with a key that only it knows.
            return answer.actionInClear().endsWith("/fault")
                    ? refused("HTTP 200, and a fault that is encrypted with another key than the request's")
                    : unclear("HTTP 200, and an answer that cannot be read with the key of the request");
        }
    }

    private static Outcome ofRefusal(WireAnswer answer) {
        return refused(answer.fault()
                .map(fault -> fault.code() + (fault.subcode().isEmpty() ? "" : " / " + fault.subcode()) + ": "
                        + fault.reason())
                .orElse("HTTP " + answer.status() + ", without a fault that can be read"));
    }
}
