// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.util.Map;

/**
 * Limits of the JDK's HTTP server, and what its TLS has to leave alone. They exist as system properties only, and the JDK reads them when
 * its classes are loaded, so they have to be set first; a value given on the command line of the JVM stays.
 */
final class JdkSettings {
    private static final Map<String, String> PROPERTIES = Map.of(
            // The server leaves Nagle's algorithm on otherwise, which delays small answers by 40 ms.
            "sun.net.httpserver.nodelay", "true",
            // Seconds for a request to arrive completely, and for an answer to be made and sent.
            "sun.net.httpserver.maxReqTime", "30",
            "sun.net.httpserver.maxRspTime", "60",
            // Seconds that a connection may stay open without a request.
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.maxReqHeaders", "64",
            // More than there are places, and few enough for the usual limit of open files, 4096.
            "jdk.httpserver.maxConnections", "2048",
            // As many: peers that keep connections open without a request must not cost others theirs.
            "sun.net.httpserver.maxIdleConnections", "2048",
            // Interop: clients were recorded that send a server name which is none. WCF does not look at it; the JDK
            // would refuse it.
            // And no handshake of a negotiation is ever resumed, so a ticket would only make its last leg longer (RFC
            // 6066, section 3;
            // RFC 5077).
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
