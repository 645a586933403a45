// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.developer.JAXWSProperties;
import jakarta.xml.ws.handler.MessageContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other end of the connection that a request came by: a client, or a proxy. HTTP headers that name the client behind a proxy are not
 * believed, as the client may have written them; a servlet container may be configured to believe its own proxy.
 */
final class RemoteAddress {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteAddress.class);

    // Addresses in digits only: a name would be looked up.
    private static final Pattern DIGITS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private RemoteAddress() {}

    /** Returns the address; empty if the transport does not tell it. */
    static Optional<InetAddress> of(Packet request) {
        Object exchange = TransportProperty.of(request, JAXWSProperties.HTTP_EXCHANGE);
        if (exchange instanceof com.sun.net.httpserver.HttpExchange ofJdk) {
            return address(ofJdk.getRemoteAddress());
        }
        if (exchange instanceof jakarta.xml.ws.spi.http.HttpExchange portable) {
            return address(portable.getRemoteAddress());
        }
        Object servletRequest = TransportProperty.of(request, MessageContext.SERVLET_REQUEST);
        return servletRequest == null ? Optional.empty() : ofServlet(servletRequest);
    }

    private static Optional<InetAddress> address(@Nullable InetSocketAddress socket) {
        return Optional.ofNullable(socket).map(InetSocketAddress::getAddress);
    }

    /** Uses the servlet API by reflection: this module does not depend on it, and it is present if there is such a request. */
    static Optional<InetAddress> ofServlet(Object request) {
        try {
            Class<?> api = Class.forName(
                    "jakarta.servlet.ServletRequest", false, request.getClass().getClassLoader());
            Object address = api.getMethod("getRemoteAddr").invoke(request);
            return address instanceof String text && DIGITS.matcher(text).matches()
                    ? Optional.of(InetAddress.getByName(text))
                    : Optional.empty();
        } catch (ReflectiveOperationException | UnknownHostException untold) {
            LOG.debug("The servlet container does not tell where a request comes from", untold);
            return Optional.empty();
        }
    }
}
