// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line of a service's log for a message that it refused: which message, why, and where it came from. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSecurityTube.class);

    private RefusalLog() {}

    /** @param messageId as the message claims it */
    static void write(Packet packet, @Nullable String messageId, MessageSecurityException refused) {
        String id = messageId == null ? "without id" : OneLine.of(messageId);
        String from = RemoteAddress.of(packet).map(InetAddress::getHostAddress).orElse("an unknown address");
        if (refused.fault() == SecurityFault.INTERNAL_ERROR) {
            LOG.error("Refused message {}: INTERNAL_ERROR: from {}", id, from, refused);
            return;
        }
        LOG.warn("Refused message {}: {}: {} (from {})", id, refused.fault(), OneLine.of(refused.getMessage()), from);
    }
}
