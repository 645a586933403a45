// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

/**
 * Retries of the JDK's HTTP client. When a connection breaks it sends a POST a second time, unasked; the service would refuse that as a
 * replay, and nobody would learn what became of the first one. The switch exists as a system property only, which the JDK reads when it
 * makes its first connection; a value given on the command line of the JVM stays.
 */
final class HttpRetries {
    private static final String PROPERTY = "sun.net.http.retryPost";

    private HttpRetries() {}

    static void switchOff() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "false");
        }
    }
}
