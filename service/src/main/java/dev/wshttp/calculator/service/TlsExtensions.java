// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

/**
 * Parts of TLS that negotiations have no use for (RFC 6066, section 3; RFC 5077). They can be switched off for the whole process only, by a
 * system property that the JDK reads when TLS is first used; a value given on the command line of the JVM stays.
 */
final class TlsExtensions {
    private static final String PROPERTY = "jdk.tls.server.disableExtensions";

    private TlsExtensions() {}

    static void apply() {
        if (System.getProperty(PROPERTY) == null) {
            // Interop: clients were recorded that send a server name which is none. WCF does not look at it; the JDK
            // would refuse it. And no handshake of ours is ever resumed, so a ticket would only make the last leg
            // longer.
            System.setProperty(PROPERTY, "server_name,session_ticket");
        }
    }
}
