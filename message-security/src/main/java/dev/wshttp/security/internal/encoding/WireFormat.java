// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.WsMessageEncoding;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the bodies of HTTP messages of a binding, as WCF does. It reads text in UTF-8 and UTF-16 whatever it writes, and MTOM if the binding has it.
 * Safe for use by several threads.
 */
public final class WireFormat {
    private static final String ROOT_ID = "http://tempuri.org/0";
    private static final String PART_ID = "http://tempuri.org/";
    private static final String UTF_8_TEXT = MediaType.SOAP_12 + "; charset=" + CharacterEncoding.UTF_8.label();
    // The difference between the first year of .NET and that of Java, in ticks of 100 nanoseconds.
    private static final long TICKS_BEFORE_1970 = 621_355_968_000_000_000L;
    private static final long TICKS_PER_MILLISECOND = 10_000;

    private static final Accepted UTF_8_ACCEPTED =
            new Accepted(Optional.empty(), new Charset(Optional.of(CharacterEncoding.UTF_8)), "");
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", new Charset(Optional.of(CharacterEncoding.UTF_8)),
            "utf-16", new Charset(Optional.empty()),
            "utf-16le", new Charset(Optional.of(CharacterEncoding.UTF_16LE)),
            "utf-16be", new Charset(Optional.of(CharacterEncoding.UTF_16BE)));

    private final WsMessageEncoding encoding;
    private final CharacterEncoding written;
    private final ReaderQuotas quotas;
    private final String textType;
    private final String boundaryStart = "uuid:" + UUID.randomUUID() + "+id=";
    private final AtomicLong messages = new AtomicLong();

    public WireFormat(WsHttpBinding binding) {
        this.encoding = binding.messageEncoding();
        this.quotas = binding.readerQuotas();
        this.written = switch (binding.textEncoding()) {
            case UTF_8 -> CharacterEncoding.UTF_8;
            case UTF_16 -> CharacterEncoding.UTF_16LE;
            case UNICODE_FFFE -> CharacterEncoding.UTF_16BE;
        };
        this.textType = MediaType.SOAP_12 + "; charset=" + written.label();
    }

    /** The charset that a media type names; it has no encoding if the first octets tell it. */
    private record Charset(Optional<CharacterEncoding> encoding) {}

    /**
     * A media type of which messages are read.
     *
     * @param multipart what it says of the parts; empty for text
     * @param charset of text
     * @param action empty if it names none
     */
    public record Accepted(Optional<Multipart> multipart, Charset charset, String action) {}

    /**
     * What a media type says of a multipart (RFC 2387, section 3).
     *
     * @param boundary empty if there is none
     * @param type of the root
     * @param start the Content-ID of the root with its angle brackets; empty if there is none
     * @param startInfo the type of the message in the root; empty if there is none
     */
    public record Multipart(String boundary, String type, String start, String startInfo) {}

    /**
     * A body of HTTP.
     *
     * @param contentType its media type
     */
    public record Body(String contentType, byte[] octets) {}

    /** Returns what is read, for an error. */
    public String expected() {
        String text = "'" + MediaType.SOAP_12 + "' in UTF-8 or UTF-16";
        return encoding == WsMessageEncoding.MTOM
                ? text + ", or '" + MediaType.MULTIPART + "' of '" + MediaType.XOP + "'"
                : text;
    }

    /** Returns the media type that all messages of this side have; empty if each has another boundary. */
    public Optional<String> contentType() {
        return encoding == WsMessageEncoding.MTOM ? Optional.empty() : Optional.of(textType);
    }

    /** Returns how to read a body of this media type; empty if it is not read. */
    public Optional<Accepted> accept(@Nullable String contentType) {
        if (UTF_8_TEXT.equals(contentType)) {
            return Optional.of(UTF_8_ACCEPTED);
        }
        return MediaType.parse(contentType).flatMap(this::accept);
    }

    /** Returns whether a media type means to be one that is read, and is damaged. Interop: WCF tells the two apart. */
    public boolean isDamaged(@Nullable String contentType) {
        return encoding == WsMessageEncoding.MTOM
                && contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART)
                && MediaType.parse(contentType).isEmpty();
    }

    private Optional<Accepted> accept(MediaType type) {
        if (type.is(MediaType.SOAP_12)) {
            String charset = type.parameter("charset").orElse("utf-16").toLowerCase(Locale.ROOT);
            return Optional.ofNullable(CHARSETS.get(charset))
                    .map(known -> new Accepted(
                            Optional.empty(), known, type.parameter("action").orElse("")));
        }
        if (encoding != WsMessageEncoding.MTOM || !type.is(MediaType.MULTIPART)) {
            return Optional.empty();
        }
        String startInfo = type.parameter("start-info").orElse("");
        String action = MediaType.parse(startInfo)
                .flatMap(inner -> inner.parameter("action"))
                .or(() -> type.parameter("action"))
                .orElse("");
        var multipart = new Multipart(
                type.parameter("boundary").orElse(""),
                type.parameter("type").orElse(""),
                type.parameter("start").map(WireFormat::bracketed).orElse(""),
                startInfo);
        return Optional.of(new Accepted(Optional.of(multipart), UTF_8_ACCEPTED.charset, action));
    }

    private static String bracketed(String id) {
        return id.startsWith("<") ? id : "<" + id + ">";
    }

    /**
     * Returns the envelope in UTF-8.
     *
     * @throws Undecodable if the body is not what its media type says
     */
    public byte[] envelope(byte[] body, Accepted accepted) throws Undecodable {
        if (accepted.multipart.isPresent()) {
            return envelope(body, accepted.multipart.get());
        }
        var found = CharacterEncoding.of(body, 0, body.length);
        Optional<CharacterEncoding> named = accepted.charset.encoding;
        if (named.isPresent() && named.get() != found) {
            throw differs(named.get(), found);
        }
        return found.toUtf8(body, 0, body.length);
    }

    private static Undecodable differs(CharacterEncoding named, CharacterEncoding found) {
        return Undecodable.malformed(
                "text in '" + found.label() + "' whose media type names '" + named.label() + "'", "the same in both");
    }

    private byte[] envelope(byte[] body, Multipart multipart) throws Undecodable {
        if (!multipart.type.toLowerCase(Locale.ROOT).equals(MediaType.XOP)) {
            throw Undecodable.malformed("a multipart of another type", "type=\"" + MediaType.XOP + "\"");
        }
        List<MimePart> parts = new ArrayList<>(MimeParts.of(body, multipart.boundary));
        MimePart root = parts.remove(rootOf(parts, multipart));
        byte[] document = document(body, root, multipart);
        var others = new HashMap<String, MimePart>();
        for (MimePart part : parts) {
            String id = part.id().orElse("");
            boolean isDouble =
                    !id.isEmpty() && (root.id().filter(id::equals).isPresent() || others.put(id, part) != null);
            if (isDouble || !part.isWhole()) {
                throw Undecodable.incomplete(
                        isDouble ? "two parts with one Content-ID" : "a multipart that does not end",
                        isDouble ? "one" : "the boundary and '--' after its last part",
                        document);
            }
        }
        return new XopInclusion(body, document, others, quotas).whole();
    }

    private static int rootOf(List<MimePart> parts, Multipart multipart) throws Undecodable {
        for (int i = 0; i < parts.size(); i++) {
            boolean isNamed = parts.get(i).id().filter(multipart.start::equals).isPresent();
            if (isNamed || multipart.start.isEmpty()) {
                return i;
            }
        }
        throw Undecodable.malformed("a multipart without its root", "the part that the parameter start names");
    }

    /** Reads the root, which is UTF-8 afterwards. */
    private static byte[] document(byte[] body, MimePart root, Multipart multipart) throws Undecodable {
        MediaType type = root.type()
                .filter(found -> found.is(MediaType.XOP))
                .orElseThrow(
                        () -> Undecodable.malformed("a root of another type", "'Content-Type: " + MediaType.XOP + "'"));
        String inner = type.parameter("type").orElse("");
        boolean isSoap = MediaType.parse(inner)
                .filter(message -> message.is(MediaType.SOAP_12))
                .isPresent();
        if (!isSoap || (!multipart.startInfo.isEmpty() && !isSame(inner, multipart.startInfo))) {
            throw Undecodable.malformed(
                    "a root whose message has another type",
                    "type=\"" + MediaType.SOAP_12 + "\", and the same in start-info");
        }
        String transfer = root.transferEncoding();
        if (!root.isWhole() || !List.of("", "7bit", "8bit", "binary").contains(transfer)) {
            throw Undecodable.malformed("a root that is encoded, or breaks off", "'Content-Transfer-Encoding: 8bit'");
        }
        String charset = type.parameter("charset").orElse("").toLowerCase(Locale.ROOT);
        CharacterEncoding named = Optional.ofNullable(CHARSETS.get(charset))
                .map(known -> known.encoding.orElse(CharacterEncoding.UTF_16LE))
                .orElseThrow(() -> Undecodable.malformed("a root with another charset, or none", "UTF-8 or UTF-16"));
        var found = CharacterEncoding.of(body, root.start(), root.stop());
        if (named != found) {
            throw differs(named, found);
        }
        return found.toUtf8(body, root.start(), root.stop());
    }

    // ASCII only, since both were parsed.
    private static boolean isSame(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    /** Returns the body that carries an envelope. */
    public Body body(byte[] envelope) {
        return encoding == WsMessageEncoding.MTOM ? multipart(envelope) : new Body(textType, written.ofUtf8(envelope));
    }

    private Body multipart(byte[] envelope) {
        String boundary = boundaryStart + messages.incrementAndGet();
        long ticks = TICKS_BEFORE_1970 + TICKS_PER_MILLISECOND * System.currentTimeMillis();
        var divided = new XopPackage(envelope, PART_ID, ticks);
        var body = new ByteArrayOutputStream(envelope.length + 1_024);
        write(
                body,
                "\r\n--" + boundary + "\r\nContent-ID: <" + ROOT_ID + ">\r\nContent-Transfer-Encoding: "
                        + (written == CharacterEncoding.UTF_8 ? "8bit" : "binary") + "\r\nContent-Type: "
                        + MediaType.XOP + ";charset="
                        + written.label() + ";type=\"" + MediaType.SOAP_12 + "\"\r\n\r\n");
        body.writeBytes(written.ofUtf8(divided.root()));
        int number = 0;
        for (byte[] part : divided.parts()) {
            number++;
            write(
                    body,
                    "\r\n--" + boundary + "\r\nContent-ID: <" + divided.id(number)
                            + ">\r\nContent-Transfer-Encoding: binary\r\nContent-Type: application/octet-stream\r\n\r\n");
            body.writeBytes(part);
        }
        write(body, "\r\n--" + boundary + "--\r\n");
        return new Body(
                MediaType.MULTIPART + "; type=\"" + MediaType.XOP + "\";start=\"<" + ROOT_ID + ">\";boundary=\""
                        + boundary + "\";start-info=\"" + MediaType.SOAP_12 + "\"",
                body.toByteArray());
    }

    private static void write(ByteArrayOutputStream to, String ascii) {
        to.writeBytes(ascii.getBytes(US_ASCII));
    }
}
