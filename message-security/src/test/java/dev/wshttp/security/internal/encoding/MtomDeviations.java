// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Each deviation of the recorded table, made anew from a message as WCF packs it. */
public final class MtomDeviations {
    private static final String CTE = "Content-Transfer-Encoding";
    private static final String TYPE = "Content-Type";
    private static final String ID = "Content-ID";
    private static final String XOP = "application/xop+xml;charset=utf-8;type=\"application/soap+xml\"";
    private static final String ACTION = "application/soap+xml; action=\"%s\"";
    private static final Pattern ALL_CIPHERTEXT = Pattern.compile("<((?:e|xenc):CipherValue)>([^<]+)<");
    private static final Pattern ALL_SMALL = Pattern.compile("<((?:c:Nonce|o:KeyIdentifier)[^>]*)>([^<]+)<");
    private static final String HREF = "href=\"cid:" + MtomDraft.FIRST + "\"";
    private static final String NAMESPACE = " xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"";

    /** By the words of the table. */
    public static final Map<String, UnaryOperator<MtomDraft>> ALL = all();

    private static final String TEXT = "application/soap+xml; charset=utf-8";

    private MtomDeviations() {}

    /**
     * Returns the body of HTTP of a line of the recorded table.
     *
     * @param unsecured the same message without security
     * @param action of the message
     */
    public static WireFormat.Body body(String name, byte[] envelope, byte[] unsecured, String action) {
        return switch (name) {
            case "all base64 inline, only the root part" -> body(MtomDraft.inline(envelope));
            case "boundary ----=_Part_0_123.456 without quotes" ->
                unquoted(MtomDraft.of(envelope).parameter("boundary", "----=_Part_0_123.456"));
            case "boundary token without quotes" ->
                unquoted(MtomDraft.of(envelope).parameter("boundary", "simple"));
            case "plain SOAP (application/soap+xml) to the MTOM service" -> new WireFormat.Body(TEXT, envelope);
            case "plain SOAP, unsecured" -> new WireFormat.Body(TEXT, unsecured);
            case "text/xml to the MTOM service" -> new WireFormat.Body("text/xml; charset=utf-8", envelope);
            case "MTOM message to a service with text encoding" -> body(MtomDraft.of(envelope));
            default -> body(named(name).apply(MtomDraft.of(envelope)).with(draft -> name(draft, action)));
        };
    }

    private static UnaryOperator<MtomDraft> named(String name) {
        UnaryOperator<MtomDraft> known = ALL.get(name);
        if (known == null) {
            throw new IllegalArgumentException("No package is called '" + name + "'");
        }
        return known;
    }

    private static void name(MtomDraft draft, String action) {
        draft.parameters.replaceAll((name, value) -> value.replace("ACTION", action));
        draft.parts.get(0).headers.replaceAll((name, value) -> value.replace("ACTION", action));
    }

    private static WireFormat.Body body(MtomDraft draft) {
        return new WireFormat.Body(draft.contentType(), draft.octets());
    }

    private static WireFormat.Body unquoted(MtomDraft draft) {
        return new WireFormat.Body(
                draft.contentType().replaceAll("boundary=\"([^\"]*)\"", "boundary=$1"), draft.octets());
    }

    /** What a package says of the action in its media types, where it does. */
    public static String startInfo(String action) {
        return ACTION.formatted(action);
    }

    private static Map<String, UnaryOperator<MtomDraft>> all() {
        var all = new LinkedHashMap<String, UnaryOperator<MtomDraft>>();
        all.put("baseline, as WCF: BST and long CipherValues as parts", UnaryOperator.identity());
        all.put("EncryptedKey CipherValue and all CipherValues as parts", draft -> draft.include(ALL_CIPHERTEXT));
        all.put("Nonce, DigestValue, KeyIdentifier as parts too", draft -> draft.include(ALL_SMALL));
        all.put("part missing that an Include names", draft -> draft.with(each -> each.parts.remove(1)));
        all.put("two parts with the same Content-ID", draft -> draft.header(2, ID, "<" + MtomDraft.FIRST + ">"));
        all.put(
                "part that no Include names",
                draft -> draft.with(each -> {
                    var part = each.new Part(new byte[1_000]);
                    part.headers.put(ID, "<urn:unused>");
                    part.headers.put(CTE, "base64");
                    each.parts.add(part);
                }));
        all.put("Include with a wrong cid", draft -> draft.root(HREF, HREF.replace("6688\"", "6688x\"")));
        all.put("Include href without cid:", draft -> draft.root(HREF, HREF.replace("cid:", "")));
        all.put(
                "Include href percent-encoded",
                draft -> draft.root(HREF, "href=\"cid:http%3A%2F%2Ftempuri.org%2F1%2F6393146688\""));
        all.put("part Content-ID without angle brackets", draft -> draft.header(1, ID, MtomDraft.FIRST));
        all.put("parts without Content-ID", draft -> draft.headers(ID, ""));
        all.put(
                "parts in reverse order",
                draft -> draft.with(each -> Collections.reverse(each.parts.subList(1, each.parts.size()))));
        all.put("root part last, start names it", draft -> draft.with(each -> Collections.rotate(each.parts, -1)));
        all.put("start names no part", draft -> draft.parameter("start", "<http://tempuri.org/none>"));
        all.put("no start parameter, root first", draft -> draft.parameter("start", ""));
        all.put("no type parameter", draft -> draft.parameter("type", ""));
        all.put("type=\"text/xml\"", draft -> draft.parameter("type", "text/xml"));
        all.put("no start-info", draft -> draft.parameter("start-info", ""));
        all.put("start-info=\"text/xml\"", draft -> draft.parameter("start-info", "text/xml"));
        all.put(
                "root part Content-Type application/soap+xml",
                draft -> draft.header(0, TYPE, "application/soap+xml;charset=utf-8"));
        all.put(
                "root part Content-Type application/xop+xml without type",
                draft -> draft.header(0, TYPE, "application/xop+xml;charset=utf-8"));
        all.put(
                "root part type=\"text/xml\"",
                draft -> draft.header(0, TYPE, XOP.replace("application/soap+xml", "text/xml")));
        all.put("root part without Content-Type", draft -> draft.header(0, TYPE, ""));
        all.put(
                "root part charset=utf-16 (content utf-8)",
                draft -> draft.header(0, TYPE, XOP.replace("utf-8", "utf-16")));
        all.put("binary parts Content-Type text/plain", draft -> draft.headers(TYPE, "text/plain"));
        all.put("binary parts without Content-Type", draft -> draft.headers(TYPE, ""));
        all.put("binary parts Content-Transfer-Encoding base64", draft -> draft.headers(CTE, "base64"));
        all.put("binary parts without Content-Transfer-Encoding", draft -> draft.headers(CTE, ""));
        all.put("root Content-Transfer-Encoding binary", draft -> draft.header(0, CTE, "binary"));
        all.put("no MIME-Version header", UnaryOperator.identity());
        all.put("boundary as Java writes it, quoted", draft -> draft.parameter("boundary", "----=_Part_0_123.456"));
        all.put("no CRLF before the first boundary", draft -> draft.with(each -> each.before = ""));
        all.put("preamble text", draft -> draft.with(each -> each.before = "This is a message.\r\n"));
        all.put("epilogue text", draft -> draft.with(each -> each.after = "This was a message.\r\n--x"));
        all.put("final boundary missing (last part ends with the CRLF)", draft -> draft.with(each -> each.close = ""));
        all.put("LF instead of CRLF in MIME headers", draft -> draft.with(each -> each.lineEnd = "\n"));
        all.put(
                "one bit changed in the last part (CipherValue of the body or signature)",
                draft -> draft.with(each -> each.parts.get(each.parts.size() - 1).content[100] ^= 1));
        all.put("whitespace before the Include", draft -> draft.root("<xop:Include", " \r\n\t<xop:Include"));
        all.put("text after the Include", draft -> draft.root("/include\"/>", "/include\"/>AAAA"));
        all.put("Include with an extra attribute", draft -> draft.root(HREF, "type=\"x\" " + HREF));
        all.put(
                "Include in another namespace",
                draft -> draft.root(NAMESPACE, " xmlns:xop=\"http://www.w3.org/2004/08/xop/other\""));
        all.put(
                "Include with another prefix",
                draft -> draft.root(
                        "<xop:Include " + HREF + NAMESPACE + "/>",
                        "<Include xmlns=\"http://www.w3.org/2004/08/xop/include\" " + HREF + "></Include>"));
        all.put("boundary token without quotes", draft -> draft.parameter("boundary", "simple"));
        all.put(
                "boundary \"----=_Part_0_123.456\" in quotes",
                draft -> draft.parameter("boundary", "----=_Part_0_123.456"));
        all.put(
                "Content-Id and Content-type spelled in another case",
                draft -> draft.with(each -> each.parts.forEach(part -> {
                    var headers = new LinkedHashMap<>(part.headers);
                    part.headers.clear();
                    headers.forEach((name, value) -> part.headers.put(
                            name.equals(ID) ? "Content-Id" : name.equals(TYPE) ? "Content-type" : name, value));
                })));
        all.put(
                "ids as user@host (rootpart*1@example.org), start accordingly",
                draft -> draft.header(0, ID, "<rootpart*1@example.org>")
                        .parameter("start", "<rootpart*1@example.org>")
                        .header(1, ID, "<part*2@example.org>")
                        .root(HREF, "href=\"cid:part*2@example.org\""));
        all.put(
                "start-info with action parameter: application/soap+xml; action=\"...\"",
                draft -> draft.parameter("start-info", "application/soap+xml; action=\"ACTION\""));
        all.put(
                "root type with action parameter",
                draft -> draft.header(
                        0,
                        TYPE,
                        "application/xop+xml;charset=utf-8;type=\"application/soap+xml;action=\\\"ACTION\\\"\""));
        all.put(
                "both start-info and root type with the same action parameter",
                draft -> draft.parameter("start-info", "application/soap+xml;action=\"ACTION\"")
                        .header(
                                0,
                                TYPE,
                                "application/xop+xml;charset=utf-8;type=\"application/soap+xml;action=\\\"ACTION\\\"\""));
        all.put(
                "start-info without, root type with upper case APPLICATION/SOAP+XML",
                draft -> draft.header(
                        0,
                        TYPE,
                        XOP.replace("application/soap", "APPLICATION/SOAP")
                                .replace("soap+xml", "SOAP+XML")
                                .replace("SOAP+xml", "SOAP+XML")));
        all.put("root part charset=UTF-8 in quotes", draft -> draft.header(0, TYPE, XOP.replace("utf-8", "\"UTF-8\"")));
        all.put("root part without charset", draft -> draft.header(0, TYPE, XOP.replace("charset=utf-8;", "")));
        all.put("root part without Content-Transfer-Encoding", draft -> draft.header(0, CTE, ""));
        all.put("root Content-Transfer-Encoding 7bit", draft -> draft.header(0, CTE, "7bit"));
        all.put("binary part Content-Transfer-Encoding 8bit", draft -> draft.headers(CTE, "8bit"));
        all.put("start without angle brackets", draft -> draft.parameter("start", "http://tempuri.org/0"));
        all.put(
                "root Content-ID without angle brackets, start with",
                draft -> draft.header(0, ID, "http://tempuri.org/0"));
        return Collections.unmodifiableMap(all);
    }
}
