// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.pipe.Fiber;
import dev.wshttp.security.events.ObservedRequest;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What each line of the log can say of the request that its thread processes, in SLF4J's MDC. Nothing of it remains in a thread that is done with the
 * request, or leaves it to another one. Immutable and safe for use by several threads.
 */
record CallLog(
        @Nullable String message,
        @Nullable String from,
        @Nullable String session,
        @Nullable String caller) {
    static final String MESSAGE_ID = "wshttp.messageId";
    static final String REMOTE_ADDRESS = "wshttp.remoteAddress";
    static final String SESSION = "wshttp.session";
    static final String CALLER = "wshttp.caller";

    /** Returns what is known of a request; text of the peer cannot start a new line or control a terminal. */
    static CallLog of(ObservedRequest request, CallerNames names) {
        return new CallLog(
                request.messageId().map(OneLine::of).orElse(null),
                request.from().map(InetAddress::getHostAddress).orElse(null),
                request.session().orElse(null),
                request.caller().map(names::of).orElse(null));
    }

    /** Returns the same after the sender was proved. */
    CallLog of(String provedCaller, Optional<String> provedSession) {
        return new CallLog(message, from, provedSession.orElse(null), provedCaller);
    }

    /** Says it in this thread, and nothing of a request before. */
    Scope open() {
        set(MESSAGE_ID, message);
        set(REMOTE_ADDRESS, from);
        set(SESSION, session);
        set(CALLER, caller);
        return CallLog::close;
    }

    private static void set(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    private static void close() {
        MDC.remove(MESSAGE_ID);
        MDC.remove(REMOTE_ADDRESS);
        MDC.remove(SESSION);
        MDC.remove(CALLER);
    }

    /** Says it in this thread until {@link #open} does so for the response, or the fiber leaves the thread. */
    void openFor(Fiber fiber) {
        open();
        addTo(fiber);
    }

    // There is no other way to learn that an asynchronous operation gives its thread back: a
    // FiberContextSwitchInterceptor that is added to a running
    // fiber makes the RI process the request once more.
    @SuppressWarnings("deprecation")
    private static void addTo(Fiber fiber) {
        fiber.addListener(new Fiber.Listener() {
            @Override
            public void fiberSuspended(Fiber suspended) {
                close();
            }

            @Override
            public void fiberResumed(Fiber resumed) {
                // Tells the thread that resumes the fiber, and not the one in which it runs then.
            }
        });
    }

    /** Ends what {@link #open} began, in the same thread. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
