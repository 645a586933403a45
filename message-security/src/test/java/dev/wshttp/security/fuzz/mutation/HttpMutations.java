// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

/** Changes what HTTP says about a message, or puts another answer into its place. */
final class HttpMutations {
    private HttpMutations() {}

    static String changeContentType(Draft draft, Choices choices) {
        String type = choices.of(
                "application/soap+xml",
                "APPLICATION/SOAP+XML; CHARSET=UTF-8",
                "application/soap+xml;charset=\"utf-8\"",
                "application/soap+xml; charset=utf-16",
                "application/soap+xml; charset=utf-16le",
                "application/soap+xml; charset=utf-7",
                "application/soap+xml; charset=iso-8859-1",
                "application/soap+xml; charset=",
                "application/soap+xml; charset",
                "application/soap+xml; charset=utf-8; charset=utf-16",
                "application/soap+xml; charset=utf-8; action=\"\"",
                "application/soap+xml; charset=utf-8; action=\"urn:other\"",
                "application/soap+xml; charset=utf-8; action=\"urn:fuzz/erase\"",
                "application/soap+xml; charset=utf-8; action=urn:fuzz/echo; action=\"urn:other\"",
                "application/soap+xml; action=\"a;b\"",
                "application/soap+xml; =;;=",
                "text/xml; charset=utf-8",
                "application/xml",
                "text/html",
                "multipart/related; type=\"application/xop+xml\"; boundary=x; start-info=\"application/soap+xml\"",
                "application/fastinfoset",
                "x");
        draft.contentType(type);
        return "set the content type to '" + type + "'";
    }

    /** A fault in clear, which every attacker on the way can send. */
    static String answerWithFault(Draft draft, Choices choices) {
        String code = choices.of(
                "c:BadContextToken",
                "c:RenewNeeded",
                "o:InvalidSecurity",
                "t:FailedAuthentication",
                "t:InvalidRequest",
                "a:DestinationUnreachable",
                "f:Refused");
        String relates = relatesTo(draft);
        String action = choices.of(
                Names.ADDRESSING + "/fault",
                Names.ADDRESSING + "/soap/fault",
                "http://schemas.microsoft.com/ws/2005/05/addressing/soap/fault",
                "urn:fuzz/echoResponse");
        draft.octets(("<s:Envelope xmlns:s=\"" + Names.SOAP + "\" xmlns:a=\"" + Names.ADDRESSING + "\" xmlns:c=\""
                        + Names.CONVERSATION + "\" xmlns:o=\"" + Names.SECURITY + "\" xmlns:t=\"" + Names.TRUST
                        + "\" xmlns:f=\"urn:fuzz\"><s:Header><a:Action>" + action + "</a:Action>" + relates
                        + "</s:Header><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>" + code
                        + "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">x</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return "sent the fault " + code + " in clear";
    }

    private static String relatesTo(Draft draft) {
        return draft.tree()
                .map(tree -> tree.named("RelatesTo"))
                .filter(found -> !found.isEmpty())
                .map(found -> "<a:RelatesTo>" + found.get(0).getTextContent().replaceAll("[<&]", "") + "</a:RelatesTo>")
                .orElse("");
    }

    /** The message in clear, as far as it can be read. */
    static String removeSecurity(Draft draft, Choices choices) {
        return draft.tree()
                .map(tree -> {
                    tree.named("Security")
                            .forEach(header -> header.getParentNode().removeChild(header));
                    if (choices.oneIn(2)) {
                        tree.named("Body").forEach(body -> body.setTextContent(""));
                    }
                    return "removed the security header";
                })
                .orElse(Mutation.NOTHING);
    }
}
