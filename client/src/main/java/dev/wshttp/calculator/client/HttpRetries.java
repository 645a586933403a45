// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

/**
 * Switches off the retries of the JDK's HTTP client. When a connection breaks, the JDK sends a POST a second time by itself. The service
 * would refuse the copy as a replay, and the caller would not learn what happened to the first message. The switch exists as a system
 * property only, which the JDK reads when it makes its first connection. A value from the command line of the JVM stays.
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
