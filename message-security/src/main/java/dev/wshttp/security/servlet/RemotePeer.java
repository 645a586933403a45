// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the remote address of a request. Each proxy appends the address that it was called from to {@code X-Forwarded-For}; everything before that may
 * be invented. So with two proxies of our own only the second address from the end counts, and without proxies none does.
 *
 * @param proxies how many proxies of our own each request passes
 */
record RemotePeer(int proxies) {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    // Addresses in digits only: a name would be looked up. Some proxies append the port.
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?");
    private static final Pattern IPV6 =
            Pattern.compile("\\[?([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(?:%[^\\]]*)?(?:](?::\\d{1,5})?)?");

    /** Returns the address of the client or, if the proxies do not tell it, of the peer; empty if the container does not know it. */
    Optional<InetAddress> of(HttpServletRequest request) {
        Optional<InetAddress> peer = parse(request.getRemoteAddr());
        return proxies == 0 ? peer : forwarded(request).or(() -> peer);
    }

    private Optional<InetAddress> forwarded(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders(FORWARDED_FOR))) {
            hops.addAll(List.of(header.split(",", -1)));
        }
        return hops.size() < proxies ? Optional.empty() : parse(hops.get(hops.size() - proxies));
    }

    private static Optional<InetAddress> parse(String text) {
        String address = text.strip();
        Matcher four = IPV4.matcher(address);
        if (four.matches()) {
            return ofDigits(four.group(1));
        }
        Matcher six = IPV6.matcher(address);
        return six.matches() ? ofDigits(six.group(1)) : Optional.empty();
    }

    @SuppressWarnings("AddressSelection") // digits, which are not looked up
    private static Optional<InetAddress> ofDigits(String digits) {
        try {
            return Optional.of(InetAddress.getByName(digits));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
