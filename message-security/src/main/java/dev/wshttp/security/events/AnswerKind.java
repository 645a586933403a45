// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import java.util.Locale;

/** How an accepted request was answered. */
public enum AnswerKind {
    /** By the result of the operation. */
    REPLY,
    /** By a fault that the operation, or a handler before it, threw as such. */
    FAULT,
    /** By a fault that does not tell the reason: the operation failed in an unforeseen way, or its result cannot be sent. */
    FAILURE,
    /** Not at all, because it is a one-way message. */
    NONE;

    /** Returns the name that metrics use, such as {@code reply}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
