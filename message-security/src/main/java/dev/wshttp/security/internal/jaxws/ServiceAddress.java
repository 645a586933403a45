// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of an endpoint, as requests have to name it.
 *
 * @param logical what {@code wsa:To} has to name; empty for the path that the request was sent to
 */
record ServiceAddress(Optional<URI> logical) {
    private static final int DEFAULT_PORT = 80;

    /**
     * Requires that a verified request is for this endpoint and wants its answer on this connection.
     *
     * @param requestPath the path that the request was sent to
     * @throws MessageSecurityException with {@link SecurityFault#DESTINATION_UNREACHABLE} or {@link SecurityFault#REPLY_NOT_ANONYMOUS}
     */
    void requireDeliverable(Addressing addressing, String requestPath) {
        if (!isNamed(parse(addressing.to()), requestPath)) {
            throw new MessageSecurityException(
                    SecurityFault.DESTINATION_UNREACHABLE,
                    "The message is for '" + addressing.to() + "' (expected '"
                            + logical.map(URI::toString).orElse(requestPath)
                            + "'). Set the client's address to this endpoint's; where it has to connect elsewhere, set via.");
        }
        if (!isAnonymous(addressing.replyTo()) || !isAnonymous(addressing.faultTo())) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_NOT_ANONYMOUS,
                    "The message wants replies at '" + addressing.replyTo() + "' and faults at '" + addressing.faultTo()
                            + "' (expected the anonymous address). Let the client wait for the answer on its connection.");
        }
    }

    /** WCF compares scheme, port and path, and accepts any host. */
    private boolean isNamed(@Nullable URI to, String requestPath) {
        if (to == null) {
            return false;
        }
        return logical.map(own -> own.getScheme().equalsIgnoreCase(to.getScheme())
                        && port(to) == port(own)
                        && samePath(to, own.getPath()))
                .orElseGet(() -> samePath(to, requestPath));
    }

    private static boolean isAnonymous(@Nullable String address) {
        return address == null || address.equals(Namespaces.ANONYMOUS);
    }

    private static boolean samePath(URI named, String path) {
        // ASCII only, as addresses are written: String.equalsIgnoreCase would take the long s and the Kelvin sign for s
        // and k.
        return named.getPath() != null
                && Pattern.compile(path, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                        .matcher(named.getPath())
                        .matches();
    }

    private static int port(URI address) {
        return address.getPort() == -1 ? DEFAULT_PORT : address.getPort();
    }

    private static @Nullable URI parse(@Nullable String address) {
        try {
            return address == null ? null : new URI(address);
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }
}
