// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;

/** A body of HTTP does not hold an envelope in the way that its media type says. */
public final class Undecodable extends Exception {
    private static final long serialVersionUID = 1;

    private final transient MessageSecurityException reason;
    private final transient byte[] root;

    private Undecodable(MessageSecurityException reason, byte[] root) {
        super(reason.getMessage(), reason);
        this.reason = reason;
        this.root = root;
    }

    /** There is no envelope to be found. */
    static Undecodable malformed(String found, String expected) {
        return new Undecodable(unreadable(found, expected), new byte[0]);
    }

    /** The envelope is too large for this side. */
    static Undecodable tooLarge(String found, String expected) {
        return new Undecodable(
                new MessageSecurityException(
                        SecurityFault.MESSAGE_TOO_LARGE,
                        "The message has " + found + " (expected " + expected
                                + "). If such messages are wanted, raise the limit, or let the sender send less."),
                new byte[0]);
    }

    /**
     * The envelope is there, and what it includes is not.
     *
     * @param root the envelope without it
     */
    static Undecodable incomplete(String found, String expected, byte[] root) {
        return new Undecodable(unreadable(found, expected), root);
    }

    private static MessageSecurityException unreadable(String found, String expected) {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_UNREADABLE,
                "The message is not in the encoding that it names: found " + found + " (expected " + expected
                        + "). Let the sender write messages as WCF does.");
    }

    /** Returns why. */
    public MessageSecurityException reason() {
        return reason;
    }

    /** Returns the envelope as far as it is known, for its addressing; empty if there is none. */
    public byte[] root() {
        return root.clone();
    }
}
