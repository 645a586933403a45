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
 * What the command says: results to standard output, as text or as JSON, all else to standard error.
 *
 * @param format of the results
 * @param detail whether the time of each step is told
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

    /** Writes a line of a result, unless the result is told as JSON. The text may be another party's. */
    void line(String text) {
        if (format == Format.TEXT) {
            out.println(UntrustedText.printable(text));
            out.flush();
        }
    }

    /** Writes the whole result, if it is told as JSON. */
    void json(JsonObjectBuilder result) {
        if (format == Format.JSON) {
            out.println(escaped(result.build().toString()));
            out.flush();
        }
    }

    /** Writes what went wrong, and for programs its code. */
    void failure(ClientFailure failure) {
        json(Json.createObjectBuilder().add("error", error(failure)));
        err.println("calculator-client: " + lines(failure) + " [" + failure.code() + "]");
    }

    // Settings may have several problems, one a line; texts of other parties were brought to one line before.
    private static String lines(ClientFailure failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .map(UntrustedText::printable)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    // RFC 8259, section 7: any character of a string may be written by its number, and these stand nowhere else.
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

    /** Runs a step, and tells its time if steps are told. */
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

    /** Adds a number; JSON has none for infinities and NaN, which become texts as XML Schema writes them. */
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
