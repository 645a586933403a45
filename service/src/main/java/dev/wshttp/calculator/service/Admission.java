// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many requests one remote address may have under way. Further requests get the status 503. It is the first filter, so such a
 * request costs little. Safe for use by several threads.
 */
final class Admission extends Filter {
    private static final int UNAVAILABLE = 503;
    private static final long NO_BODY = -1;

    private final int mostOfOneAddress;
    private final OverloadLog overload;
    private final Map<Origin, Integer> present = new HashMap<>(); // guarded by this

    Admission(int mostOfOneAddress, OverloadLog overload) {
        this.mostOfOneAddress = mostOfOneAddress;
        this.overload = overload;
    }

    /** Returns how many requests are under way now: being read, waiting, being processed or being answered. */
    synchronized int present() {
        return present.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String description() {
        return "Limits the requests of one address";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        var origin = Origin.of(exchange);
        if (!enter(origin)) {
            overload.tell("Requests were refused with 503, because their address has '" + mostOfOneAddress
                    + "' requests under way. If it is the address of a proxy, raise service.requests-per-address");
            refuse(exchange);
            return;
        }
        try {
            chain.doFilter(exchange);
        } finally {
            leave(origin);
        }
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(UNAVAILABLE, NO_BODY);
    }

    private synchronized boolean enter(Origin origin) {
        int others = present.getOrDefault(origin, 0);
        if (others >= mostOfOneAddress) {
            return false;
        }
        present.put(origin, others + 1);
        return true;
    }

    private synchronized void leave(Origin origin) {
        present.computeIfPresent(origin, (same, count) -> count == 1 ? null : count - 1);
    }
}
