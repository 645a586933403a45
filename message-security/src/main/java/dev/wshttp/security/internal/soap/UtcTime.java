// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time as WCF writes them: UTC, in milliseconds. */
public final class UtcTime {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    // "2026-11-22T10:39:32Z"
    private static final int WHOLE_SECONDS = 20;
    private static final long SECONDS_OF_DAY = 24 * 60 * 60;
    private static final long[] NANOS_OF_DIGITS = {0, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100};

    private UtcTime() {}

    /**
     * Returns the point in time of a text as WCF reads it: UTC with a trailing Z and up to seven digits of a second.
     *
     * @throws java.time.DateTimeException if it is none
     */
    public static Instant parse(String text) {
        int length = text.length();
        boolean wellFormed = length >= WHOLE_SECONDS
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(length - 1) == 'Z'
                && length != WHOLE_SECONDS + 1
                && length <= WHOLE_SECONDS + 8
                && (length == WHOLE_SECONDS || text.charAt(19) == '.');
        if (!wellFormed) {
            throw new DateTimeException("No time in UTC such as '2026-11-22T10:39:32.684Z'");
        }
        LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("No time of a day");
        }
        int digits = Math.max(0, length - WHOLE_SECONDS - 1);
        long nanos = digits == 0 ? 0 : number(text, 20, 20 + digits) * NANOS_OF_DIGITS[digits];
        return Instant.ofEpochSecond(date.toEpochDay() * SECONDS_OF_DAY + (hour * 60L + minute) * 60 + second, nanos);
    }

    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("No digit where one belongs");
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Returns the text of a point in time. */
    public static String text(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}
