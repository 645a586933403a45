// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import dev.wshttp.explain.internal.message.Message;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.message.Secrecy;
import java.util.List;

/** Draws the exchange between client, network and service in SVG. Each arrow is a link to its message. */
final class Diagram {
    private static final int CLIENT = 90;
    private static final int NETWORK = 450;
    private static final int SERVICE = 810;
    private static final int WIDTH = 900;
    private static final int TOP = 60;
    private static final int STEP = 46;
    private static final int TIP = 10;

    private final HtmlWriter html;

    Diagram(HtmlWriter html) {
        this.html = html;
    }

    void write(List<Message> messages) {
        int height = TOP + STEP * messages.size() + 20;
        html.open(
                "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "The exchange as a diagram");
        html.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "width",
                String.valueOf(WIDTH),
                "height",
                String.valueOf(height));
        html.element("title", "Messages between client and service, as the network sees them");
        lifeline("client", CLIENT, height);
        lifeline("network", NETWORK, height);
        lifeline("service", SERVICE, height);
        for (int i = 0; i < messages.size(); i++) {
            arrow(messages.get(i), TOP + STEP * (i + 1));
        }
        html.close().close();
    }

    private void lifeline(String name, int x, int height) {
        html.element("text", name, "x", String.valueOf(x), "y", "24", "text-anchor", "middle", "class", "side");
        html.line();
        line(x, 36, x, height - 10, name.equals("network") ? "life net" : "life");
    }

    private void line(int x1, int y1, int x2, int y2, String kind) {
        html.open(
                        "line",
                        "x1",
                        String.valueOf(x1),
                        "y1",
                        String.valueOf(y1),
                        "x2",
                        String.valueOf(x2),
                        "y2",
                        String.valueOf(y2),
                        "class",
                        kind)
                .close();
    }

    private static String sign(Secrecy body) {
        return switch (body) {
            case READABLE -> "○";
            case PARTLY -> "◐";
            case ENCRYPTED -> "▣";
        };
    }

    private static String kind(Secrecy body) {
        return switch (body) {
            case READABLE -> "r";
            case PARTLY -> "p";
            case ENCRYPTED -> "e";
        };
    }

    private void arrow(Message message, int y) {
        boolean asks = message.sender() == Sender.CLIENT;
        int from = asks ? CLIENT : SERVICE;
        int to = asks ? SERVICE : CLIENT;
        int tip = asks ? to - TIP : to + TIP;
        Secrecy body = Secrecy.of(message.wire());
        html.line().open("a", "href", "#" + Anchors.message(message));
        html.element(
                "text",
                message.number() + " " + TreeWriter.shortened(message.shortAction()) + "  " + sign(body) + " "
                        + body.words() + ": " + message.purpose() + ", " + message.octets() + " octets",
                "x",
                String.valueOf(CLIENT + TIP),
                "y",
                String.valueOf(y - 8));
        line(from, y, to, y, "arrow " + kind(body));
        html.open(
                        "path",
                        "d",
                        "M" + to + " " + y + "L" + tip + " " + (y - 6) + "L" + tip + " " + (y + 6) + "Z",
                        "class",
                        "tip")
                .close();
        html.close();
    }
}
