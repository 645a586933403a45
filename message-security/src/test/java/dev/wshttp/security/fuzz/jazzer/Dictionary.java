// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/** Words of the protocol, in the form that libFuzzer reads: what no fuzzer would guess. */
final class Dictionary {
    private static final List<String> WORDS = List.of(
            "<!-- -->",
            "<![CDATA[",
            "]]>",
            "<?x y?>",
            "<!DOCTYPE x [<!ENTITY e 'x'>]>",
            "&#65;",
            "&amp;",
            " xmlns=\"\"",
            " xmlns:x=\"urn:any\"",
            "<x xmlns=\"urn:any\">",
            "</x>",
            "<x/>",
            " u:Id=\"_1\"",
            " Id=\"_1\"",
            " xml:id=\"_1\"",
            " s:mustUnderstand=\"1\"",
            " s:role=\"http://www.w3.org/2003/05/soap-envelope/role/next\"",
            "URI=\"#_1\"",
            "URI=\"\"",
            "http://www.w3.org/2003/05/soap-envelope",
            "http://www.w3.org/2005/08/addressing",
            "http://www.w3.org/2000/09/xmldsig#",
            "http://www.w3.org/2001/04/xmlenc#",
            "http://www.w3.org/2001/04/xmlenc#Content",
            "http://www.w3.org/2001/04/xmlenc#Element",
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://schemas.xmlsoap.org/ws/2005/02/sc",
            "http://schemas.xmlsoap.org/ws/2005/02/trust",
            "<e:DataReference URI=\"#_1\"/>",
            "<e:EncryptedData>",
            "<c:Offset>0</c:Offset>",
            "<c:Length>32</c:Length>",
            "<wsdl:import location=\"x.wsdl\"/>",
            "<wsp:Policy>",
            "<wsp:All>",
            "<wsp:ExactlyOne>",
            "wsp:Optional=\"true\"",
            "<wsp:PolicyReference URI=\"#x\"/>",
            "configSource=\"x\"",
            "${ENV}",
            "xdt:Transform=\"Replace\"",
            "\u0085",
            "\u2028",
            "\u202e",
            "\ufeff");

    private Dictionary() {}

    static List<String> entries() {
        Stream<String> words = WORDS.stream().map(word -> quoted(word.getBytes(UTF_8)));
        // What TLS flights begin with: alert, change of the cipher, each message of a handshake.
        Stream<String> records = Stream.of(
                        "\\x15\\x03\\x03\\x00\\x02", "\\x14\\x03\\x03\\x00\\x01\\x01", "\\x16\\x03\\x03")
                .map(record -> '"' + record + '"');
        return Stream.concat(words, records).toList();
    }

    private static String quoted(byte[] octets) {
        var text = new StringBuilder("\"");
        for (byte octet : octets) {
            text.append(String.format("\\x%02x", octet));
        }
        return text.append('"').toString();
    }
}
