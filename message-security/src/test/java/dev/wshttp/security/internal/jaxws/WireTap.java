// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes down the action of each request to a service, and changes requests if a test wants that. */
final class WireTap extends Filter {
    private static final Pattern ACTION = Pattern.compile("<a:Action [^>]*>([^<]*)<");

    private final List<String> actions = Collections.synchronizedList(new ArrayList<>());
    private volatile UnaryOperator<byte[]> tampering = octets -> octets;

    /** The actions of all requests, in their order. */
    List<String> actions() {
        return actions;
    }

    /** Changes requests from now on. */
    void tamper(UnaryOperator<byte[]> change) {
        tampering = change;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] octets = exchange.getRequestBody().readAllBytes();
            Matcher action = ACTION.matcher(new String(octets, UTF_8));
            if (action.find()) {
                actions.add(action.group(1));
            }
            exchange.setStreams(new ByteArrayInputStream(tampering.apply(octets)), null);
        }
        chain.doFilter(exchange);
    }

    @Override
    public String description() {
        return "wire tap";
    }
}
