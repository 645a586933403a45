// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A block of PEM text (RFC 7468). The text around the blocks, such as the one that OpenSSL writes before a certificate, does not count.
 *
 * @param label the words after {@code BEGIN}
 * @param body the text between the two lines
 */
record PemBlock(String label, String body) {
    static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

    private static final String DASHES = "-----";

    /** Returns the blocks of a text, in its order. A block without its end does not count. */
    static List<PemBlock> in(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        var blocks = new ArrayList<PemBlock>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            int bodyEnd = labelEnd < 0 ? -1 : text.indexOf(DASHES, labelEnd + DASHES.length());
            if (bodyEnd < 0) {
                return blocks;
            }
            String label = text.substring(begin + BEGIN.length(), labelEnd);
            if (text.startsWith(DASHES + "END " + label + DASHES, bodyEnd)) {
                blocks.add(new PemBlock(label, text.substring(labelEnd + DASHES.length(), bodyEnd)));
            }
            begin = text.indexOf(BEGIN, bodyEnd);
        }
        return blocks;
    }

    /** Returns whether a text ends within a block, as that of a file that is being written. */
    static boolean isCutOff(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.lastIndexOf(BEGIN) > text.lastIndexOf(END);
    }

    /** Returns whether octets look like PEM. */
    static boolean isIn(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).contains(BEGIN);
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isCertificates() {
        return label.equals("PKCS7") || label.equals("CMS");
    }

    boolean isRevocationList() {
        return label.equals("X509 CRL");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /** Returns whether the key is encrypted in the form that OpenSSL wrote before PKCS#8. */
    boolean isEncryptedInTheOldForm() {
        return body.contains("Proc-Type:") && body.contains("ENCRYPTED");
    }

    /** Returns the octets; empty if the body is no base64. */
    Optional<byte[]> octets() {
        // Lines with a colon are headers (RFC 1421); an empty line ends them.
        int headersEnd = body.lastIndexOf(':');
        String base64 = headersEnd < 0 ? body : body.substring(Math.max(headersEnd, body.indexOf('\n', headersEnd)));
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
