// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Fiber;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.developer.JAXWSProperties;
import dev.wshttp.security.host.DeferrableAnswer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Delays an answer until its tick. If the transport supports it, no thread waits meanwhile. */
final class DelayedAnswer {
    private DelayedAnswer() {}

    /**
     * Returns the answer at its tick.
     *
     * @param request the request, which knows its transport
     * @param arrivedNanos when the request had arrived, by {@link System#nanoTime()}
     */
    static NextAction give(Packet answer, Packet request, long arrivedNanos) {
        Duration delay = AnswerTicks.until(arrivedNanos, System.nanoTime());
        var action = new NextAction();
        if (!Fiber.isSynchronous()) {
            Fiber fiber = Fiber.current();
            action.suspend(() -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(() -> fiber.resume(answer)));
            return action;
        }
        if (TransportProperty.of(request, JAXWSProperties.HTTP_EXCHANGE) instanceof DeferrableAnswer exchange) {
            exchange.answerAfter(delay);
        } else {
            await(delay);
        }
        action.returnWith(answer);
        return action;
    }

    private static void await(Duration delay) {
        long end = System.nanoTime() + delay.toNanos();
        while (end - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
