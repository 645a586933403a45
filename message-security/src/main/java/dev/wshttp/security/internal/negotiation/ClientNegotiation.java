// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.KeySize;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.NegotiatedToken;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One negotiation of a client, leg by leg. Not safe for use by several threads. */
final class ClientNegotiation {
    private static final Logger LOG = LoggerFactory.getLogger(ClientNegotiation.class);

    // Two are normal. The limit ends a negotiation with a service that answers for ever.
    private static final int MOST_LEGS = 10;

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final SecurityEnvironment environment;
    private final AlgorithmSuite suite;
    private final X509Credential own;
    private final X509CertificateValidator services;
    private final long startNanos = System.nanoTime();
    private final Peer peer;
    private final TlsHandshake handshake;
    private final BinaryExchange hello;
    private final String context = SecurityContextToken.newId();
    private final Transcript transcript;
    private int leg;

    /** @param services judges the service's certificate */
    ClientNegotiation(
            SecurityEnvironment environment, X509Credential own, X509CertificateValidator services, Peer peer) {
        this.environment = environment;
        this.suite = environment.binding().algorithmSuite();
        this.own = own;
        this.services = services;
        this.peer = peer;
        this.transcript = new Transcript(environment.binding().maxReceivedMessageBytes());
        this.handshake = TlsHandshake.ofClient(own, this::judge, environment.random());
        this.hello = BinaryExchange.tlsnego(handshake.firstFlight());
    }

    private void judge(List<X509Certificate> shown) {
        X509Certificate certificate = shown.get(0);
        peer.identity().require(certificate);
        services.require(certificate, shown.subList(1, shown.size()));
    }

    /**
     * Exchanges all legs with the service, and returns the key.
     *
     * @throws MessageSecurityException if either side refuses the other, or the messages are changed on their way
     */
    NegotiatedKey toTheEnd() {
        int bits = KeySize.bits(suite);
        XmlElement reply = send(NegotiationRequest.ACTION, new NegotiationRequest(context, bits, hello));
        while (!NegotiationResult.isOne(reply)) {
            reply = send(NegotiationResponse.ACTION, answerTo(reply));
        }
        return accepted(reply);
    }

    private XmlElement send(String action, XmlContent content) {
        leg++;
        transcript.add(content);
        Addressing addressing = Addressing.request(action, peer.address());
        try {
            return answer(new OutgoingMessage(addressing, List.of(), content));
        } catch (MessageSecurityException refused) {
            throw refused.about(addressing.messageIdForLog());
        }
    }

    private XmlElement answer(OutgoingMessage message) {
        ReceivedMessage reply = exchanged(UnsecuredEnvelope.write(message));
        LOG.debug("Leg {} of the negotiation with {} is answered", leg, peer.address());
        reply.faultInClear().ifPresent(fault -> {
            throw failedLeg().refused(fault);
        });
        return reply.content()
                .filter(answer -> leg > 1 || Namespaces.TRUST.equals(answer.namespace()))
                .orElseThrow(() -> failedLeg().notOffered("an answer that is no leg of a negotiation"));
    }

    private ReceivedMessage exchanged(byte[] message) {
        try {
            return peer.exchange(message);
        } catch (MessageSecurityException missing) {
            // Nothing was called yet, so no reply was lost.
            throw missing.fault() == SecurityFault.REPLY_MISSING
                    ? failedLeg().notOffered("an answer without a message")
                    : missing;
        }
    }

    private FailedLeg failedLeg() {
        return new FailedLeg(leg, own.certificate());
    }

    private NegotiationResponse answerTo(XmlElement reply) {
        transcript.add(reply);
        var response = NegotiationResponse.read(reply);
        requireOurs(response.context(), response.exchange());
        byte[] received = response.exchange().octets();
        byte[] flight = handshake.answer(received);
        boolean silent = received.length == 0 && flight.length == 0;
        if (silent || leg == MOST_LEGS) {
            throw failedLeg().endless(MOST_LEGS);
        }
        return new NegotiationResponse(context, hello.answer(flight));
    }

    private NegotiatedKey accepted(XmlElement reply) {
        var result = NegotiationResult.read(reply);
        transcript.add(NegotiationResult.authenticated(reply));
        NegotiatedToken issued = result.issued();
        requireOurs(issued.context(), issued.exchange().orElse(hello));
        issued.exchange().ifPresent(last -> handshake.answer(last.octets()));
        var key = new SecurityContextKey(issued.token(), secretOf(issued));
        if (!MessageDigest.isEqual(transcript.combinedHash(key.secret()), result.combinedHash())) {
            throw new MessageSecurityException(
                    SecurityFault.AUTHENTICATOR_MISMATCH,
                    "The Authenticator of the negotiation is wrong (expected a hash of the legs as this client saw them). The token is"
                            + " not used: an attacker changes the legs on their way.");
        }
        LOG.debug(
                "Negotiated {} with {} ({}) in {} ms",
                key,
                peer.address(),
                handshake.description(),
                (System.nanoTime() - startNanos) / NANOS_PER_MILLI);
        Lifetime lifetime = issued.lifetime()
                .orElseGet(() -> Lifetime.from(
                        environment.clock().instant(),
                        environment.binding().negotiationSettings().tokenLifetime()));
        return new NegotiatedKey(peer.name(), key, lifetime, handshake.peerCertificate(), own.certificate());
    }

    private SharedSecret secretOf(NegotiatedToken issued) {
        if (!handshake.isFinished()) {
            throw new MessageSecurityException(
                    SecurityFault.NEGOTIATION_FAILED,
                    "The service issued a token before the TLS handshake was over (expected its last flight). The token is not used.");
        }
        // Throws if the handshake had no certificate, which the judge would not have seen then.
        handshake.peerCertificate();
        byte[] secret = handshake.decrypt(issued.wrappedKey());
        int bits = secret.length * Byte.SIZE;
        if (bits != KeySize.bits(suite)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service issued a key of '" + bits + "' bits (expected '"
                            + KeySize.bits(suite)
                            + "', as the algorithm suite requires). Set the same algorithm suite on both sides.");
        }
        var shared = SharedSecret.of(secret);
        Arrays.fill(secret, (byte) 0);
        return shared;
    }

    /** Requires an answer to this negotiation. Interop: WCF's client compares the value type to the letter, too. */
    private void requireOurs(String foundContext, BinaryExchange found) {
        if (!foundContext.equals(context)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service answered for the Context '" + foundContext + "' (expected '" + context
                            + "'). The answer belongs to another negotiation.");
        }
        if (!found.valueType().equals(hello.valueType())) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service answered with a BinaryExchange of the ValueType '" + found.valueType()
                            + "' (expected '" + hello.valueType() + "' to the letter, with its space).");
        }
    }
}
