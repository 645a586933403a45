// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import java.util.List;

/** The answers to the five calls of WCF's sample, as a peer's client prints them. */
final class Answers {
    /** The line with the first answer. */
    static final String ADD = "Add(100,15.99) = 115.99";

    private Answers() {}

    /** Returns the lines of a client that the service calls by this name. */
    static List<String> of(String callerIdentity) {
        return List.of(
                ADD,
                "Subtract(145,76.54) = 68.46",
                "Multiply(9,81.25) = 731.25",
                "Divide(22,7) = 3.142857142857143",
                callerIdentity);
    }
}
