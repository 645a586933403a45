// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
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
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.util.function.IntConsumer;
import org.apache.wss4j.dom.engine.WSSConfig;

/**
 * The reference engine: the whole envelope as DOM, XML Signature and XML Encryption by WSS4J and Apache Santuario. It prepares
 * what all messages of a binding need.
 */
public final class Wss4jEngine implements SecurityEngine {
    static {
        // Registers Santuario's provider. Unlike the JDK's, it still accepts SHA-1, which Basic256 needs.
        WSSConfig.init();
    }

    private final AlgorithmSuite suite;
    private final Freshness freshness;
    private final SecureRandom random;
    private final EnvelopeReader reader;
    private final Prover prover;
    private final Opener opener;
    private final KeyTransport keyTransport;
    private final XmlSigner signer;
    private final XmlEncryptor encryptor;

    public Wss4jEngine(WsHttpBinding binding, Freshness freshness, SecureRandom random) {
        this(binding, freshness, random, characters -> {});
    }

    /** @param parserWatch receives the number of characters of decrypted text that each parser has read */
    public Wss4jEngine(WsHttpBinding binding, Freshness freshness, SecureRandom random, IntConsumer parserWatch) {
        this.suite = binding.algorithmSuite();
        this.freshness = freshness;
        this.random = random;
        this.reader = new EnvelopeReader(binding.readerQuotas());
        var ciphers = new CipherSuite(suite);
        this.opener = new Opener(ciphers, new PlaintextReader(reader, parserWatch));
        this.keyTransport = new KeyTransport(suite, random);
        this.prover = new Prover(suite, ciphers, freshness, keyTransport);
        this.signer = new XmlSigner(suite);
        this.encryptor = new XmlEncryptor(suite);
    }

    @Override
    public ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        return new MessageWriter(this, reader.newDocument(), message, protection).write();
    }

    @Override
    public ReceivedMessage read(byte[] octets, Charset charset) {
        return prover.message(new DomDocument(reader.parse(octets, charset), reader, opener, octets.length));
    }

    /** Returns the refusal of a contract whose headers have levels: this engine writes no encrypted headers. */
    static MessageSecurityException noHeaderLevels() {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "The contract gives headers protection levels, and the engine 'wss4j' does not send them (expected the engine 'octets')."
                        + " Remove the setting message-security.engine, or call withEngine(MessageEngine.OCTETS).");
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

    KeyTransport keyTransport() {
        return keyTransport;
    }

    XmlSigner signer() {
        return signer;
    }

    XmlEncryptor encryptor() {
        return encryptor;
    }
}
