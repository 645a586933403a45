// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.token.OctetSource;
import dev.wshttp.security.internal.wss.proof.SignatureReader.ReadSignature;
import java.security.MessageDigest;
import java.security.PublicKey;

/**
 * Computes the values of signatures and digests. Each computation processes a given number of bytes at least: it adds filler to a shorter
 * canonical form, so that equal sizes on the wire mean equal work. The number 0 asks for no filler. For one message.
 *
 * @param ciphers the algorithms of the suite
 * @param forms makes the canonical forms
 * @param doubts collects the missing canonical forms
 */
record SignatureChecks(CipherSuite ciphers, CanonicalForms forms, Doubts doubts) {
    private static final byte[] FILLER = new byte[4_096];

    boolean hmac(ReadSignature signature, byte[] key, int workBytes) {
        var form = new Form(signature.signedInfo(), signature.prefixes());
        byte[] value = ciphers.hmac(key, form);
        if (workBytes > 0) {
            ciphers.hmac(key, filler(workBytes - form.bytes));
        }
        return MessageDigest.isEqual(value, signature.value());
    }

    boolean rsa(ReadSignature signature, PublicKey key) {
        return ciphers.verify(key, new Form(signature.signedInfo(), signature.prefixes()), signature.value());
    }

    /** Returns the digest of a part. */
    byte[] digest(ReceivedElement part, String prefixes, int workBytes) {
        var form = new Form(part, prefixes);
        byte[] value = ciphers.digest(form);
        digestFiller(workBytes, form.bytes);
        return value;
    }

    /** Returns the digest of octets that are the canonical form of a part. */
    byte[] digest(OctetSource canonicalForm, int bytes, int workBytes) {
        byte[] value = ciphers.digest(canonicalForm);
        digestFiller(workBytes, bytes);
        return value;
    }

    private void digestFiller(int workBytes, int bytes) {
        if (workBytes > 0) {
            ciphers.digest(filler(workBytes - bytes));
        }
    }

    /** Writes the canonical form of a part; if it has none or a too large one, adds a doubt. */
    void writeForm(ReceivedElement part, OctetSink to) {
        new Form(part, "").writeTo(to);
    }

    private static OctetSource filler(int bytes) {
        return sink -> {
            for (int left = bytes; left > 0; left -= FILLER.length) {
                sink.write(FILLER, 0, Math.min(left, FILLER.length));
            }
        };
    }

    /** The canonical form of a part. */
    private final class Form implements OctetSource {
        private final ReceivedElement part;
        private final String prefixes;
        private int bytes;

        Form(ReceivedElement part, String prefixes) {
            this.part = part;
            this.prefixes = prefixes;
        }

        @Override
        public void writeTo(OctetSink sink) {
            doubts.attempt(() -> bytes = forms.write(part, prefixes, sink));
        }
    }
}
