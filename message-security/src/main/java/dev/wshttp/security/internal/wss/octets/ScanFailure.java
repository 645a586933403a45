// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.SecurityFault;

/**
 * Says why and where a scan stopped. It has no stack trace: making one would take a time by which an attacker could tell octets that are XML from others.
 */
final class ScanFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SecurityFault fault;
    private final int position;

    ScanFailure(SecurityFault fault, String reason, int position) {
        super(reason, null, false, false);
        this.fault = fault;
        this.position = position;
    }

    SecurityFault fault() {
        return fault;
    }

    /** The offset in octets at which the scan stopped. */
    int position() {
        return position;
    }
}
