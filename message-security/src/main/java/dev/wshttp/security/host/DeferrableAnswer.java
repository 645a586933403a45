// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.host;

import java.time.Duration;

/**
 * An HTTP exchange that can delay its answer without blocking a thread. A service delays the answer to some refused messages, so that the time of
 * the answer reveals nothing about the message. An asynchronous transport, such as a servlet container, needs no thread for that. With a
 * synchronous transport, such as the JDK's HTTP server, a thread waits, unless the {@code HttpExchange} of the host implements this interface.
 *
 * <p>An implementation is used by one thread at a time.
 */
public interface DeferrableAnswer {
    /**
     * Delays the answer. The service calls this method at most once for each exchange, and then writes the answer immediately; the host sends it
     * after the delay.
     *
     * @param delay the least time between this call and the answer
     */
    void answerAfter(Duration delay);
}
