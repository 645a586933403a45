// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.security.internal.wss.DelayedRefusal;
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
        RuntimeException thrown = catchThrowableOfType(RuntimeException.class, call);
        assertThat(thrown).as("nothing was refused").isNotNull();
        if (thrown instanceof DelayedRefusal delayed) {
            return delayed.reason();
        }
        assertThat(thrown).isInstanceOf(MessageSecurityException.class);
        return (MessageSecurityException) thrown;
    }
}
