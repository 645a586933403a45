// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import java.io.Serial;

/** A refusal whose answer must come at a time that does not depend on the content of the refused message; see {@link RefusalGuard}. */
public final class DelayedRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final MessageSecurityException reason;

    DelayedRefusal(MessageSecurityException reason) {
        super(reason.getMessage(), reason, false, false);
        this.reason = reason;
    }

    /** Returns why the message was refused. */
    public MessageSecurityException reason() {
        return reason;
    }
}
