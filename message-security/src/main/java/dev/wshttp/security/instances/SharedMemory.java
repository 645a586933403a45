// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.time.Duration;
import java.time.Instant;

/**
 * A memory that all instances of a service share. Each method is one atomic step and takes at most one round trip of bounded length. What is given to
 * it is not secret; implementations keep keyed fingerprints of it, so that nothing in the memory can be read. Implementations are safe for use by several
 * threads.
 *
 * <p>Each method throws a {@link dev.wshttp.security.MessageSecurityException} with
 * {@link dev.wshttp.security.SecurityFault#SHARED_MEMORY_UNAVAILABLE} if the memory did not answer in time or is full. Then it is unknown whether the
 * step was done, and the caller has to refuse what depends on it.
 */
public interface SharedMemory {
    /**
     * How far the clock of a client may be ahead: messages that are created within this time after a memory began are refused, because one of them may be a copy
     * that was accepted before.
     */
    Duration MARGIN = Duration.ofSeconds(2);

    /**
     * Remembers a message, and looks up the context that it belongs to, in one step.
     *
     * @param message what identifies the message
     * @param keep for how long it is remembered; more than the time for which a copy could pass
     * @param context the name of the session or negotiated token that it is under; empty if it is under none
     * @return what was known before; the message is remembered only if that is {@link Admission#ADMITTED}
     */
    Admission admit(byte[] message, Duration keep, String context);

    /** What the memory knew about a message. */
    enum Admission {
        /** The message was unknown, and its context has not ended. */
        ADMITTED,
        /** The message was remembered before. */
        SEEN,
        /** The context of the message has ended. */
        CONTEXT_ENDED
    }

    /**
     * Ends a context: a session that was cancelled, or a negotiated token that opened its session.
     *
     * @param keep for how long that is remembered; at least until the context would have ended by itself
     * @return whether this was the first time; if several instances end the same one, one of them gets true
     */
    boolean end(String context, Duration keep);

    /** Returns whether a context has ended. */
    boolean hasEnded(String context);

    /**
     * Counts an event.
     *
     * @param counter what is counted, such as refusals under one secret
     * @param keep how long after the first event of a count the count begins anew
     * @return how many events there were, with this one
     */
    long count(byte[] counter, Duration keep);

    /**
     * Takes one from an allowance that all instances share, as of negotiations a second.
     *
     * @param bucket whose allowance it is
     * @param perSecond how many may be taken in a second on the average
     * @param burst how long unused allowance is kept
     * @return false if there is none left
     */
    boolean take(byte[] bucket, int perSecond, Duration burst);

    /**
     * Takes or keeps one of a bounded number of places, as of sessions.
     *
     * @param holder who takes the place; taking it once more extends its time
     * @param keep after which the place is free again
     * @param most how many places there are
     * @return false if all are taken by others
     */
    boolean hold(String holder, Duration keep, long most);

    /** Frees the place of a holder. */
    void release(String holder);

    /**
     * Returns since when the memory is complete: messages that were accepted before may be forgotten, because the memory was restarted empty or lost its
     * last entries. {@link Instant#MIN} if it forgot nothing that matters. It may change at any time, and a step that is done under a former one fails; so ask
     * after {@link #admit}, not before it. Where the clocks of memory and instance are apart, the time is that of the later one; the clocks of clients have to be
     * allowed for, by {@link #MARGIN}.
     */
    Instant completeSince();
}
