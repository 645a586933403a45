// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Names what a file is, for a message about a file of another kind than the expected one. */
final class FileKind {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;
    private static final int MAGIC_BYTES = 4;
    private static final int BYTE_MASK = 0xFF;

    private FileKind() {}

    /** Returns a description that follows the words "it is". */
    static String of(byte[] octets) {
        if (octets.length == 0) {
            return "empty";
        }
        List<PemBlock> blocks = PemBlock.in(octets);
        if (!blocks.isEmpty()) {
            return blocks.stream()
                    .map(PemBlock::label)
                    .distinct()
                    .limit(MAGIC_BYTES)
                    .collect(Collectors.joining("', '", "PEM text with '", "'"));
        }
        if (PemBlock.isIn(octets)) {
            return "PEM text whose block is not complete";
        }
        int magic = octets.length < MAGIC_BYTES ? 0 : magic(octets);
        if (magic == JKS_MAGIC || magic == JCEKS_MAGIC) {
            return magic == JKS_MAGIC ? "a JKS key store" : "a JCEKS key store";
        }
        boolean isSst = octets.length > 2 * MAGIC_BYTES
                && new String(octets, MAGIC_BYTES, MAGIC_BYTES, StandardCharsets.ISO_8859_1).equals("CERT");
        return isSst ? "a serialized store of Windows (.sst), which can be exported as .p7b" : ofDer(octets);
    }

    private static int magic(byte[] octets) {
        int magic = 0;
        for (int i = 0; i < MAGIC_BYTES; i++) {
            magic = (magic << Byte.SIZE) | (octets[i] & BYTE_MASK);
        }
        return magic;
    }

    private static String ofDer(byte[] octets) {
        if (Pkcs12Content.isOne(octets)) {
            return "a PKCS#12 key store";
        }
        try {
            Ber value = Ber.read(octets);
            if (value.is(Ber.SEQUENCE) && !value.children().isEmpty()) {
                return value.child(0).objectIdentifier().equals(SIGNED_DATA)
                        ? "a PKCS#7 file"
                        : "DER of another kind, or damaged";
            }
        } catch (IOException noDer) {
            return "damaged or of another kind";
        }
        return "damaged or of another kind";
    }
}
