// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import dev.wshttp.explain.internal.xml.Scanner;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of an HTTP message with MTOM, as it was saved, with or without the headers of HTTP or MIME before it (RFC 2046, section 5.1.1, and XML-binary
 * Optimized Packaging, section 3.2). Its boundary is taken from its first line with two dashes, so that the headers may be missing.
 */
final class MtomPackage {
    private static final String XOP = "http://www.w3.org/2004/08/xop/include";
    private static final int MOST_PARTS = 1_000;
    private static final Pattern FIRST = Pattern.compile("(?md)^(--[^\\s][^\\r\\n]{0,69}?)[ \\t]*(\\r?\\n)");
    private static final Pattern HEADER = Pattern.compile("(?md)^([\\w-]++):(.*)$");
    private static final Set<String> WITHOUT_CODING = Set.of("", "7bit", "8bit", "binary");

    private final List<Part> parts = new ArrayList<>();

    private record Part(Map<String, String> headers, String octets) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean isRoot() {
            return header("content-type").toLowerCase(Locale.ROOT).startsWith("application/xop+xml");
        }
    }

    private MtomPackage(String text) {
        Matcher first = FIRST.matcher(text);
        if (!first.find()) {
            throw unreadable("has no boundary", "a line that begins with '--' before each part");
        }
        String end = first.group(2);
        String between = end + first.group(1);
        int start = first.end(1);
        while (!text.startsWith("--", start)) {
            int content = text.indexOf(end, start);
            int next = content < 0 ? -1 : text.indexOf(between, content);
            if (next < 0 || parts.size() == MOST_PARTS) {
                throw unreadable(
                        next < 0 ? "is cut off" : "has more than " + MOST_PARTS + " parts",
                        "its boundary and '--' after the last part");
            }
            parts.add(part(text.substring(Math.min(content + end.length(), next), next), end));
            start = next + between.length();
        }
    }

    private static Part part(String text, String end) {
        var headers = new HashMap<String, String>();
        int blank = text.startsWith(end) ? 0 : text.indexOf(end + end);
        if (blank < 0) {
            throw unreadable("has a part without an empty line after its headers", "one");
        }
        Matcher header = HEADER.matcher(text.substring(0, blank).replaceAll("\\r?\\n[ \\t]", " "));
        while (header.find()) {
            headers.putIfAbsent(
                    header.group(1).toLowerCase(Locale.ROOT), header.group(2).strip());
        }
        int content = text.startsWith(end) ? end.length() : blank + 2 * end.length();
        return new Part(headers, text.substring(content));
    }

    /** Returns whether octets look like a package. An envelope begins with a tag, a declaration or the mark of its encoding. */
    static boolean isOne(byte[] octets) {
        int at = 0;
        while (at < octets.length && (octets[at] == '\r' || octets[at] == '\n')) {
            at++;
        }
        boolean dashes = at + 1 < octets.length && octets[at] == '-' && octets[at + 1] == '-';
        boolean letter = at < octets.length && Character.isLetter(octets[at]) && octets[at] > 0;
        return dashes
                || (letter
                        && at + 1 < octets.length
                        && octets[at + 1] != 0
                        && FIRST.matcher(new String(octets, ISO_8859_1)).find());
    }

    /**
     * Returns the envelope in UTF-8, with base64 in place of each include: what was signed.
     *
     * @param largest how many octets it may have
     * @throws dev.wshttp.security.MessageSecurityException with {@code MESSAGE_UNREADABLE}
     */
    static byte[] envelope(byte[] octets, int largest) {
        return new MtomPackage(new String(octets, ISO_8859_1)).whole(largest);
    }

    private byte[] whole(int largest) {
        Part root = parts.stream()
                .filter(Part::isRoot)
                .findFirst()
                .orElseThrow(() -> unreadable("has no root", "a part of the type application/xop+xml"));
        byte[] text = Recorded.utf8(root.octets.getBytes(ISO_8859_1));
        var others = new HashMap<String, Part>();
        parts.forEach(each -> others.putIfAbsent(each.header("content-id"), each));
        others.remove(root.header("content-id"));
        List<Element> includes = Scanner.document(text).all(XOP, "Include");
        var seen = new HashSet<String>();
        var whole = new ByteArrayOutputStream(text.length);
        int copied = 0;
        for (Element include : includes) {
            Part part = included(include, others, seen);
            whole.write(text, copied, include.start() - copied);
            requireAtMost(largest, whole.size() + 4L * part.octets.length() / 3);
            whole.writeBytes(Base64.getEncoder().encode(part.octets.getBytes(ISO_8859_1)));
            copied = include.end();
        }
        whole.write(text, copied, text.length - copied);
        requireAtMost(largest, whole.size());
        return whole.toByteArray();
    }

    private static Part included(Element include, Map<String, Part> others, Set<String> seen) {
        String id = id(include.attribute("href"));
        Part part = Optional.ofNullable(others.get(id))
                .orElseThrow(() -> unreadable("includes a part that is not there", "a part with its Content-ID"));
        if (!WITHOUT_CODING.contains(part.header("content-transfer-encoding").toLowerCase(Locale.ROOT))) {
            throw unreadable("has a part that is encoded once more", "Content-Transfer-Encoding: binary");
        }
        boolean alone = include.parent().stream()
                .flatMap(parent -> parent.children().stream())
                .allMatch(each -> each == include
                        || (each instanceof Node.Text beside
                                && beside.characters().isBlank()));
        if (!alone || !include.elements().isEmpty() || !seen.add(id)) {
            throw unreadable(
                    "has an Include that is not alone, or a part that is included twice",
                    "each part once, in an element of its own");
        }
        return part;
    }

    private static String id(String href) {
        try {
            return href.startsWith("cid:")
                    ? "<" + URLDecoder.decode(href.substring(4).replace("+", "%2B"), UTF_8) + ">"
                    : "";
        } catch (IllegalArgumentException malformed) {
            throw unreadable("has an Include whose href is no address", "'cid:' and the Content-ID of a part");
        }
    }

    private static void requireAtMost(int largest, long octets) {
        if (octets > largest) {
            throw unreadable("has more than " + largest + " octets", "a smaller one");
        }
    }

    private static RuntimeException unreadable(String found, String expected) {
        return Recorded.unreadable("The MIME package of MTOM " + found + " (expected " + expected
                + "). Save the body of the HTTP message octet by octet");
    }
}
