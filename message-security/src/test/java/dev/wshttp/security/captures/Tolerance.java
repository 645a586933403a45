// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a table of deviations: how one message was made to differ from WCF's own, and what WCF was recorded saying to it.
 *
 * @param name what was different
 * @param verdict what WCF said, as it was recorded
 */
public record Tolerance(String name, String verdict) {
    private static final Pattern LINE = Pattern.compile("mode\\d-\\w+ +(.{2,}?) +((?:200 OK|500 |OK |FAIL ).*)");
    private static final Pattern FAULT =
            Pattern.compile("500 (?:RST: |leg \\d: )?(?:s:)?(\\w+) / \\w+:(\\w+): (.*?)(?:   <- .*)?");

    /** The lines of a table. */
    public static List<Tolerance> of(String table) {
        return TextTable.lines("/captures/" + table).stream()
                .map(Tolerance::parsed)
                .toList();
    }

    private static Tolerance parsed(String line) {
        Matcher columns = LINE.matcher(line);
        if (!columns.matches()) {
            throw new IllegalArgumentException("not a line of a table: " + line);
        }
        return new Tolerance(columns.group(1), columns.group(2));
    }

    /** Whether WCF took the message. */
    public boolean isAccepted() {
        return verdict.startsWith("200 OK") || verdict.startsWith("OK Add 115.99");
    }

    /** Whether WCF's client got its result, although what followed failed. */
    public boolean isLateFailure() {
        return verdict.startsWith("FAIL Add 115.99");
    }

    /** Whether WCF's client gave a fault to its caller as the service's own, after verifying it. */
    public boolean isGenuineFault() {
        return verdict.startsWith("FAIL  System.ServiceModel.FaultException: ");
    }

    /** The fault with which a WCF service refused. */
    public Fault fault() {
        Matcher fault = FAULT.matcher(verdict);
        if (!fault.matches()) {
            throw new IllegalStateException("no fault of a service: " + verdict);
        }
        return new Fault(fault.group(1), fault.group(2), fault.group(3));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Local names of code and subcode, and the reason. */
    public record Fault(String code, String subcode, String reason) {}
}
