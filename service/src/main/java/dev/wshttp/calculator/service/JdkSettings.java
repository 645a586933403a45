// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.util.Map;

/**
 * Switches off two extensions of the JDK's TLS, which exist as a system property only. The JDK reads it when it loads its classes, so it has to be set
 * before that. A value from the command line of the JVM stays.
 */
final class JdkSettings {
    private static final Map<String, String> PROPERTIES = Map.of(
            // Interop: recorded clients send a server name that is malformed. WCF ignores it; the JDK would refuse it.
            // A handshake of a negotiation is never resumed, so a session ticket would only make its last leg longer
            // (RFC 6066, section 3; RFC 5077).
            "jdk.tls.server.disableExtensions", "server_name,session_ticket");

    private JdkSettings() {}

    static void apply() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
