// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;

/**
 * Decides when, and in which thread, a request is processed that was read completely. A host that bounds the calls at work implements it. Reading
 * requests and sending answers takes no thread, so an implementation counts only what uses the processor. Safe for use by several threads.
 */
@FunctionalInterface
public interface CallScheduler {
    /**
     * Runs one of the two actions, once: now or later, in this thread or another.
     *
     * @param request what was received; a host may find its own attributes there
     * @param from the remote address of the request
     * @param call processes the request, and returns without waiting until the answer is sent
     * @param refusal answers with status 503, and returns at once
     */
    void schedule(HttpServletRequest request, InetAddress from, Runnable call, Runnable refusal);

    /** Returns the scheduler that processes each request in the thread of the container that has read it. */
    static CallScheduler inContainerThreads() {
        return (request, from, call, refusal) -> call.run();
    }
}
