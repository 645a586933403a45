// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;

/** The certificate of the recorded client under another name, which is markup. Its signature is wrong, which a reader of names does not look at. */
final class HostileCertificate {
    private static final String NAME = "Cohowinery.com";

    private HostileCertificate() {}

    static String base64() throws IOException {
        byte[] octets = Base64.getMimeDecoder()
                .decode(Files.readString(Captures.certificate("client.crt")).replaceAll("-----[A-Z ]+-----", ""));
        // As long as the name, because lengths stand before it; the rest of the markup is told by the characters around
        // it.
        byte[] markup = "<b>alert(12)<b".getBytes(StandardCharsets.US_ASCII);
        int subject = lastIndexOf(octets, NAME.getBytes(StandardCharsets.US_ASCII), indexOfKey(octets));
        System.arraycopy(markup, 0, octets, subject, markup.length);
        return Base64.getEncoder().encodeToString(octets);
    }

    // The subject stands before the public key; alternative names after it.
    private static int indexOfKey(byte[] octets) {
        byte[] rsa = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01};
        return lastIndexOf(octets, rsa, octets.length);
    }

    private static int lastIndexOf(byte[] octets, byte[] part, int before) {
        for (int at = before - part.length; at >= 0; at--) {
            if (Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalStateException("The certificate of the recording has no such octets");
    }
}
