// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

/** What a peer could write to have a reader of its message run something, or see something else. */
public final class HostileMessage {
    private HostileMessage() {}

    /** A recorded request with scripts in names, texts, values, comments and times. */
    public static String text() {
        return Captures.text("1-nonego-nosession", "01-request.xml")
                .replace(
                        "http://localhost:18080",
                        "javascript:alert(1)//&lt;script>alert(2)&lt;/script>&#34; onload=&#34;alert(3)\u202e\u200b")
                .replace(
                        "<s:Body",
                        "<script xmlns=\"http://www.w3.org/1999/xhtml\">alert(4)</script><x:img xmlns:x=\"x:y\" src=\"x\""
                                + " onerror=\"alert(5)\" style=\"&quot;>&lt;img src=x onerror=alert(6)>\"/>"
                                + "<![CDATA[</span><script>alert(7)</script>]]><!-- --&gt;<script>alert(8)</script> --><s:Body")
                .replace("ICalculator/Add", "&lt;/title>&lt;/text>&lt;/svg>&lt;/style>&lt;script>alert(9)&lt;/script>")
                .replace("u:Id=\"_5\"", "u:Id=\"&quot; onclick=&quot;alert(10)\"")
                .replaceFirst("<u:Created>[^<]*", "<u:Created>&lt;b onmouseover=alert(11)>");
    }
}
