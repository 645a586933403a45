// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.KeyTransport;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.proof.Prover;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.util.function.IntConsumer;

/** The engine that reads and writes the octets of messages itself. Safe for use by several threads. */
public final class OctetsEngine implements SecurityEngine {
    private final AlgorithmSuite suite;
    private final Freshness freshness;
    private final SecureRandom random;
    private final ReaderQuotas quotas;
    private final CipherSuite ciphers;
    private final KeyTransport keyTransport;
    private final PlaintextScanner plaintexts;
    private final Prover prover;

    public OctetsEngine(WsHttpBinding binding, Freshness freshness, SecureRandom random) {
        this(binding, freshness, random, octets -> {});
    }

    /** @param scannerWatch receives the number of octets of decrypted text that each scan has gone through */
    public OctetsEngine(WsHttpBinding binding, Freshness freshness, SecureRandom random, IntConsumer scannerWatch) {
        this.suite = binding.algorithmSuite();
        this.freshness = freshness;
        this.random = random;
        this.quotas = binding.readerQuotas();
        this.ciphers = new CipherSuite(suite);
        this.keyTransport = new KeyTransport(suite, random);
        this.plaintexts = new PlaintextScanner(ciphers, quotas, scannerWatch);
        this.prover = new Prover(suite, ciphers, freshness, keyTransport);
    }

    @Override
    public ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        return new MessageWriter(this, message, protection).write();
    }

    @Override
    public ReceivedMessage read(byte[] octets, Charset charset) {
        try {
            TokenTable table = Scanner.document(charset.equals(UTF_8) ? octets : utf8(octets, charset), quotas);
            return prover.message(new TableDocument(table, octets.length, plaintexts));
        } catch (ScanFailure refused) {
            throw new MessageSecurityException(
                    refused.fault(),
                    "The message is no XML that is accepted here: at octet '" + refused.position() + "' "
                            + refused.getMessage()
                            + " (expected a SOAP 1.2 envelope without a DTD, within the reader quotas).",
                    refused);
        }
    }

    private static byte[] utf8(byte[] octets, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(octets));
            ByteBuffer encoded = UTF_8.newEncoder().encode(text);
            byte[] result = new byte[encoded.remaining()];
            encoded.get(result);
            return result;
        } catch (CharacterCodingException damaged) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The message has octets that are not '" + charset
                            + "', the charset that its Content-Type names (expected text in that charset).",
                    damaged);
        }
    }

    AlgorithmSuite suite() {
        return suite;
    }

    Freshness freshness() {
        return freshness;
    }

    SecureRandom random() {
        return random;
    }

    CipherSuite ciphers() {
        return ciphers;
    }

    KeyTransport keyTransport() {
        return keyTransport;
    }
}
