// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of text as programs of Windows and of others write them: in UTF-8 with or without a byte order mark, or in UTF-16 with one. The mark is no
 * part of the text. Stateless and safe for use by several threads.
 */
public final class TextFile {
    private static final int NUL = 0;

    /** Byte order marks (Unicode, section 23.8). Those of UTF-32 come first, because one of them begins as that of UTF-16. */
    private enum Mark {
        UTF_32_LITTLE(0xFF, 0xFE, 0, 0),
        UTF_32_BIG(0, 0, 0xFE, 0xFF),
        UTF_8(0xEF, 0xBB, 0xBF),
        UTF_16_LITTLE(0xFF, 0xFE),
        UTF_16_BIG(0xFE, 0xFF);

        private final byte[] octets;

        Mark(int... octets) {
            this.octets = new byte[octets.length];
            for (int at = 0; at < octets.length; at++) {
                this.octets[at] = (byte) octets[at];
            }
        }

        private static Optional<Mark> of(byte[] content) {
            return Arrays.stream(values())
                    .filter(mark -> content.length >= mark.octets.length
                            && Arrays.equals(content, 0, mark.octets.length, mark.octets, 0, mark.octets.length))
                    .findFirst();
        }

        private Charset charset() {
            return switch (this) {
                case UTF_16_LITTLE -> StandardCharsets.UTF_16LE;
                case UTF_16_BIG -> StandardCharsets.UTF_16BE;
                default -> StandardCharsets.UTF_8;
            };
        }

        private boolean isOfUtf32() {
            return this == UTF_32_LITTLE || this == UTF_32_BIG;
        }
    }

    private TextFile() {}

    /**
     * Returns the content of a file, whatever it is.
     *
     * @param largestBytes the size of the largest file that is read
     * @throws UnreadableException saying why there is none
     */
    public static byte[] octets(Path file, int largestBytes) throws UnreadableException {
        try (var content = Files.newInputStream(file)) {
            byte[] octets = content.readNBytes(largestBytes == Integer.MAX_VALUE ? largestBytes : largestBytes + 1);
            if (octets.length > largestBytes) {
                throw new UnreadableException(
                        "it has more than " + largestBytes + " bytes", "Check what the file is.", null);
            }
            return octets;
        } catch (UnreadableException tooLarge) {
            throw tooLarge;
        } catch (NoSuchFileException absent) {
            throw new UnreadableException(
                    "there is no such file",
                    "Check the path; relative names start at the folder of the settings file.",
                    absent);
        } catch (IOException refused) {
            throw Files.isDirectory(file)
                    ? new UnreadableException("it is a folder", "Name the file in it.", refused)
                    : new UnreadableException("it cannot be opened", "Check who may read it.", refused);
        }
    }

    /**
     * Returns the text of a file without its byte order mark.
     *
     * @param largestBytes the size of the largest file that is read
     * @throws UnreadableException saying why there is none
     */
    public static String read(Path file, int largestBytes) throws UnreadableException {
        return text(octets(file, largestBytes));
    }

    /**
     * Returns the text that octets are, without its byte order mark.
     *
     * @throws UnreadableException if it is none, or in another encoding
     */
    public static String text(byte[] octets) throws UnreadableException {
        Optional<Mark> mark = Mark.of(octets);
        int start = mark.map(found -> found.octets.length).orElse(0);
        if (mark.filter(Mark::isOfUtf32).isPresent()) {
            throw otherEncoding("it begins with the byte order mark of UTF-32", null);
        }
        Charset charset = mark.map(Mark::charset).orElse(StandardCharsets.UTF_8);
        if (mark.isEmpty() && isUtf16WithoutMark(octets)) {
            throw otherEncoding("it is UTF-16 without a byte order mark", null);
        }
        var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var input = ByteBuffer.wrap(octets, start, octets.length - start);
        try {
            return decoder.decode(input).toString();
        } catch (CharacterCodingException malformed) {
            throw otherEncoding("line " + line(octets, input.position()) + " is no " + charset.name(), malformed);
        }
    }

    /**
     * Returns text in UTF-16, or with a byte order mark, in UTF-8 without the mark, as parsers of PEM want it. Other octets stay as they are: no DER and no
     * key store begins as such a text does.
     */
    public static byte[] inUtf8(byte[] octets) {
        Optional<Mark> mark = Mark.of(octets).filter(found -> !found.isOfUtf32());
        if (mark.isEmpty()) {
            return octets;
        }
        int start = mark.get().octets.length;
        return new String(octets, start, octets.length - start, mark.get().charset()).getBytes(StandardCharsets.UTF_8);
    }

    // The first characters of each file that is read here are ASCII.
    private static boolean isUtf16WithoutMark(byte[] octets) {
        return octets.length > 1 && octets.length % 2 == 0 && (octets[0] == NUL) != (octets[1] == NUL);
    }

    private static int line(byte[] octets, int end) {
        int line = 1;
        for (int at = 0; at < end; at++) {
            line += octets[at] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static UnreadableException otherEncoding(String found, @Nullable Exception cause) {
        return new UnreadableException(
                found, "Save it as UTF-8, or as UTF-16 with a byte order mark, or check what the file is.", cause);
    }

    /** Says why a file cannot be read, in the parts of an error message. */
    public static final class UnreadableException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        private final String found;
        private final String remedy;

        UnreadableException(String found, String remedy, @Nullable Exception cause) {
            super(found + ". " + remedy, cause);
            this.found = found;
            this.remedy = remedy;
        }

        /** Returns what was found, such as "there is no such file". */
        public String found() {
            return found;
        }

        /** Returns what to do, as a sentence. */
        public String remedy() {
            return remedy;
        }
    }
}
