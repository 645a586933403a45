// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlOctets;

/** Writes a header block of the application with the id by which the signature names it. */
final class ApplicationHeader {
    private ApplicationHeader() {}

    static void write(OctetWriter to, XmlContent block, String id) {
        byte[] octets = XmlOctets.of(block);
        int endOfName = endOfName(octets);
        to.write(octets, 0, endOfName);
        to.markup(" u:Id=\"").markup(id).markup("\"");
        to.write(octets, endOfName, octets.length - endOfName);
    }

    private static int endOfName(byte[] octets) {
        int end = 1;
        while (end < octets.length && octets[end] != '>' && octets[end] != '/' && !Characters.isWhiteSpace(octets[end])) {
            end++;
        }
        return end;
    }
}
