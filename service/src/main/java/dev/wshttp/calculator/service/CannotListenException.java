// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;

/** The host of an address is not one of this machine, or its port is taken. */
public final class CannotListenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final URI address;
    private final IOException reason;

    /** @param reason why it cannot */
    CannotListenException(URI address, IOException reason) {
        super(reason.getMessage(), reason);
        this.address = address;
        this.reason = reason;
    }

    /** Returns what the system says. */
    IOException reason() {
        return reason;
    }

    /** Returns the address. */
    public URI address() {
        return address;
    }
}
