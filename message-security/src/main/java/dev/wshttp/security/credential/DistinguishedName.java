// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The distinguished name of a subject or an issuer, as Windows writes and compares it (.NET: {@code X500DistinguishedName}): the most specific attribute first,
 * with the keywords of Windows ({@code E=}, {@code S=}, {@code OID.2.5.4.97=}), and with doubled quotes in a quoted value. Immutable and safe for use by
 * several threads.
 */
public final class DistinguishedName {
    private static final int LAST_OF_ASCII = 0x7F;
    private static final String MUST_BE_QUOTED = ",+=\"\n<>#;";

    private static final int UTF8_STRING = 0x0C;
    private static final int T61_STRING = 0x14;
    private static final int UNIVERSAL_STRING = 0x1C;
    private static final int BMP_STRING = 0x1E;
    private static final int NUMERIC_STRING = 0x12;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int IA5_STRING = 0x16;
    private static final int VISIBLE_STRING = 0x1A;

    /** The keywords that Windows writes, by object identifier. */
    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "SERIALNUMBER"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "S"),
            Map.entry("2.5.4.9", "STREET"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "T"),
            Map.entry("2.5.4.13", "Description"),
            Map.entry("2.5.4.17", "PostalCode"),
            Map.entry("2.5.4.18", "POBox"),
            Map.entry("2.5.4.20", "Phone"),
            Map.entry("2.5.4.24", "X21Address"),
            Map.entry("2.5.4.42", "G"),
            Map.entry("2.5.4.43", "I"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("1.2.840.113549.1.9.1", "E"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"));

    private final List<List<NameText.Attribute>> parts;

    /** @param parts the relative names in the order of the certificate, the least specific first */
    private DistinguishedName(List<List<NameText.Attribute>> parts) {
        this.parts = parts;
    }

    /** Returns a name that a certificate has. */
    public static DistinguishedName of(X500Principal name) {
        try {
            var parts = new ArrayList<List<NameText.Attribute>>();
            for (Ber relative : Ber.read(name.getEncoded()).children()) {
                var attributes = new ArrayList<NameText.Attribute>();
                for (Ber attribute : relative.children()) {
                    attributes.add(
                            new NameText.Attribute(attribute.child(0).objectIdentifier(), text(attribute.child(1))));
                }
                parts.add(List.copyOf(attributes));
            }
            return new DistinguishedName(List.copyOf(parts));
        } catch (IOException impossible) {
            throw new IllegalStateException("A parsed name has an encoding", impossible);
        }
    }

    static DistinguishedName ofSubject(X509Certificate certificate) {
        return of(certificate.getSubjectX500Principal());
    }

    static DistinguishedName ofIssuer(X509Certificate certificate) {
        return of(certificate.getIssuerX500Principal());
    }

    /** Returns the text of an attribute's value; its digits after a number sign if it is no string. */
    static String text(Ber value) {
        return switch (value.tag()) {
            case UTF8_STRING -> new String(value.content(), StandardCharsets.UTF_8);
            case BMP_STRING -> new String(value.content(), StandardCharsets.UTF_16BE);
            case UNIVERSAL_STRING -> new String(value.content(), Charset.forName("UTF-32BE"));
            case NUMERIC_STRING, PRINTABLE_STRING, T61_STRING, IA5_STRING, VISIBLE_STRING ->
                new String(value.content(), StandardCharsets.ISO_8859_1);
            default -> "#" + HexFormat.of().formatHex(value.encoded());
        };
    }

    /** Returns whether the text of the attribute values, without their types, contains a text (Windows: {@code CERT_SIMPLE_NAME_STR}). */
    boolean hasText(String text) {
        String values = parts.stream()
                .flatMap(List::stream)
                .map(NameText.Attribute::value)
                .collect(Collectors.joining(", "));
        return folded(values).contains(folded(text));
    }

    /** Returns whether a text spells out a name, the most specific attribute first, as Windows or RFC 2253 write it. */
    public static boolean isReadable(String text) {
        return !NameText.read(text, NameText.Backslash.IS_LETTER).isEmpty()
                || !NameText.read(text, NameText.Backslash.ESCAPES).isEmpty();
    }

    /** Returns whether a text with a backslash spells out one name as Windows writes it, and another one as RFC 2253 does. */
    public static boolean isAmbiguous(String text) {
        var ofWindows = NameText.read(text, NameText.Backslash.IS_LETTER);
        var ofRfc = NameText.read(text, NameText.Backslash.ESCAPES);
        return !ofWindows.isEmpty() && !ofRfc.isEmpty() && !ofWindows.equals(ofRfc);
    }

    /**
     * Returns whether this is the name that a text spells out, the most specific attribute first, as Windows or RFC 2253 write it. Upper and lower case are equal,
     * as in the comparison of .NET.
     */
    public boolean is(String name) {
        // A backslash is a letter for Windows, and an escape for the RFC.
        return is(NameText.read(name, NameText.Backslash.IS_LETTER))
                || (name.indexOf('\\') >= 0 && is(NameText.read(name, NameText.Backslash.ESCAPES)));
    }

    private boolean is(List<List<NameText.Attribute>> mostSpecificFirst) {
        var other = new ArrayList<>(mostSpecificFirst);
        Collections.reverse(other);
        return !other.isEmpty() && comparable(parts).equals(comparable(other));
    }

    /** The attributes of one relative name have no order. */
    private static List<List<String>> comparable(List<List<NameText.Attribute>> parts) {
        return parts.stream()
                .map(attributes -> attributes.stream()
                        .map(attribute -> attribute.type() + "="
                                + folded(attribute.value().strip()))
                        .sorted()
                        .toList())
                .toList();
    }

    /** Returns the name as Windows shows it ({@code X509Certificate2.SubjectName.Name}); empty for an empty name. */
    @Override
    public String toString() {
        var written = new ArrayList<String>();
        for (List<NameText.Attribute> attributes : parts) {
            written.add(0, attributes.stream().map(DistinguishedName::written).collect(Collectors.joining(" + ")));
        }
        return String.join(", ", written);
    }

    private static String written(NameText.Attribute attribute) {
        String type = KEYWORDS.getOrDefault(attribute.type(), "OID." + attribute.type());
        String value = attribute.value();
        return type + "=" + (needsQuotes(value) ? "\"" + value.replace("\"", "\"\"") + "\"" : value);
    }

    private static boolean needsQuotes(String value) {
        return value.isEmpty()
                || !value.strip().equals(value)
                || value.chars().anyMatch(letter -> MUST_BE_QUOTED.indexOf(letter) >= 0);
    }

    /** Removes differences of case, as the ordinal comparison of .NET does: a letter outside ASCII never equals an ASCII letter. */
    private static String folded(String text) {
        return text.codePoints()
                .map(DistinguishedName::folded)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int folded(int letter) {
        int folded = Character.toLowerCase(Character.toUpperCase(letter));
        return letter > LAST_OF_ASCII && folded <= LAST_OF_ASCII ? letter : folded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinguishedName name && comparable(parts).equals(comparable(name.parts));
    }

    @Override
    public int hashCode() {
        return comparable(parts).hashCode();
    }
}
