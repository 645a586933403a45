// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.internal.encoding.WireFormat;

/**
 * What a service sends back.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param octets the body, which may be empty; not copied
 */
public record HttpReply(int status, String contentType, byte[] octets) {
    private static final String TEXT = "application/soap+xml; charset=utf-8";
    private static final int OK = 200;
    private static final int FAILURE = 500;

    static HttpReply ok(byte[] octets) {
        return new HttpReply(OK, TEXT, octets);
    }

    static HttpReply ok(WireFormat.Body body) {
        return new HttpReply(OK, body.contentType(), body.octets());
    }

    /** Returns a fault, or the failure of HTTP that has no message. */
    public static HttpReply fault(byte[] octets) {
        return new HttpReply(FAILURE, TEXT, octets);
    }

    /** Returns other octets with the same status. */
    public HttpReply with(byte[] others) {
        return new HttpReply(status, contentType, others);
    }

    /** Returns a message with the status that a deviation names; without one a fault has 500, and any other message 200. */
    static HttpReply of(Deviation deviation, byte[] octets) {
        return new HttpReply(deviation.status().orElse(FaultReply.isOne(deviation) ? FAILURE : OK), TEXT, octets);
    }
}
