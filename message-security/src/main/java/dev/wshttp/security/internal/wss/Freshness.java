// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.SecurityFault.SHARED_MEMORY_UNAVAILABLE;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.UtcTime;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * WCF's rules for timestamps: a message lives for 5 minutes, and the clock skew is added at both ends. Safe for use by several threads.
 *
 * @param clock this side's time
 * @param maxClockSkew how far the other side's clock may be off
 * @param since refuses every message that was created before this time
 */
public record Freshness(Clock clock, Duration maxClockSkew, Instant since) {
    /** The lifetime of a message: a sender writes it into the timestamp, and a receiver allows no more, even if the timestamp does. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** Creates rules that do not ask when this side began to receive messages. */
    public Freshness(Clock clock, Duration maxClockSkew) {
        this(clock, maxClockSkew, Instant.MIN);
    }

    /** Returns the same rules, which also refuse messages that were created before now. */
    public Freshness fromNowOn() {
        return new Freshness(clock, maxClockSkew, now());
    }

    /** Returns the time of a new timestamp. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns how long the timestamp of a replayed message is still accepted. */
    public Duration replayWindow() {
        return LIFETIME.plus(maxClockSkew).plus(maxClockSkew);
    }

    /**
     * Requires that a timestamp is acceptable now.
     *
     * @param expiresText null where the timestamp has no expiry
     * @throws MessageSecurityException with {@code TIMESTAMP_OUT_OF_RANGE}
     */
    public void require(String createdText, @Nullable String expiresText) {
        Instant now = clock.instant();
        Instant created = parse(createdText);
        if (created.isAfter(now.plus(maxClockSkew))) {
            throw outOfRange("was created at '" + createdText + "', in the future", now);
        }
        if (!created.isAfter(now.minus(LIFETIME).minus(maxClockSkew))) {
            throw outOfRange("was created at '" + createdText + "', too long ago", now);
        }
        if (created.isBefore(since)) {
            throw new MessageSecurityException(
                    TIMESTAMP_OUT_OF_RANGE,
                    "The message was created at '" + createdText + "' (expected since this service was started, at '"
                            + UtcTime.text(since)
                            + "'). It may be a copy of one from before; if not, let the client make a new one, and set its clock if"
                            + " that is behind. The setting is refuse-created-before-start.");
        }
        if (expiresText != null) {
            Instant expires = parse(expiresText);
            if (!created.isBefore(expires)) {
                throw outOfRange("expires at '" + expiresText + "', before it was created", now);
            }
            if (!expires.isAfter(now.minus(maxClockSkew))) {
                throw outOfRange("expired at '" + expiresText + "'", now);
            }
        }
    }

    /**
     * Requires that a message was created since a memory of accepted messages is complete.
     *
     * @throws MessageSecurityException with {@code SHARED_MEMORY_UNAVAILABLE}
     */
    public static void requireSince(String createdText, Instant complete) {
        if (parse(createdText).isBefore(complete)) {
            throw new MessageSecurityException(
                    SHARED_MEMORY_UNAVAILABLE,
                    "The message was created at '" + createdText
                            + "' (expected since the memory of all instances is complete, at '"
                            + UtcTime.text(complete)
                            + "'). That memory was lost or began anew then, so the message may be a copy of one that was accepted before. Let the"
                            + " client make a new one, and set its clock if that is behind.");
        }
    }

    private static Instant parse(String text) {
        try {
            return UtcTime.parse(text);
        } catch (DateTimeException noSuchTime) {
            throw malformed(text, noSuchTime);
        }
    }

    private MessageSecurityException outOfRange(String found, Instant now) {
        return new MessageSecurityException(
                TIMESTAMP_OUT_OF_RANGE,
                "The message " + found + " (expected within " + LIFETIME + " and a clock skew of " + maxClockSkew
                        + "; here it is '" + UtcTime.text(now)
                        + "'). Set the clocks of both sides, or raise max-clock-skew.");
    }

    private static MessageSecurityException malformed(String text, DateTimeException cause) {
        return new MessageSecurityException(
                TIMESTAMP_OUT_OF_RANGE,
                "The timestamp has the time '" + text + "' (expected UTC such as '2026-11-22T10:39:32.684Z').",
                cause);
    }
}
