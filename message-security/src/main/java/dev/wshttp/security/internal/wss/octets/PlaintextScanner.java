// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.OctetSource;
import dev.wshttp.security.internal.wss.proof.EncryptedPart;
import dev.wshttp.security.internal.wss.proof.Opened;
import java.util.function.IntConsumer;

/**
 * Decrypts and scans encrypted parts. The time that it takes does not tell whether the octets were XML: if a scan stops early, another one goes through
 * as many octets as were left, and {@link #levelOut} costs what a failure costs beyond that. Safe for use by several threads.
 *
 * @param ciphers the algorithms of the suite
 * @param watch receives the number of octets that each scan of decrypted text has gone through
 */
record PlaintextScanner(CipherSuite ciphers, ReaderQuotas quotas, IntConsumer watch) {
    /** The content of an empty body. */
    static final TokenTable NOTHING = Scanner.fragment(new byte[0], 0, 0, TableDocument.NO_QUOTAS, new Scope(), 0);

    // About as many tokens for an octet as a signature has, since a scanner's work is in these.
    private static final byte[] FILLER =
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform></Transforms>"
                    .repeat(80)
                    .getBytes(US_ASCII);
    private static final String DECOY = "<a>decoy text</a>";

    Opened open(EncryptedPart part, byte[] key) {
        byte[] padded = ciphers.decrypt(part.octets(), key);
        // XML Encryption, section 5.2: the last octet is the number of octets of padding; the other octets have no
        // meaning.
        int padding = padded[padded.length - 1] & 0xFF;
        boolean isPadding = padding >= 1 && padding <= ciphers.blockBytes();
        int length = padded.length - (isPadding ? padding : 1);
        OctetSource plaintext = sink -> sink.write(padded, 0, length);
        try {
            TokenTable table = scan(padded, length, (TableElement) part.place());
            watch.accept(length);
            if (!isPadding) {
                scanFiller(padded.length - length);
            }
            var content = isPadding ? new TableElement(table, TokenTable.TOP) : null;
            return new Opened(part, plaintext, length, content, false);
        } catch (ScanFailure noXml) {
            watch.accept(noXml.position());
            scanFiller(padded.length - noXml.position());
            return new Opened(part, plaintext, length, null, noXml.fault() == SecurityFault.MESSAGE_TOO_LARGE);
        }
    }

    /**
     * Scans octets in the namespaces of their place. Declarations in the place itself do not count (XML Encryption, section 4.3.3): the signature does not cover
     * them, so an attacker could choose them.
     */
    private TokenTable scan(byte[] padded, int length, TableElement place) {
        TokenTable around = place.table();
        int outside = outside(around, around.parent(place.row()));
        Scope scope = around.scopeInside(outside);
        return Scanner.fragment(
                padded, 0, length, quotas, scope, outside == TokenTable.TOP ? 0 : around.depth(outside) + 1);
    }

    /** Returns what is around the place of a plaintext: an encrypted header is a part of the place itself. */
    private static int outside(TokenTable around, int parent) {
        boolean isHeader = parent != TokenTable.TOP
                && around.localName(parent).equals("EncryptedHeader")
                && around.namespace(parent).equals(Namespaces.SECURITY_11);
        return isHeader ? around.parent(parent) : parent;
    }

    /** Adds the work by which the refusal of a part that is XML would have been more expensive if it had not been XML. */
    void levelOut(Opened part) {
        scanFiller(part.encrypted().plaintextBytes() - part.bytes());
    }

    private void scanFiller(int octets) {
        for (int left = octets; left > 0; left -= FILLER.length) {
            int length = Math.min(left, FILLER.length);
            try {
                Scanner.fragment(FILLER, 0, length, TableDocument.NO_QUOTAS, new Scope(), 0);
            } catch (ScanFailure cutOff) {
                // The filler ends somewhere in a tag. What counts is the way there.
            }
        }
        watch.accept(octets);
    }

    /** Returns content of about this size. */
    TokenTable decoy(int bytes) {
        byte[] octets = DECOY.repeat(bytes / DECOY.length()).getBytes(US_ASCII);
        return Scanner.fragment(octets, 0, octets.length, TableDocument.NO_QUOTAS, new Scope(), 0);
    }
}
