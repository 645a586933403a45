// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Points in time as WCF writes them: UTC, in milliseconds. */
public final class UtcTime {
    // "2026-11-22T10:39:32Z"
    private static final int WHOLE_SECONDS = 20;
    private static final int WITH_MILLISECONDS = WHOLE_SECONDS + 4;
    private static final long SECONDS_OF_DAY = 24 * 60 * 60;
    private static final int NANOS_OF_MILLISECOND = 1_000_000;
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

    /** Returns the text of a point in time in the years 0 to 9999. Two stand in each message, so it is written without a formatter. */
    public static String text(Instant instant) {
        var time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        byte[] text = new byte[WITH_MILLISECONDS];
        int end = write(time.getYear(), 4, '-', text, 0);
        end = write(time.getMonthValue(), 2, '-', text, end);
        end = write(time.getDayOfMonth(), 2, 'T', text, end);
        end = write(time.getHour(), 2, ':', text, end);
        end = write(time.getMinute(), 2, ':', text, end);
        end = write(time.getSecond(), 2, '.', text, end);
        write(time.getNano() / NANOS_OF_MILLISECOND, 3, 'Z', text, end);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Writes the last digits of a number and what follows it, and returns where that ends. */
    private static int write(int number, int digits, char following, byte[] text, int start) {
        int rest = number;
        for (int i = start + digits - 1; i >= start; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        text[start + digits] = (byte) following;
        return start + digits + 1;
    }
}
