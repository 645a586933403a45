// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * What is asked of a memory in one round trip.
 *
 * @param script what the store does
 * @param part selects the part of the memory that all entries are in
 * @param entries what the script reads and writes, besides the record of the memory
 * @param arguments what the script gets after the epoch
 */
record Step(Script script, byte[] part, List<Entry> entries, Function<Epoch, List<byte[]>> arguments) {
    /** Makes a step whose arguments do not depend on the epoch. */
    static Step of(Script script, byte[] part, List<Entry> entries, List<byte[]> arguments) {
        return new Step(script, part, entries, epoch -> arguments);
    }

    /**
     * An entry of the memory.
     *
     * @param kind what it is about; entries of two kinds are never the same
     * @param name what it is about in particular; the memory has a fingerprint of it
     */
    record Entry(Kind kind, byte[] name) {}

    /** The kinds of entries. */
    enum Kind {
        MESSAGE("m"),
        ENDED("e"),
        COUNTER("c"),
        BUCKET("b"),
        PLACES("p"),
        NEGOTIATION("n");

        private final String letter;

        Kind(String letter) {
            this.letter = letter;
        }

        String letter() {
            return letter;
        }
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] number(long number) {
        return text(Long.toString(number));
    }
}
