// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.util.Map;

/**
 * Limits of the JDK's HTTP server. They exist as system properties only, and the server reads them when its classes are loaded, so
 * they have to be set first; a value given on the command line of the JVM stays.
 */
final class HttpServerLimits {
    private static final Map<String, String> PROPERTIES = Map.of(
            // The server leaves Nagle's algorithm on otherwise, which delays small answers by 40 ms.
            "sun.net.httpserver.nodelay", "true",
            // Seconds for a request to arrive completely, and for an answer to be made and sent.
            "sun.net.httpserver.maxReqTime", "30",
            "sun.net.httpserver.maxRspTime", "60",
            // Seconds that a connection may stay open without a request.
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.maxReqHeaders", "64",
            // Each connection has one request at most, so this bounds the queue in front of the threads, too.
            "jdk.httpserver.maxConnections", "512");

    private HttpServerLimits() {}

    static void apply() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
