// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.testing.http.ContentText;
import dev.wshttp.testing.http.HttpRelay.Reply;
import dev.wshttp.testing.http.HttpRelay.Request;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as the network sees it, read and changed without a key. */
record WireMessage(ContentText content) {
    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    private static final Pattern ACTION = Pattern.compile("<(?:\\w+:)?Action[^>]*>([^<]*)</");
    private static final Pattern MESSAGE_ID = Pattern.compile("<(?:\\w+:)?MessageID[^>]*>([^<]*)</");
    private static final Pattern BODY = Pattern.compile("<(?:\\w+:)?Body[\\s>]");
    private static final Pattern TEXT = Pattern.compile(">([^<>\\s][^<>]*)<");

    static WireMessage of(Request request) {
        return new WireMessage(ContentText.of(request.header("Content-Type"), request.body()));
    }

    static WireMessage of(Reply reply) {
        return new WireMessage(ContentText.of(reply.contentType(), reply.body()));
    }

    /** Returns whether this is a call of an operation, and nothing about tokens or sessions. */
    boolean isCall() {
        return content.readable().contains("Envelope") && !action().startsWith(TRUST);
    }

    /** Returns whether this asks for a new session. */
    boolean opensSession() {
        return action().equals(TRUST + "/RST/SCT");
    }

    private String action() {
        return firstOf(ACTION);
    }

    private String firstOf(Pattern pattern) {
        Matcher found = pattern.matcher(content.readable());
        return found.find() ? found.group(1) : "";
    }

    /** Returns the octets with another first character in the last text of the body, which is ciphertext unless the contract says otherwise. */
    byte[] withTamperedBody() {
        String text = content.text();
        Matcher body = BODY.matcher(text);
        int last = -1;
        if (body.find()) {
            Matcher texts = TEXT.matcher(text);
            for (int from = body.start(); texts.find(from); from = texts.end(1)) {
                last = texts.start(1);
            }
        }
        if (last < 0) {
            // The ciphertext of a package is in its last part, which ends before the last boundary.
            last = text.lastIndexOf("\r\n--") - 1;
        }
        if (last < 0) {
            throw new IllegalStateException("The body has no text that could be tampered with");
        }
        char other = text.charAt(last) == '1' ? '2' : '1';
        return content.octetsOf(text.substring(0, last) + other + text.substring(last + 1));
    }

    /** Returns an unsecured fault that answers this message. */
    Reply fault(String namespace, String subcode, String reason) {
        String envelope = """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">\
                <s:Header><a:Action s:mustUnderstand="1">http://www.w3.org/2005/08/addressing/soap/fault</a:Action>\
                <a:RelatesTo>%s</a:RelatesTo></s:Header>\
                <s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value>\
                <s:Subcode><s:Value xmlns:c="%s">c:%s</s:Value></s:Subcode></s:Code>\
                <s:Reason><s:Text xml:lang="en-US">%s</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>""".formatted(firstOf(MESSAGE_ID), namespace, subcode, reason);
        return new Reply(500, "application/soap+xml; charset=utf-8", envelope.getBytes(StandardCharsets.UTF_8));
    }
}
