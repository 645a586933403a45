// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The state of a service's endpoint at the time of each question. To ask costs little and changes nothing. Implementations are safe for use by several
 * threads.
 */
public interface EndpointStatus {
    /** Returns the time by the clock of the endpoint. */
    Instant now();

    /** Returns how many sessions were used by a call and are alive; 0 without sessions. */
    long activeSessions();

    /** Returns how many sessions wait for their first call; 0 without sessions. */
    long pendingSessions();

    /** Returns how many negotiations are under way; 0 without negotiation. */
    int pendingNegotiations();

    /** Returns how many messages the replay detection remembers. */
    int rememberedMessages();

    /** Returns how many messages the replay detection remembers at most; then further ones are refused. */
    int mostRememberedMessages();

    /** Returns the service's own certificate as it is used now, and those of its chain that came with it. */
    List<X509Certificate> ownCertificates();

    /** Returns the certificates of authorities that are trusted now, with those that only complete chains. */
    List<X509Certificate> authorities();

    /** Returns the revocation lists that are in use now; empty if there is no file of them. */
    List<X509CRL> revocationLists();
}
