// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.token.OctetSource;
import java.io.ByteArrayOutputStream;

/** The body of a message while its encrypted content is replaced by what it decrypts to. */
final class ReceivedBody {
    private final byte[] empty;

    /** Removes the encrypted content from the body. */
    ReceivedBody(ReceivedDocument document, ReceivedElement body, SignatureChecks checks) {
        document.empty(body);
        var octets = new ByteArrayOutputStream(256);
        checks.writeForm(body, octets::write);
        this.empty = octets.toByteArray();
    }

    /** Returns the least number of bytes that a digest of the body has to process, whatever was decrypted. */
    int workBytes(Opened opened) {
        return empty.length + opened.encrypted().plaintextBytes();
    }

    /** Returns the number of bytes of {@link #around}. */
    int bytesAround(Opened opened) {
        return empty.length + opened.bytes();
    }

    /** Returns the canonical form of the body, if the octets of this part in it are canonical. */
    OctetSource around(Opened opened) {
        int endTag = endTag();
        return sink -> {
            sink.write(empty, 0, endTag);
            opened.octets().writeTo(sink);
            sink.write(empty, endTag, empty.length - endTag);
        };
    }

    private int endTag() {
        int position = empty.length;
        while (position > 0 && empty[position - 1] != '<') {
            position--;
        }
        return Math.max(0, position - 1);
    }
}
