// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches what a test expects to be refused. */
public final class Refusals {
    private Refusals() {}

    /** The code with which a call was refused. */
    public static SecurityFault faultOf(ThrowingCallable call) {
        return refusal(call).fault();
    }

    /** The text with which a call was refused. */
    public static String textOf(ThrowingCallable call) {
        return String.valueOf(refusal(call).getMessage());
    }

    /** The exception with which a call was refused. */
    public static MessageSecurityException refusal(ThrowingCallable call) {
        MessageSecurityException refused = catchThrowableOfType(MessageSecurityException.class, call);
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused;
    }
}
