// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import java.io.ByteArrayOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Puts the decrypted content into the body of a message. */
final class ReceivedBody {
    private final Element body;
    private final byte[] empty;

    /** Removes the encrypted content from the body. */
    ReceivedBody(Element body, SignatureChecks checks) {
        this.body = body;
        body.setTextContent("");
        this.empty = checks.canonicalForm(body, "");
    }

    /** Puts the opened content into the body; if it is not XML, a decoy of its size. */
    void fill(Opened opened) {
        Element content = opened.content();
        if (content == null) {
            Decoys.fill(body, opened.octets().length);
            return;
        }
        Element imported = (Element) body.getOwnerDocument().importNode(content, true);
        for (Node child = imported.getFirstChild(); child != null; child = imported.getFirstChild()) {
            body.appendChild(child);
        }
    }

    /** Returns the least number of bytes that a digest of the body has to process, whatever was decrypted. */
    int workBytes(Opened opened) {
        return empty.length + opened.encrypted().plaintextBytes();
    }

    /** Returns the canonical form of the body, if these octets in it are canonical. */
    byte[] around(byte[] content) {
        int endTag = endTag();
        var octets = new ByteArrayOutputStream(empty.length + content.length);
        octets.write(empty, 0, endTag);
        octets.writeBytes(content);
        octets.write(empty, endTag, empty.length - endTag);
        return octets.toByteArray();
    }

    private int endTag() {
        int position = empty.length;
        while (position > 0 && empty[position - 1] != '<') {
            position--;
        }
        return Math.max(0, position - 1);
    }
}
