// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages of an attacker: parts that are missing, doubled, not included, huge, of another kind, or the root itself. */
class HostilePackagesTest {
    private static final String XOP = "xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"";
    private static final String VALUE = base64(1_000);
    private static final Pattern CONTENT = Pattern.compile("<(v)>([^<]+)<");
    private static final String DOCUMENT = "<e><v>" + VALUE + "</v><v>" + base64(900) + "</v><w>text</w></e>";
    private static final String ROOT_ID = "<http://tempuri.org/0>";
    private static final int LARGE = 16 << 20;

    private final WireFormat format = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());

    private static MtomDraft draft() {
        return MtomDraft.inline(DOCUMENT.getBytes(UTF_8)).include(CONTENT);
    }

    private static String base64(int bytes) {
        byte[] octets = new byte[bytes];
        new Random(bytes).nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    private String whole(MtomDraft draft) throws Undecodable {
        return new String(
                format.envelope(
                        draft.octets(), format.accept(draft.contentType()).orElseThrow()),
                UTF_8);
    }

    private Undecodable refusal(MtomDraft draft) {
        Undecodable refused = catchThrowableOfType(Undecodable.class, () -> whole(draft));
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused;
    }

    @Test
    void givesTheDocumentBack() throws Undecodable {
        assertThat(whole(draft())).isEqualTo(DOCUMENT);
    }

    static Stream<Arguments> wrongParts() {
        return Stream.of(
                hostile("missing", draft -> draft.parts.remove(1)),
                hostile(
                        "all missing",
                        draft -> draft.parts.subList(1, draft.parts.size()).clear()),
                hostile("doubled", draft -> draft.parts.add(draft.parts.get(1))),
                hostile("doubled with other content", draft -> {
                    var twin = draft.new Part(new byte[1_000]);
                    twin.headers.putAll(draft.parts.get(1).headers);
                    draft.parts.add(1, twin);
                }),
                hostile("not included, and doubled", draft -> {
                    for (int i = 0; i < 2; i++) {
                        var unused = draft.new Part(new byte[0]);
                        unused.headers.put("Content-ID", "<urn:unused>");
                        draft.parts.add(unused);
                    }
                }),
                hostile("with the root's id", draft -> draft.header(1, "Content-ID", ROOT_ID)),
                hostile(
                        "with the root's id, and included by it",
                        draft -> draft.header(1, "Content-ID", ROOT_ID).root(MtomDraft.FIRST, "http://tempuri.org/0")),
                hostile("the root itself, included", draft -> draft.root(MtomDraft.FIRST, "http://tempuri.org/0")),
                hostile("included twice", draft -> draft.root("http://tempuri.org/2/", "http://tempuri.org/1/")),
                hostile("encoded", draft -> draft.headers("Content-Transfer-Encoding", "quoted-printable")),
                hostile("encoded twice", draft -> draft.headers("Content-Transfer-Encoding", "binary, base64")),
                hostile("without an id", draft -> draft.headers("Content-ID", "")),
                hostile(
                        "with an id in other letters",
                        draft -> draft.headers("Content-ID", "<HTTP://TEMPURI.ORG/1/6393146688>")),
                hostile("that does not end", draft -> draft.close = ""),
                hostile("beside an element", draft -> draft.root("<xop:Include", "<x/><xop:Include")),
                hostile("before an element", draft -> draft.root("/include\"/>", "/include\"/><x/>")),
                hostile("beside a comment", draft -> draft.root("<xop:Include", "<!-- --><xop:Include")),
                hostile("beside CDATA", draft -> draft.root("/include\"/>", "/include\"/><![CDATA[AAAA]]>")),
                hostile("with content", draft -> draft.root("/include\"/>", "/include\">AAAA</xop:Include>")),
                hostile("with elements", draft -> draft.root("/include\"/>", "/include\"><x/></xop:Include>")),
                hostile("of another scheme", draft -> draft.root("cid:", "mid:")),
                hostile("of a file", draft -> draft.root("cid:http", "file:///etc/passwd?")),
                hostile("of an address", draft -> draft.root("cid:", "")),
                hostile("of a damaged address", draft -> draft.root("cid:http", "cid:%ZZ")),
                hostile("without an address", draft -> draft.root("href=", "other=")));
    }

    private static Arguments hostile(String what, Consumer<MtomDraft> change) {
        return Arguments.of(what, change);
    }

    /** The envelope can be read for its id, so a service answers with a fault, as WCF. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongParts")
    void refusesPartsThatAre(String what, Consumer<MtomDraft> change) {
        Undecodable refused = refusal(draft().with(change));

        assertThat(refused.reason().fault()).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
        assertThat(refused.root()).isNotEmpty();
    }

    static Stream<Arguments> wrongRoots() {
        return Stream.of(
                hostile("missing", draft -> draft.parts.clear()),
                hostile(
                        "of another type",
                        draft -> draft.header(
                                0, "Content-Type", "text/xml;charset=utf-8;type=\"application/soap+xml\"")),
                hostile(
                        "of SOAP 1.1",
                        draft -> draft.header(0, "Content-Type", "application/xop+xml;charset=utf-8;type=\"text/xml\"")
                                .parameter("start-info", "text/xml")),
                hostile("in UTF-16 that says UTF-8", draft -> draft.with(each -> each.root("<e>", "<\0e\0>\0"))),
                hostile("encoded in base64", draft -> draft.header(0, "Content-Transfer-Encoding", "base64")),
                hostile("with two types", draft -> draft.parts.get(0).headers.put("content-type", "text/xml")),
                hostile("with two ids", draft -> draft.parts.get(0).headers.put("content-id", "<x>")),
                hostile(
                        "with a header that is none",
                        draft -> draft.parts.get(0).headers.put("no header\r\n", "x")),
                hostile("with a bare CR in its headers", draft -> draft.header(0, "X", "a\rb")),
                hostile("with a bare LF in its headers", draft -> draft.header(0, "X", "a\nContent-ID: <x>")),
                hostile(
                        "behind a damaged part",
                        draft -> draft.with(each -> {
                            var damaged = each.new Part(new byte[0]);
                            damaged.headers.put("damaged\r\n", "");
                            each.parts.add(0, damaged);
                        })),
                hostile(
                        "with a document type",
                        draft -> draft.root("<e>", "<!DOCTYPE e [<!ENTITY x 'y'>]><e " + XOP + ">")),
                hostile("that breaks off in a tag", draft -> draft.root("</e>", "<e " + XOP)),
                hostile("without a boundary", draft -> draft.parameters.put("boundary", "")),
                hostile("with a long boundary", draft -> draft.parameter("boundary", "b".repeat(71))),
                hostile("with something after a boundary", draft -> draft.lineEnd = " x\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongRoots")
    void refusesARootThatIs(String what, Consumer<MtomDraft> change) {
        Undecodable refused = refusal(draft().with(change));

        assertThat(refused.reason().fault()).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
        assertThat(refused.root()).isEmpty();
    }

    /** Nothing but an element of this name in this namespace is an include; everything else is what the engine reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<v><!-- <xop:Include " + XOP + " href='cid:x'/> --></v>",
                "<v><![CDATA[<xop:Include " + XOP + " href='cid:x'/>]]></v>",
                "<v a=\"&lt;xop:Include " + "href='cid:x'/>\" " + XOP + "/>",
                "<v " + XOP + "><xop:Includes href='cid:x'/></v>",
                "<v " + XOP + "><xop:xInclude href='cid:x'/></v>",
                "<v " + XOP + "><Include href='cid:x'/></v>",
                "<v " + XOP + "><x xmlns:xop='urn:other'><xop:Include href='cid:x'/></x></v>",
                "<v><x " + XOP + "/><xop:Include xmlns:xop='urn:other' href='cid:x'/></v>",
                "<v xmlns='http://www.w3.org/2004/08/xop/include'><x xmlns=''><Include href='cid:x'/></x></v>",
                "<v xmlnsx='http://www.w3.org/2004/08/xop/include'><x:Include xmlns:x='urn:x' href='cid:x'/></v>",
            })
    void leavesWhatIsNoInclude(String document) throws Undecodable {
        String envelope = "<e>" + document + "</e>";

        assertThat(whole(MtomDraft.inline(envelope.getBytes(UTF_8)))).isEqualTo(envelope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<v><Include xmlns='http://www.w3.org/2004/08/xop/include' href='cid:%s'/></v>",
                "<v " + XOP + "><xop:Include href='cid:%s' ></xop:Include ></v>",
                "<x " + XOP + "><v> <xop:Include other='>' href=\"cid:%s\"/>\n</v></x>",
                "<x xmlns:xop='urn:other'><y " + XOP + "><v><xop:Include href='cid:%s'/></v></y></x>",
                "<v xmlns='http://www.w3.org/2004/08/xop/include'><Include href='cid:%s'/></v>",
            })
    void findsAnIncludeHoweverItIsWritten(String document) throws Undecodable {
        MtomDraft draft = draft();
        String include = draft.root().replaceFirst("(?s).*?(<v>.*?</v>).*", "$1");
        draft.root(include, document.formatted(MtomDraft.FIRST));

        assertThat(whole(draft)).contains(VALUE).doesNotContain("Include");
    }

    /** No engine sees the tags of an include, so what is in them is judged where they are removed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xop:Include href='cid:%s' href='cid:other'/>",
                "<xop:Include href='cid:other' href='cid:%s'/>",
                "<xop:Include a='1' a='2' href='cid:%s'/>",
                "<xop:Include a='<' href='cid:%s'/>",
                "<xop:Include a='&undefined;' href='cid:%s'/>",
                "<xop:Include a='\u0001' href='cid:%s'/>",
                "<xop:Include q:a='' href='cid:%s'/>",
                "<xop:Include xmlns:q='urn:1' xmlns:q='urn:2' href='cid:%s'/>",
                "<xop:Include 1a='' href='cid:%s'/>",
                "<xop:Include href='cid:%s'/ >",
                "<xop:Include href='cid:%s'></nothing like it>",
                "<xop:Include href='cid:%s'></xop:Includes>",
                "<xop:Include href='cid:%s'></Include>",
                "<xop:Include href='cid:%s'></ xop:Include>",
            })
    void refusesAnIncludeWhoseTagsAreNotWellFormed(String include) {
        MtomDraft draft = draft();
        String original = draft.root().replaceFirst("(?s).*?<v>(.*?)</v>.*", "$1");
        draft.root(original, include.formatted(MtomDraft.FIRST)).root("<e>", "<e " + XOP + ">");

        assertThat(refusal(draft).reason().fault()).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    // Bounds

    @Test
    void boundsTheNumberOfParts() throws Undecodable {
        Consumer<MtomDraft> more = draft -> draft.parts.add(draft.new Part(new byte[0]));
        MtomDraft draft = draft();
        while (draft.parts.size() < MimeParts.MOST_PARTS) {
            more.accept(draft);
        }
        assertThat(whole(draft)).isEqualTo(DOCUMENT);

        more.accept(draft);
        assertThat(refusal(draft).reason().fault()).isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
    }

    @Test
    void boundsTheHeadersOfAPart() throws Undecodable {
        int others = 200;
        assertThat(whole(draft().header(1, "X", "x".repeat(MimePart.MOST_HEADER_BYTES - others))))
                .isEqualTo(DOCUMENT);

        assertThat(refusal(draft().header(1, "X", "x".repeat(MimePart.MOST_HEADER_BYTES)))
                        .reason()
                        .fault())
                .isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    @Test
    void boundsDepthAndAttributesBeforeAnEngineDoes() {
        String deep = "<d>".repeat(40) + "</d>".repeat(40);
        String wide = IntStream.range(0, 100).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());

        assertThat(refusal(draft().root("<w>", deep + "<w>")).reason().fault())
                .isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
        assertThat(refusal(draft().root("<w>", "<w" + wide + ">")).reason().fault())
                .isEqualTo(SecurityFault.MESSAGE_TOO_LARGE);
    }

    /** The document is no larger than four thirds of the body, since a part is included once. */
    @Test
    void growsByAThirdAtMost() throws Undecodable {
        MtomDraft draft = draft();
        draft.parts.get(1).content = new byte[1 << 20];

        assertThat(whole(draft).length()).isLessThan(draft.octets().length * 4 / 3 + 8);
    }

    static Stream<Arguments> costlyBodies() {
        return Stream.of(
                Arguments.of("line ends and hyphens", "\r\n--"),
                Arguments.of("almost the boundary", "\r\n--uuid:11111111-2222-3333-4444-555555555555+id="),
                Arguments.of("almost the end of the headers", "\r\n\r"),
                Arguments.of("one long part", "x"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("costlyBodies")
    void takesTimeThatGrowsWithTheSizeOfTheBody(String what, String piece) {
        MtomDraft draft = draft();
        draft.parts.get(1).content = piece.repeat(LARGE / piece.length()).getBytes(UTF_8);
        byte[] body = draft.octets();

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> format.envelope(body, format.accept(draft.contentType()).orElseThrow()));
    }

    @Test
    void takesTimeThatGrowsWithTheNumberOfIncludes() {
        String tag = "<v><xop:Include href=\"cid:x\" " + XOP + "/></v>";
        String many = "<e"
                + IntStream.range(0, 60)
                        .mapToObj(i -> " xmlns:p" + i + "='urn:" + i + "'")
                        .collect(Collectors.joining())
                + ">" + tag.repeat(100_000) + "</e>";

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> refusal(MtomDraft.inline(many.getBytes(UTF_8))));
    }

    /** A prefix that no element declares must not be looked for among all that others declare. */
    @ParameterizedTest
    @ValueSource(strings = {"", "</a></a></a>"})
    void takesTimeThatGrowsWithTheNumberOfLookUps(String before) {
        var open = new StringBuilder("<!-- " + XOP + " --><e>" + before);
        for (int level = 0; level < 30; level++) {
            open.append("<e");
            for (int i = 0; i < 64; i++) {
                open.append(" xmlns:p").append(level).append('x').append(i).append("=''");
            }
            open.append('>');
        }
        String many = open + "<Include/>".repeat(400_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> catchThrowableOfType(Undecodable.class, () -> whole(MtomDraft.inline(many.getBytes(UTF_8)))));
    }

    @Test
    void refusesMoreEndTagsThanStartTags() {
        assertThat(refusal(draft().root("</e>", "</e></e><e " + XOP + "/>"))
                        .reason()
                        .fault())
                .isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
    }

    // The root in UTF-16

    @Test
    void readsARootInUtf16OnlyWhereItSaysSo() throws Undecodable {
        var utf16 = new WireFormat(WsHttpBinding.builder()
                .messageEncoding(WsMessageEncoding.MTOM)
                .textEncoding(TextEncoding.UTF_16)
                .build());
        WireFormat.Body body = utf16.body(DOCUMENT.getBytes(UTF_8));
        String wire = new String(body.octets(), ISO_8859_1);

        assertThat(format.envelope(
                        body.octets(), format.accept(body.contentType()).orElseThrow()))
                .isEqualTo(DOCUMENT.getBytes(UTF_8));
        for (String other : new String[] {"utf-8", "utf-16BE", "utf-7", "iso-8859-1"}) {
            byte[] changed =
                    wire.replace("charset=utf-16LE", "charset=" + other).getBytes(ISO_8859_1);
            Undecodable refused = catchThrowableOfType(
                    Undecodable.class,
                    () -> format.envelope(
                            changed, format.accept(body.contentType()).orElseThrow()));
            assertThat(refused).as(other).isNotNull();
            assertThat(refused.root()).isEmpty();
        }
    }

    // What this side packs

    @Test
    void packsNoMorePartsThanItReads() throws Undecodable {
        String document = "<e>" + ("<v>" + base64(768) + "</v>").repeat(1_100) + "</e>";

        WireFormat.Body body = format.body(document.getBytes(UTF_8));

        assertThat(new String(
                        format.envelope(
                                body.octets(), format.accept(body.contentType()).orElseThrow()),
                        UTF_8))
                .isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 766, 767, 768, 769, 770, 5_000})
    void packsOctetsOf768BytesAndMore(int bytes) throws Undecodable {
        String document = "<e><v>" + base64(bytes) + "</v></e>";

        WireFormat.Body body = format.body(document.getBytes(UTF_8));

        assertThat(new String(body.octets(), UTF_8).contains("xop:Include")).isEqualTo(bytes >= 768);
        assertThat(new String(
                        format.envelope(
                                body.octets(), format.accept(body.contentType()).orElseThrow()),
                        UTF_8))
                .isEqualTo(document);
    }

    /** These texts are not what octets become, so a receiver would get others back. */
    static Stream<String> otherTexts() {
        String value = base64(1_000);
        char last = value.charAt(value.length() - 3);
        String tail = value.substring(value.length() - 2);
        return Stream.of(
                value + "\n",
                " " + value,
                value.substring(0, 76) + "\n" + value.substring(76),
                value + "A",
                value + "====",
                value.replace('/', '_').replace('+', '-') + "____",
                value.substring(0, value.length() - 3) + (char) (last + 1) + tail,
                value.substring(0, 500) + "=" + value.substring(501),
                value.substring(0, 500) + "\u00E9" + value.substring(502),
                value.substring(0, 500) + "&amp;" + value.substring(505),
                value + "<!-- -->",
                "<![CDATA[" + value + "]]>",
                value + "<x></x>",
                "=".repeat(2_000));
    }

    @ParameterizedTest
    @MethodSource("otherTexts")
    void packsNothingElse(String text) throws Undecodable {
        String document = "<e><v>" + text + "</v></e>";

        WireFormat.Body body = format.body(document.getBytes(UTF_8));

        assertThat(new String(body.octets(), UTF_8)).doesNotContain("xop:Include");
        assertThat(format.envelope(
                        body.octets(), format.accept(body.contentType()).orElseThrow()))
                .isEqualTo(document.getBytes(UTF_8));
        assertThat(Arrays.equals(body.octets(), document.getBytes(UTF_8))).isFalse();
    }

    @Test
    void numbersItsMessages() {
        String one = format.body("<a/>".getBytes(UTF_8)).contentType();
        String two = format.body("<a/>".getBytes(UTF_8)).contentType();

        assertThat(one).contains("+id=1\"");
        assertThat(two).isEqualTo(one.replace("+id=1\"", "+id=2\""));
    }
}
