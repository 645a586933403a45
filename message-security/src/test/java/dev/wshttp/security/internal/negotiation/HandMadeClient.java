// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.Elements;
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

/** A client that negotiates by the book, except for what a test changes. */
final class HandMadeClient {
    private final Transcript transcript;
    private TlsHandshake tls = TlsSide.client(TlsSide.credulous("client"));
    private Consumer<Element> firstLeg = leg -> {};
    private Consumer<Element> laterLeg = leg -> {};
    private String context = "uuid-7c0b1f2c-1111-4222-8333-444455556666-1";

    HandMadeClient() {
        this.transcript = new Transcript(1 << 20);
    }

    HandMadeClient tls(TlsHandshake other) {
        tls = other;
        return this;
    }

    HandMadeClient context(String other) {
        context = other;
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
    record Outcome(int legs, String fault, Optional<NegotiatedKey> negotiated, List<String> valueTypes) {}

    /** Negotiates, and requires that the Authenticator of the service matches. */
    Outcome negotiate(Peer peer) {
        var valueTypes = new ArrayList<String>();
        Element leg = Elements.of(new NegotiationRequest(context, 256, BinaryExchange.tlsnego(tls.firstFlight())));
        firstLeg.accept(leg);
        ReceivedMessage reply = send(NegotiationRequest.ACTION, leg, peer);
        int legs = 1;
        while (reply.faultInClear().isEmpty()
                && !NegotiationResult.isOne(reply.content().orElseThrow())) {
            XmlElement content = reply.content().orElseThrow();
            transcript.add(content);
            BinaryExchange challenge = NegotiationResponse.read(content).exchange();
            valueTypes.add(challenge.valueType());
            byte[] flight = tls.answer(challenge.octets());
            leg = Elements.of(new NegotiationResponse(context, challenge.answer(flight)));
            laterLeg.accept(leg);
            reply = send(NegotiationResponse.ACTION, leg, peer);
            legs++;
        }
        if (reply.faultInClear().isPresent()) {
            return new Outcome(legs, reply.faultInClear().get().toString(), Optional.empty(), valueTypes);
        }
        return new Outcome(legs, "", Optional.of(accepted(reply.content().orElseThrow(), peer)), valueTypes);
    }

    private NegotiatedKey accepted(XmlElement last, Peer peer) {
        var result = NegotiationResult.read(last);
        transcript.add(NegotiationResult.authenticated(last));
        result.issued().exchange().ifPresent(exchange -> tls.answer(exchange.octets()));
        var secret = SharedSecret.of(tls.decrypt(result.issued().wrappedKey()));
        if (!Arrays.equals(transcript.combinedHash(secret), result.combinedHash())) {
            throw new AssertionError("the service's Authenticator does not match");
        }
        return new NegotiatedKey(
                peer.name(),
                new SecurityContextKey(result.issued().token(), secret),
                result.issued().lifetime().orElseThrow(),
                tls.peerCertificate());
    }

    private ReceivedMessage send(String action, Element leg, Peer peer) {
        transcript.add(Elements.value(leg));
        return peer.exchange(envelope(action, leg, peer));
    }

    static byte[] envelope(String action, Element leg, Peer peer) {
        return envelope(action, text(leg), peer);
    }

    static byte[] envelope(String action, String leg, Peer peer) {
        var marker = new OutgoingMessage(
                Addressing.request(action, peer.address()), List.of(), writer -> writer.writeCharacters("@"));
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
