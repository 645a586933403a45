// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
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
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's half of negotiation (WCF: {@code TlsnegoTokenProvider}). It negotiates a key for each request, as WCF does to open and renew
 * sessions; {@link SharedNegotiationClient} negotiates one for many requests. Safe for use by several threads.
 */
public final class NegotiationClient implements BootstrapProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(NegotiationClient.class);

    // Two are normal. The limit ends a negotiation with a service that answers for ever.
    private static final int MOST_LEGS = 10;

    private final SecurityEnvironment environment;
    private final AlgorithmSuite suite;
    private final ClientCredentials credentials;
    private final X509CertificateValidator services;

    /** @param services judges the service's certificate */
    public NegotiationClient(
            SecurityEnvironment environment, ClientCredentials credentials, X509CertificateValidator services) {
        this.environment = environment;
        this.suite = environment.binding().algorithmSuite();
        this.credentials = credentials;
        this.services = services;
    }

    /** Returns protection under a key that is negotiated for this request. */
    @Override
    public Opening opening(Peer peer) {
        NegotiatedKey negotiated = negotiate(peer);
        return new Opening(negotiated.protection(), negotiated.service());
    }

    /** Returns what the reply has to prove: it is under the key of the request. */
    @Override
    public Expectation expectation(ProtectedMessage request) {
        return Expectation.context(
                new Expectation.Context(List.of(MessageKey.contextOf(request)), Carriage.REFERRED_TO));
    }

    /** Wipes the key, which was for this request only. */
    @Override
    public void forget(ProtectedMessage request) {
        MessageKey.contextOf(request).destroy();
    }

    /**
     * Negotiates a key.
     *
     * @throws MessageSecurityException if either side refuses the other, or the messages are changed on their way
     */
    NegotiatedKey negotiate(Peer peer) {
        return new Negotiation(peer).toTheEnd();
    }

    /** One negotiation, leg by leg. For one thread. */
    private final class Negotiation {
        private final long start = System.nanoTime();
        private final Peer peer;
        private final TlsHandshake handshake;
        private final BinaryExchange hello;
        private final String context = SecurityContextToken.newId();
        private final Transcript transcript = new Transcript(environment.binding().maxReceivedMessageBytes());
        private int leg;

        Negotiation(Peer peer) {
            this.peer = peer;
            this.handshake = TlsHandshake.ofClient(credentials.clientCertificate(), this::judge, environment.random());
            this.hello = BinaryExchange.tlsnego(handshake.firstFlight());
        }

        private void judge(X509Certificate certificate) {
            peer.identity().require(certificate);
            services.require(certificate);
        }

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
            var message = new OutgoingMessage(Addressing.request(action, peer.address()), List.of(), content);
            ReceivedMessage reply = peer.exchange(UnsecuredEnvelope.write(message));
            LOG.debug("Leg {} of the negotiation with {} is answered", leg, peer.address());
            reply.faultInClear().ifPresent(fault -> {
                throw refused(leg, fault);
            });
            return reply.content()
                    .filter(answer -> leg > 1 || Namespaces.TRUST.equals(answer.namespace()))
                    .orElseThrow(() -> notOffered(leg, "an answer that is no leg of a negotiation"));
        }

        private NegotiationResponse answerTo(XmlElement reply) {
            transcript.add(reply);
            var response = NegotiationResponse.read(reply);
            requireOurs(response.context(), response.exchange());
            byte[] received = response.exchange().octets();
            byte[] flight = handshake.answer(received);
            boolean silent = received.length == 0 && flight.length == 0;
            if (silent || leg == MOST_LEGS) {
                throw endless(leg);
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
                        "The Authenticator of the negotiation is wrong (expected a hash of the legs as this side saw them). The token is"
                                + " not used: an attacker changes the legs on their way.");
            }
            LOG.debug(
                    "Negotiated {} with {} ({}) in {} ms",
                    key,
                    peer.address(),
                    handshake.description(),
                    (System.nanoTime() - start) / 1_000_000);
            Lifetime lifetime = issued.lifetime()
                    .orElseGet(() -> Lifetime.from(
                            environment.clock().instant(),
                            environment.binding().negotiationSettings().tokenLifetime()));
            return new NegotiatedKey(peer.name(), key, lifetime, handshake.peerCertificate());
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
                                + "', as the algorithm suite has it). Set the same algorithm suite on both sides.");
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

    private MessageSecurityException refused(int leg, SoapFault fault) {
        if (fault.is("Receiver", "ServerTooBusy")) {
            return new MessageSecurityException(
                    SecurityFault.TOO_MANY_NEGOTIATIONS,
                    "The service has no room for another negotiation: '" + fault
                            + "' (expected room). Try again later.");
        }
        if (leg == 1 && fault.is("Sender", "FailedAuthentication")) {
            return new MessageSecurityException(
                    SecurityFault.NEGOTIATION_REFUSED,
                    "The service refused the beginning of a TLS handshake: '" + fault
                            + "' (expected its answer). It knows no TLS 1.2, or no cipher suite of this side fits its certificate: let that have"
                            + " digitalSignature among its key usages. Its log has the reason.");
        }
        if (fault.is("Sender", "FailedAuthentication")) {
            return new MessageSecurityException(
                    SecurityFault.NEGOTIATION_REFUSED,
                    "The service refused leg " + leg + " of the negotiation: '" + fault
                            + "'. It does not trust the client certificate '"
                            + credentials.clientCertificate().certificate().getSubjectX500Principal()
                            + "', or the TLS handshake failed on its side. Its log has the reason; let it trust the authority of that"
                            + " certificate, or use another one.");
        }
        if (leg == 1 && !fault.is("Sender", "InvalidRequest")) {
            return notOffered(leg, "the fault '" + fault + "'");
        }
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_REFUSED,
                "The service refused leg " + leg + " of the negotiation: '" + fault
                        + "' (expected the next leg). Its log has the reason; set the same algorithm suite on both sides. If it took longer"
                        + " than the service waits, call again.");
    }

    private static MessageSecurityException notOffered(int leg, String found) {
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_NOT_OFFERED,
                "The service does not negotiate: leg " + leg + " brought " + found
                        + " (expected its part of a TLS handshake). Set negotiateServiceCredential to 'false' here too and give the client the"
                        + " service's certificate, or set it to 'true' on the service; and check the address.");
    }

    private static MessageSecurityException endless(int legs) {
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_FAILED,
                "The negotiation does not go on: after '" + legs
                        + "' legs the handshake is not over (expected 2, each with a" + " flight of TLS, and '"
                        + MOST_LEGS + "' at most). The service is cut off, or breaks the protocol.");
    }
}
