// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.UntrustedText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Prints results to standard output, as text or as JSON, and everything else to standard error.
 *
 * @param format of the results
 * @param detail whether the duration of each step is written
 */
record Report(PrintWriter out, PrintWriter err, Format format, Detail detail) {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    enum Format {
        TEXT,
        JSON
    }

    enum Detail {
        RESULTS,
        STEPS
    }

    /** Writes a line of a result, unless the result is written as JSON. The text may come from a peer. */
    void line(String text) {
        if (format == Format.TEXT) {
            out.println(UntrustedText.printable(text));
            out.flush();
        }
    }

    /** Writes the whole result, if it is written as JSON. */
    void json(JsonObjectBuilder result) {
        if (format == Format.JSON) {
            out.println(escaped(result.build().toString()));
            out.flush();
        }
    }

    /** Writes a line that is no result. */
    void note(String text) {
        err.println("calculator-client: " + UntrustedText.printable(text));
    }

    /** Writes what went wrong, and for programs its code. */
    void failure(ClientFailure failure) {
        json(Json.createObjectBuilder().add("error", error(failure)));
        err.println("calculator-client: " + lines(failure) + " [" + failure.code() + "]");
    }

    // Settings may have several problems, each on a line of its own. Texts of a peer were put on one line before.
    private static String lines(ClientFailure failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .map(UntrustedText::printable)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    // RFC 8259, section 7: any character of a string may be written as an escape. These characters occur in strings
    // only.
    private static String escaped(String json) {
        var text = new StringBuilder(json.length());
        json.codePoints().forEach(character -> {
            if (UntrustedText.isShown(character)) {
                text.appendCodePoint(character);
            } else {
                new String(Character.toChars(character))
                        .chars()
                        .forEach(unit -> text.append(String.format("\\u%04x", unit)));
            }
        });
        return text.toString();
    }

    /** Runs a step, and writes its duration if the steps are written. */
    <T> T step(String name, Supplier<T> step) {
        long start = System.nanoTime();
        try {
            T result = step.get();
            told(name, start);
            return result;
        } catch (RuntimeException failed) {
            told(name + " failed", start);
            throw failed;
        }
    }

    private void told(String name, long start) {
        if (detail == Detail.STEPS) {
            var time = Duration.ofNanos(System.nanoTime() - start);
            err.printf("%9.1f ms  %s%n", time.toNanos() / NANOSECONDS_PER_MILLISECOND, name);
        }
    }

    /** Adds a number. JSON has no infinities and no NaN; they become texts as in XML Schema. */
    static JsonObjectBuilder add(JsonObjectBuilder object, String name, double number) {
        if (Double.isFinite(number)) {
            return object.add(name, number);
        }
        return object.add(name, Double.isNaN(number) ? "NaN" : number > 0 ? "INF" : "-INF");
    }

    private static JsonObject error(ClientFailure failure) {
        var error = Json.createObjectBuilder()
                .add("code", failure.code())
                .add("exitCode", failure.exitCode().number())
                .add("message", String.valueOf(failure.getMessage()));
        failure.fault().ifPresent(subcode -> error.add("fault", subcode));
        return error.build();
    }
}
