// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.captures.Tolerance.Fault;
import dev.wshttp.security.internal.token.SharedSecret;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * What a service answers to a message that was made by hand.
 *
 * @param status of HTTP
 * @param octets the body; not copied
 * @param secret the secret of the request, which protects the answer
 */
public record WireAnswer(int status, byte[] octets, SharedSecret secret) {
    private static final int OK = 200;

    /** Returns whether HTTP says that all went well. */
    public boolean isOk() {
        return status == OK;
    }

    /**
     * Returns the answer, opened.
     *
     * @throws RuntimeException if it is no envelope, or does not decrypt with the secret
     */
    public Forgery message() {
        return Forgery.opened(octets, secret);
    }

    /** Returns the fault in the answer; empty if there is none that can be read. */
    public Optional<Fault> fault() {
        try {
            return fault(message());
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns the action of an answer that cannot be read otherwise, which is a claim; empty if there is none. */
    public String actionInClear() {
        try {
            List<Element> actions = Forgery.intercepted(octets).all("Action");
            return actions.isEmpty() ? "" : actions.get(0).getTextContent().strip();
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    private static Optional<Fault> fault(Forgery message) {
        if (message.all("Fault").isEmpty()) {
            return Optional.empty();
        }
        List<Element> codes = message.all("Value");
        List<Element> texts = message.all("Text");
        return Optional.of(new Fault(
                codes.isEmpty() ? "" : localName(codes.get(0)),
                codes.size() < 2 ? "" : localName(codes.get(1)),
                texts.isEmpty() ? "" : texts.get(0).getTextContent()));
    }

    private static String localName(Element code) {
        return code.getTextContent().strip().replaceFirst(".*:", "");
    }
}
