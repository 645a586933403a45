// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.wire;

import dev.wshttp.testing.http.HttpRelay.Reply;
import java.nio.charset.StandardCharsets;

/**
 * What a service answered over HTTP.
 *
 * @param contentType empty if there was none
 * @param body not copied
 */
public record WireReply(int status, String contentType, byte[] body) {
    public static final int OK = 200;
    public static final int FAULT = 500;

    public static WireReply of(Reply reply) {
        return new WireReply(reply.status(), reply.contentType(), reply.body());
    }

    /** Returns the same as a relay passes it on. */
    public Reply asReply() {
        return new Reply(status, contentType, body);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Envelope envelope() {
        return Envelope.parse(body);
    }

    /** Returns whether the answer is secured; a peer without the key cannot read it then. */
    public boolean isSecured() {
        return envelope().hasSecurity();
    }

    /** Returns the text without the id of the message that it answers. */
    public String withoutRelatesTo() {
        return text().replaceAll("(<a:RelatesTo>)[^<]*(</a:RelatesTo>)", "$1$2");
    }
}
