// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the text of a distinguished name as Windows, OpenSSL or RFC 2253 write it. Not safe for use by several threads. */
final class NameText {
    private static final Pattern OBJECT_IDENTIFIER = Pattern.compile("[0-2](\\.[0-9]{1,39}){1,30}");
    private static final String ESCAPABLE = ",+\"\\<>;=# ";
    private static final int HEX_DIGITS = 16;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("CN", "2.5.4.3"),
            Map.entry("SN", "2.5.4.4"),
            Map.entry("SURNAME", "2.5.4.4"),
            Map.entry("SERIALNUMBER", "2.5.4.5"),
            Map.entry("C", "2.5.4.6"),
            Map.entry("L", "2.5.4.7"),
            Map.entry("S", "2.5.4.8"),
            Map.entry("ST", "2.5.4.8"),
            Map.entry("STREET", "2.5.4.9"),
            Map.entry("O", "2.5.4.10"),
            Map.entry("OU", "2.5.4.11"),
            Map.entry("T", "2.5.4.12"),
            Map.entry("TITLE", "2.5.4.12"),
            Map.entry("DESCRIPTION", "2.5.4.13"),
            Map.entry("POSTALCODE", "2.5.4.17"),
            Map.entry("POBOX", "2.5.4.18"),
            Map.entry("PHONE", "2.5.4.20"),
            Map.entry("X21ADDRESS", "2.5.4.24"),
            Map.entry("G", "2.5.4.42"),
            Map.entry("GIVENNAME", "2.5.4.42"),
            Map.entry("I", "2.5.4.43"),
            Map.entry("INITIALS", "2.5.4.43"),
            Map.entry("GENERATION", "2.5.4.44"),
            Map.entry("DNQUALIFIER", "2.5.4.46"),
            Map.entry("DNQ", "2.5.4.46"),
            Map.entry("ORGANIZATIONIDENTIFIER", "2.5.4.97"),
            Map.entry("E", "1.2.840.113549.1.9.1"),
            Map.entry("EMAIL", "1.2.840.113549.1.9.1"),
            Map.entry("EMAILADDRESS", "1.2.840.113549.1.9.1"),
            Map.entry("UID", "0.9.2342.19200300.100.1.1"),
            Map.entry("DC", "0.9.2342.19200300.100.1.25"));

    private final String text;
    private final Backslash backslash;
    private int position;

    private NameText(String text, Backslash backslash) {
        this.text = text;
        this.backslash = backslash;
    }

    /** What a backslash means. */
    enum Backslash {
        /** Nothing, as for Windows. */
        IS_LETTER,
        /** The next letter is part of the value, as in RFC 2253. */
        ESCAPES
    }

    /**
     * One attribute of a name.
     *
     * @param type the object identifier
     */
    record Attribute(String type, String value) {}

    /** Returns the relative names in the order of the text; empty if the text is no name. */
    static List<List<Attribute>> read(String text, Backslash backslash) {
        return new NameText(text, backslash).names();
    }

    private List<List<Attribute>> names() {
        var names = new ArrayList<List<Attribute>>();
        var attributes = new ArrayList<Attribute>();
        while (true) {
            String type = type();
            if (type.isEmpty()) {
                return List.of();
            }
            attributes.add(new Attribute(type, value()));
            if (position >= text.length()) {
                names.add(List.copyOf(attributes));
                return names;
            }
            if (text.charAt(position++) != '+') {
                names.add(List.copyOf(attributes));
                attributes.clear();
            }
        }
    }

    /** Reads the type up to the equals sign; empty if there is none. */
    private String type() {
        int end = text.indexOf('=', position);
        if (end < 0) {
            return "";
        }
        String keyword = text.substring(position, end).strip().toUpperCase(Locale.ROOT);
        position = end + 1;
        String identifier = keyword.startsWith("OID.") ? keyword.substring("OID.".length()) : keyword;
        return OBJECT_IDENTIFIER.matcher(identifier).matches() ? identifier : TYPES.getOrDefault(keyword, "");
    }

    private String value() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        if (position < text.length() && text.charAt(position) == '"') {
            position++;
            return quoted();
        }
        var octets = new ByteArrayOutputStream();
        while (position < text.length() && ",;+".indexOf(text.charAt(position)) < 0) {
            octets.writeBytes(letter());
        }
        String value = octets.toString(StandardCharsets.UTF_8).strip();
        return value.startsWith("#") ? decoded(value) : value;
    }

    /** Returns the text of a value that RFC 2253 writes as the digits of its encoding; the value itself if it is none. */
    private static String decoded(String value) {
        try {
            return DistinguishedName.text(Ber.read(HexFormat.of().parseHex(value.substring(1))));
        } catch (IOException | IllegalArgumentException noEncoding) {
            return value;
        }
    }

    /** Reads up to the closing quote; two quotes stand for one. */
    private String quoted() {
        var octets = new ByteArrayOutputStream();
        while (position < text.length()) {
            boolean isQuote = text.charAt(position) == '"';
            if (isQuote && !text.startsWith("\"\"", position)) {
                position++;
                break;
            }
            position += isQuote ? 1 : 0;
            octets.writeBytes(letter());
        }
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    /** Returns the octets of the next letter, which an escape may stand for. */
    private byte[] letter() {
        if (backslash == Backslash.ESCAPES && text.charAt(position) == '\\' && position + 1 < text.length()) {
            if (ESCAPABLE.indexOf(text.charAt(position + 1)) >= 0) {
                position += 2;
                return new byte[] {(byte) text.charAt(position - 1)};
            }
            int high = Character.digit(text.charAt(position + 1), HEX_DIGITS);
            int low = position + 2 < text.length() ? Character.digit(text.charAt(position + 2), HEX_DIGITS) : -1;
            if (high >= 0 && low >= 0) {
                position += 3;
                return new byte[] {(byte) (high * HEX_DIGITS + low)};
            }
        }
        int letter = text.codePointAt(position);
        position += Character.charCount(letter);
        return Character.toString(letter).getBytes(StandardCharsets.UTF_8);
    }
}
