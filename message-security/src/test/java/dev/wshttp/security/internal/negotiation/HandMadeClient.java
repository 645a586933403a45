// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlElement;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** A client that negotiates by the book, except for what is changed. Not safe for use by several threads. */
public final class HandMadeClient {
    private static final int USUAL_KEY_SIZE_BITS = 256;

    private final Transcript transcript;
    private final X509Credential own;
    private final int keySizeBits;
    private TlsHandshake tls;
    private Optional<CertificateThief> thief = Optional.empty();
    private Consumer<Element> firstLeg = leg -> {};
    private Consumer<Element> laterLeg = leg -> {};
    private String context = "uuid-7c0b1f2c-1111-4222-8333-444455556666-1";

    /** Makes a client that believes every service. */
    public HandMadeClient(X509Credential own) {
        this(own, USUAL_KEY_SIZE_BITS);
    }

    /** Makes a client that believes every service, and asks for a key of this size. */
    public HandMadeClient(X509Credential own, int keySizeBits) {
        this.transcript = new Transcript(1 << 20);
        this.own = own;
        this.keySizeBits = keySizeBits;
        this.tls = TlsSide.client(TlsSide.credulous(own));
    }

    /**
     * Changes what a table says.
     *
     * @param untrusted a certificate and key that the service does not trust
     * @throws IllegalArgumentException if the table says something else than this knows
     */
    public HandMadeClient change(Deviation deviation, X509Credential untrusted) {
        Consumer<Element> onLeg = leg -> deviation.change().apply(Forgery.of(leg.getOwnerDocument()));
        return switch (deviation.message()) {
            case "first-leg" -> firstLeg(onLeg);
            case "all-legs" -> firstLeg(onLeg).laterLeg(onLeg);
            case "context" -> context(deviation.how());
            case "tls" -> tls(deviation.how(), untrusted);
            default -> throw new IllegalArgumentException("A negotiation has no message '" + deviation.message() + "'");
        };
    }

    private HandMadeClient tls(String how, X509Credential untrusted) {
        return switch (how) {
            case "no-certificate" -> tls(TlsSide.client(TlsSide.context(Optional.empty(), certificate -> {})));
            case "untrusted-certificate" -> tls(TlsSide.client(TlsSide.credulous(untrusted)));
            // The JDK's client always offers one.
            case "session-ticket" -> this;
            default -> tls(TlsSide.client(TlsSide.credulous(own), how));
        };
    }

    HandMadeClient tls(TlsHandshake other) {
        tls = other;
        return this;
    }

    HandMadeClient context(String other) {
        context = other;
        return this;
    }

    /** Lets an attacker negotiate who has the certificate and not its key. */
    public HandMadeClient withoutTheKey() {
        thief = Optional.of(new CertificateThief(own.certificate()));
        return this;
    }

    /** Changes the first leg before it is sent; both sides hash what is sent. */
    HandMadeClient firstLeg(Consumer<Element> change) {
        firstLeg = change;
        return this;
    }

    /** Changes the legs that follow. */
    HandMadeClient laterLeg(Consumer<Element> change) {
        laterLeg = change;
        return this;
    }

    /**
     * How a negotiation ended.
     *
     * @param fault code, subcode and reason; empty if there is a token
     */
    public record Outcome(int legs, String fault, Optional<NegotiatedKey> negotiated, List<String> valueTypes) {
        /** Returns whether the service issued a token. */
        public boolean isAccepted() {
            return fault.isEmpty();
        }

        /** Returns the protection of messages under the token; empty if there is none that its holder can use. */
        public Optional<Protection> protection() {
            return negotiated.map(NegotiatedKey::protection);
        }
    }

    /**
     * Negotiates, and requires that the Authenticator of the service matches.
     *
     * @throws MessageSecurityException if the service answers something else than a leg or a fault
     */
    public Outcome negotiate(Peer peer) {
        var valueTypes = new ArrayList<String>();
        byte[] first = thief.map(CertificateThief::firstFlight).orElseGet(tls::firstFlight);
        Element leg = Elements.of(new NegotiationRequest(context, keySizeBits, BinaryExchange.tlsnego(first)));
        firstLeg.accept(leg);
        ReceivedMessage reply = send(NegotiationRequest.ACTION, leg, peer);
        int legs = 1;
        while (reply.faultInClear().isEmpty()
                && !NegotiationResult.isOne(reply.content().orElseThrow())) {
            XmlElement content = reply.content().orElseThrow();
            transcript.add(content);
            BinaryExchange challenge = NegotiationResponse.read(content).exchange();
            valueTypes.add(challenge.valueType());
            leg = Elements.of(new NegotiationResponse(context, challenge.answer(flight(challenge.octets()))));
            laterLeg.accept(leg);
            reply = send(NegotiationResponse.ACTION, leg, peer);
            legs++;
        }
        if (reply.faultInClear().isPresent()) {
            return new Outcome(legs, reply.faultInClear().get().toString(), Optional.empty(), valueTypes);
        }
        XmlElement last = reply.content().orElseThrow();
        return new Outcome(
                legs, "", thief.isPresent() ? Optional.empty() : Optional.of(accepted(last, peer)), valueTypes);
    }

    private byte[] flight(byte[] challenge) {
        return thief.map(attacker -> attacker.secondFlight(challenge)).orElseGet(() -> tls.answer(challenge));
    }

    private NegotiatedKey accepted(XmlElement last, Peer peer) {
        var result = NegotiationResult.read(last);
        transcript.add(NegotiationResult.authenticated(last));
        result.issued().exchange().ifPresent(exchange -> tls.answer(exchange.octets()));
        var secret = SharedSecret.of(tls.decrypt(result.issued().wrappedKey()));
        if (!Arrays.equals(transcript.combinedHash(secret), result.combinedHash())) {
            throw new MessageSecurityException(
                    SecurityFault.AUTHENTICATOR_MISMATCH, "The service's Authenticator does not match");
        }
        return new NegotiatedKey(
                peer.name(),
                new SecurityContextKey(result.issued().token(), secret),
                result.issued().lifetime().orElseThrow(),
                tls.peerCertificate(),
                own.certificate());
    }

    private ReceivedMessage send(String action, Element leg, Peer peer) {
        transcript.add(Elements.value(leg));
        return peer.exchange(envelope(action, leg, peer));
    }

    static byte[] envelope(String action, Element leg, Peer peer) {
        return envelope(Addressing.request(action, peer.address()), text(leg));
    }

    static byte[] envelope(Addressing addressing, String leg) {
        var marker = new OutgoingMessage(addressing, List.of(), writer -> writer.writeCharacters("@"));
        String[] around = new String(UnsecuredEnvelope.write(marker), UTF_8).split("@");
        return (around[0] + leg + around[1]).getBytes(UTF_8);
    }

    static String text(Element element) {
        try {
            var text = new StringWriter();
            var transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(element), new StreamResult(text));
            return text.toString();
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
