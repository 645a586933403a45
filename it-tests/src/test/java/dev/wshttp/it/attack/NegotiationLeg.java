// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.attack;

import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.util.List;
import java.util.function.UnaryOperator;
import org.w3c.dom.Element;

/** One of the four messages of a negotiation. */
public enum NegotiationLeg {
    HELLO(true, 0),
    SERVICE_HELLO(false, 0),
    CLIENT_PROOF(true, 1),
    TOKEN(false, 1);

    private final boolean request;
    private final int exchange;

    NegotiationLeg(boolean request, int exchange) {
        this.request = request;
        this.exchange = exchange;
    }

    /** Lets everything pass, but for this leg, which is changed. */
    public Answer changedBy(UnaryOperator<Envelope> change, Answer genuine) {
        return sent -> {
            if (!Envelope.parse(sent.body()).action().equals(Mode.NEGOTIATION.get(exchange))) {
                return genuine.to(sent);
            }
            if (request) {
                return genuine.to(sent.with(changed(sent.body(), change)));
            }
            Reply reply = genuine.to(sent);
            return reply.with(changed(reply.body(), change));
        };
    }

    /** Returns the leg among those that passed. */
    public Envelope of(ManInTheMiddle network) {
        var passed = network.exchanges().get(exchange);
        return Envelope.parse(request ? passed.request().body() : passed.reply().body());
    }

    private static byte[] changed(byte[] leg, UnaryOperator<Envelope> change) {
        return change.apply(Envelope.parse(leg)).octets();
    }

    /** Returns the element that a leg consists of. */
    public static Element content(Envelope leg) {
        return (Element) leg.body().getFirstChild();
    }

    /** Gives a leg the Context of another one. */
    public static void rename(Envelope leg, Envelope other) {
        rename(leg, contexts(other).get(0).getAttribute("Context"));
    }

    /** Gives a leg another Context, wherever it is in it. */
    public static void rename(Envelope leg, String context) {
        contexts(leg).forEach(element -> element.setAttribute("Context", context));
    }

    private static List<Element> contexts(Envelope leg) {
        return leg.all(Envelope.TRUST, "*").stream()
                .filter(element -> element.hasAttribute("Context"))
                .toList();
    }
}
