// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time as WCF writes them: UTC, in milliseconds. */
public final class UtcTime {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private UtcTime() {}

    /** Returns the text of a point in time. */
    public static String text(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}
