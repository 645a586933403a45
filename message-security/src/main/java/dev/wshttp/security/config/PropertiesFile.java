// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextFile;
import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a properties file in UTF-8 or UTF-16. A backslash begins an escape there, and Java drops it where there is none; so the path {@code C:\certs} would
 * become {@code C:certs} without a word. This class refuses what it would change so.
 */
final class PropertiesFile {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int NO_COLUMN = -1;
    private static final int LONGEST_SHOWN = 20;

    private static final Pattern BLANKS_AT_THE_END = Pattern.compile("[ \\t]++$");

    // What java.util.Properties itself writes with a backslash.
    private static final String ESCAPED = "\\ :=#!tnrfu";
    private static final String REMEDY =
            "Write paths with / between folders, also on Windows, or each backslash twice.";

    private final Path file;

    private PropertiesFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the keys of the file and their values, without white space around the values.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read
     */
    static Map<String, String> read(Path file) {
        return new PropertiesFile(file).read();
    }

    private Map<String, String> read() {
        String text = text();
        requireEscapes(text);
        Properties properties = load(text);
        var values = new HashMap<String, String>();
        for (String key : properties.stringPropertyNames()) {
            // A tabulator at the end is nothing that was meant; an escape is.
            String value =
                    BLANKS_AT_THE_END.matcher(properties.getProperty(key)).replaceFirst("");
            requireShown(key, value);
            values.put(key, value.strip());
        }
        return values;
    }

    private String text() {
        try {
            return TextFile.read(file, LARGEST_BYTES);
        } catch (TextFile.UnreadableException unreadable) {
            throw refused(unreadable.found(), unreadable.remedy(), unreadable);
        }
    }

    private Properties load(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
            return properties;
        } catch (IllegalArgumentException malformed) {
            throw refused("it has '\\u' without four digits behind it", REMEDY, malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text in memory cannot fail", impossible);
        }
    }

    /** Requires that each backslash begins an escape that Java knows, or continues a line. */
    private void requireEscapes(String text) {
        int number = 0;
        boolean isContinued = false;
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            number++;
            String content = line.stripLeading();
            boolean isComment = !isContinued && (content.startsWith("#") || content.startsWith("!"));
            int wrong = isComment ? NO_COLUMN : wrongEscape(line);
            if (wrong != NO_COLUMN) {
                String shown = line.substring(wrong, Math.min(line.length(), wrong + LONGEST_SHOWN));
                throw refused(
                        "the backslash in line " + number + ", before '" + UntrustedText.withEscapes(shown.substring(1))
                                + "', begins no escape",
                        REMEDY,
                        null);
            }
            isContinued = !isComment && endsWithBackslash(line);
        }
    }

    private static int wrongEscape(String line) {
        for (int at = 0; at < line.length() - 1; at++) {
            if (line.charAt(at) == '\\') {
                char escaped = line.charAt(at + 1);
                if (ESCAPED.indexOf(escaped) < 0 || (escaped == 'u' && !isUnicode(line, at + 2))) {
                    return at;
                }
                at++;
            }
        }
        return NO_COLUMN;
    }

    private static boolean isUnicode(String line, int at) {
        return at + 4 <= line.length()
                && line.substring(at, at + 4).chars().allMatch(digit -> Character.digit(digit, 16) >= 0);
    }

    private static boolean endsWithBackslash(String line) {
        int backslashes = 0;
        for (int at = line.length() - 1; at >= 0 && line.charAt(at) == '\\'; at--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    // C:\temp\new.p12 is a path with a tabulator and a new line.
    private void requireShown(String key, String value) {
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(
                    "the value of '" + UntrustedText.withEscapes(key) + "' has characters that cannot be seen: it is '"
                            + UntrustedText.withEscapes(value)
                            + "', where \\t, \\n, \\r and \\f are one character each",
                    REMEDY,
                    null);
        }
    }

    private MessageSecurityException refused(String found, String remedy, @Nullable Exception cause) {
        String text = "Cannot read the settings from '" + file + "': " + found
                + " (expected a properties file in UTF-8 or UTF-16). " + remedy;
        return cause == null
                ? new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, text)
                : new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, text, cause);
    }
}
