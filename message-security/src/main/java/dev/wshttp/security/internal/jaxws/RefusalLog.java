// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line of a service's log for a message that it refused: which message, why, and where it came from. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSecurityTube.class);

    private RefusalLog() {}

    static void write(ObservedRequest request, MessageSecurityException refused) {
        String id = request.messageId().map(OneLine::of).orElse(unnamed(request.kind()));
        String from = request.from().map(InetAddress::getHostAddress).orElse("an unknown address");
        if (refused.fault() == SecurityFault.INTERNAL_ERROR) {
            LOG.error("Refused message {}: INTERNAL_ERROR: from {}", id, from, refused);
            return;
        }
        LOG.warn("Refused message {}: {}: {} (from {})", id, refused.fault(), OneLine.of(refused.getMessage()), from);
    }

    private static String unnamed(RequestKind kind) {
        return kind == RequestKind.UNREADABLE ? "without readable id" : "without id";
    }
}
