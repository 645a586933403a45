// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.it.wire.HttpRelay.Reply;
import java.nio.charset.StandardCharsets;

/**
 * What a service answered over HTTP.
 *
 * @param contentType empty if there was none
 * @param body not copied
 */
record WireReply(int status, String contentType, byte[] body) {
    static final int OK = 200;
    static final int FAULT = 500;

    static WireReply of(Reply reply) {
        return new WireReply(reply.status(), reply.contentType(), reply.body());
    }

    /** The same as a relay passes it on. */
    Reply asReply() {
        return new Reply(status, contentType, body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Envelope envelope() {
        return Envelope.parse(body);
    }

    /** Whether the answer is secured; what it says is then unknown to a stranger. */
    boolean isSecured() {
        return envelope().hasSecurity();
    }

    /** The text without the id of the message that it answers. */
    String withoutRelatesTo() {
        return text().replaceAll("(<a:RelatesTo>)[^<]*(</a:RelatesTo>)", "$1$2");
    }
}
