// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as MTOM, any piece of which a test may write in another way. */
public final class MtomDraft {
    /** How WCF names the first part besides the root. */
    public static final String FIRST = "http://tempuri.org/1/6393146688";

    private static final Pattern LONG_VALUE =
            Pattern.compile("<((?:e|xenc|o):(?:CipherValue|BinarySecurityToken)[^>]*)>([^<]{1024,})<");

    public final List<Part> parts = new ArrayList<>();
    public final Map<String, String> parameters = new LinkedHashMap<>();
    public String mediaType = "multipart/related";
    public String before = "\r\n";
    public String after = "";
    public String lineEnd = "\r\n";
    public String close = "--";
    private String root;

    private MtomDraft(String root) {
        this.root = root;
        parameters.put("type", "application/xop+xml");
        parameters.put("start", "<http://tempuri.org/0>");
        parameters.put("boundary", "uuid:11111111-2222-3333-4444-555555555555+id=1");
        parameters.put("start-info", "application/soap+xml");
        var first = new Part(new byte[0]);
        first.headers.put("Content-ID", "<http://tempuri.org/0>");
        first.headers.put("Content-Transfer-Encoding", "8bit");
        first.headers.put("Content-Type", "application/xop+xml;charset=utf-8;type=\"application/soap+xml\"");
        parts.add(first);
    }

    /** A package with the document as its root, and no other part. */
    public static MtomDraft inline(byte[] envelope) {
        return new MtomDraft(new String(envelope, UTF_8));
    }

    /** A package as WCF makes it. */
    public static MtomDraft of(byte[] envelope) {
        return inline(envelope).include(LONG_VALUE);
    }

    /** Makes a part of the content of each element that a pattern finds: its start tag, and its base64. */
    public MtomDraft include(Pattern values) {
        Matcher value = values.matcher(root);
        var changed = new StringBuilder();
        while (value.find()) {
            String id = "http://tempuri.org/" + parts.size() + "/6393146688";
            var part = new Part(Base64.getDecoder().decode(value.group(2)));
            part.headers.put("Content-ID", "<" + id + ">");
            part.headers.put("Content-Transfer-Encoding", "binary");
            part.headers.put("Content-Type", "application/octet-stream");
            parts.add(part);
            value.appendReplacement(
                    changed,
                    Matcher.quoteReplacement("<" + value.group(1) + "><xop:Include href=\"cid:" + id
                            + "\" xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/><"));
        }
        value.appendTail(changed);
        root = changed.toString();
        return this;
    }

    /** Changes the document once. */
    public MtomDraft root(String found, String other) {
        if (!root.contains(found)) {
            throw new IllegalArgumentException("the root has no " + found);
        }
        root = root.replaceFirst(Pattern.quote(found), Matcher.quoteReplacement(other));
        return this;
    }

    /** Returns the document. */
    public String root() {
        return root;
    }

    /** Changes something. */
    public MtomDraft with(Consumer<MtomDraft> change) {
        change.accept(this);
        return this;
    }

    /** Sets a header of a part, or removes it. */
    public MtomDraft header(int part, String name, String value) {
        if (value.isEmpty()) {
            parts.get(part).headers.remove(name);
        } else {
            parts.get(part).headers.put(name, value);
        }
        return this;
    }

    /** Sets a header of all parts but the root. */
    public MtomDraft headers(String name, String value) {
        for (int i = 1; i < parts.size(); i++) {
            header(i, name, value);
        }
        return this;
    }

    /** Sets a parameter of the media type, or removes it. */
    public MtomDraft parameter(String name, String value) {
        if (value.isEmpty()) {
            parameters.remove(name);
        } else {
            parameters.put(name, value);
        }
        return this;
    }

    /** Returns the media type. */
    public String contentType() {
        var type = new StringBuilder(mediaType);
        parameters.forEach((name, value) -> type.append("; ")
                .append(name)
                .append("=\"")
                .append(value.replace("\"", "\\\""))
                .append('"'));
        return type.toString();
    }

    /** Returns the body. */
    public byte[] octets() {
        parts.stream().filter(part -> part.isRoot).forEach(part -> part.content = root.getBytes(UTF_8));
        var octets = new ByteArrayOutputStream();
        write(octets, before);
        String boundary = "--" + parameters.get("boundary");
        for (Part part : parts) {
            write(octets, boundary + lineEnd);
            part.headers.forEach((name, value) -> write(octets, name + ": " + value + lineEnd));
            write(octets, lineEnd);
            octets.writeBytes(part.content);
            write(octets, "\r\n");
        }
        if (!close.isEmpty()) {
            write(octets, boundary + close + "\r\n" + after);
        }
        return octets.toByteArray();
    }

    private static void write(ByteArrayOutputStream to, String text) {
        to.writeBytes(text.getBytes(ISO_8859_1));
    }

    /** A part. */
    public final class Part {
        public final Map<String, String> headers = new LinkedHashMap<>();
        public byte[] content;
        private final boolean isRoot = parts.isEmpty();

        public Part(byte[] content) {
            this.content = content;
        }
    }
}
