// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import org.jspecify.annotations.Nullable;

/** Reads what some transports tell of a request, and others do not know. */
final class TransportProperty {
    private TransportProperty() {}

    /** Returns the property; null where the transport of the request has none of this name, of which the RI would make an exception. */
    static @Nullable Object of(Packet request, String name) {
        return request.supports(name) ? request.get(name) : null;
    }
}
