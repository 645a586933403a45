// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.security.SecurityFault;
import java.util.Optional;

/**
 * Something in a message that a WCF peer refuses, or that differs from what WCF sends. Immutable.
 *
 * @param kind how bad it is
 * @param fault the rule that fails, if a peer refuses the message for it
 * @param text in a sentence; it may quote the message
 * @param firstOctet position of the element that it is about, in the file in UTF-8; 0 if it is about the whole
 * @param endOctet position after that element; 0 if it is about the whole
 */
public record Finding(Kind kind, Optional<SecurityFault> fault, String text, int firstOctet, int endOctet) {
    /** How bad a finding is. */
    public enum Kind {
        /** A peer with WCF's defaults refuses the message. */
        REFUSED,
        /** WCF sends it differently, and may accept it. */
        ODD,
        /** It could not be decided with the keys and messages that are here. */
        UNDECIDED
    }
}
