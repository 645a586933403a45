// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import org.jspecify.annotations.Nullable;

/** Reads properties of a request that only some transports have. */
final class TransportProperty {
    private TransportProperty() {}

    /** Returns the property; null if the transport has none of this name, for which the RI itself would throw an exception. */
    static @Nullable Object of(Packet request, String name) {
        return request.supports(name) ? request.get(name) : null;
    }
}
