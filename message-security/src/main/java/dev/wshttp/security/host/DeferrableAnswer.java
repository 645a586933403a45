// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.host;

import java.time.Duration;

/**
 * An HTTP exchange whose answer the host can hold back without a thread. A service answers some refused messages only after a while, so that the
 * time of the answer tells nothing about the message. Where the transport is asynchronous, as in a servlet container, that takes no thread. Where
 * it is synchronous, as the JDK's HTTP server, the thread waits, unless the {@code HttpExchange} of the host implements this interface.
 */
public interface DeferrableAnswer {
    /** Sends the answer, which is made at once, no sooner than after this time. Called at most once, before the answer is written. */
    void answerAfter(Duration delay);
}
