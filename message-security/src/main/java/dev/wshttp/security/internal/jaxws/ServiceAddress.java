// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of an endpoint, as requests have to name it. Safe for use by several threads. */
final class ServiceAddress {
    private final Optional<HttpAddress> logical;

    // What the last good request named: most requests name the same, and reading an address takes a while.
    private volatile @Nullable Named lastGood;

    /** @param logical what {@code wsa:To} has to name; empty for the path that the request was sent to */
    ServiceAddress(Optional<HttpAddress> logical) {
        this.logical = logical;
    }

    /** The address that a message names, and the path that it was sent to. */
    private record Named(String to, String requestPath) {}

    /**
     * Returns the address of the endpoint that a feature secures.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if no message could name it
     */
    static ServiceAddress of(MessageSecurityFeature feature) {
        return new ServiceAddress(feature.address().map(ServiceAddress::httpAddress));
    }

    /** Returns what {@code wsa:To} has to name; empty for the path that the request was sent to. */
    Optional<HttpAddress> logical() {
        return logical;
    }

    private static HttpAddress httpAddress(URI address) {
        return HttpAddress.parse(address.toString())
                .orElseThrow(
                        () -> new MessageSecurityException(
                                SecurityFault.CONFIGURATION_INVALID,
                                "The address of the endpoint is '" + address
                                        + "' (expected one that starts with http:// or https:// and has a host). Correct it in withAddress."));
    }

    /**
     * Requires that a verified request is for this endpoint and wants its answer on this connection.
     *
     * @param requestPath the path that the request was sent to
     * @throws MessageSecurityException with {@link SecurityFault#DESTINATION_UNREACHABLE} or {@link SecurityFault#REPLY_NOT_ANONYMOUS}
     */
    void requireDeliverable(Addressing addressing, String requestPath) {
        if (!isNamed(addressing.to(), requestPath)) {
            throw new MessageSecurityException(
                    SecurityFault.DESTINATION_UNREACHABLE,
                    "The message is for '" + addressing.to() + "' (expected '"
                            + logical.map(HttpAddress::toString).orElse(requestPath)
                            + "'). Set the client's address to this endpoint's; where it has to connect elsewhere, set via.");
        }
        if (!isOnConnection(addressing.replyTo()) || !isOnConnection(addressing.faultTo())) {
            throw new MessageSecurityException(
                    SecurityFault.REPLY_NOT_ANONYMOUS,
                    "The message wants replies at '" + addressing.replyTo() + "' and faults at '" + addressing.faultTo()
                            + "' (expected the anonymous address, or none). Let the client wait for the answer on its connection.");
        }
    }

    private boolean isNamed(@Nullable String to, String requestPath) {
        if (to == null) {
            return false;
        }
        var named = new Named(to, requestPath);
        if (named.equals(lastGood)) {
            return true;
        }
        boolean good = HttpAddress.parse(to)
                .filter(found -> logical.map(own -> own.isSameEndpoint(found))
                        .orElseGet(() -> HttpAddress.isSamePath(found.rawPath(), requestPath)))
                .isPresent();
        if (good) {
            lastGood = named;
        }
        return good;
    }

    private static boolean isOnConnection(@Nullable String address) {
        return address == null || address.equals(Namespaces.ANONYMOUS) || address.equals(Namespaces.NONE);
    }

    /** Returns whether the client wants a reply, or a fault. Interop: as in WCF, what goes to none is not sent, but the operation runs. */
    static boolean isWanted(Addressing addressing, EnvelopeMessage.Kind kind) {
        boolean toFaultTo = kind == EnvelopeMessage.Kind.FAULT && addressing.faultTo() != null;
        return !Namespaces.NONE.equals(toFaultTo ? addressing.faultTo() : addressing.replyTo());
    }
}
