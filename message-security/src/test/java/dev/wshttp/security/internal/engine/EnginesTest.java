// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one engine protects the other verifies: all suites, all kinds of messages, and contents that are hard to write. */
@ParameterizedClass
@EnumSource(MessageEngine.class)
class EnginesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final int MOST_BYTES = 1 << 20;
    private static final String CALL = "<Add xmlns='urn:test'><n>1</n></Add>";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageEngine sending;

    EnginesTest(MessageEngine sending) {
        this.sending = sending;
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void verifiesRequestAndReplyOfDirectMode(AlgorithmSuite suite) {
        X509Credential service = credential(PKI.service());
        X509Credential client = credential(PKI.client());

        ProtectedMessage request =
                sender(suite).protect(message(CALL), Protection.request(service.certificate(), client));
        MessageProof proof = prove(suite, request, Expectation.request(service));
        var key = (MessageKey.Encrypted) proof.key();
        ProtectedMessage reply = sender(suite)
                .protect(message(CALL), Protection.reply(key, proof.signatureValues(), proof.signatures()));
        MessageProof ofReply = prove(
                suite,
                reply,
                Expectation.reply(
                        (MessageKey.Encrypted) request.key(), request.signatureValues(), request.signatures()));

        assertThat(proof.endorser()).contains(client.certificate());
        assertThat(proof.signatureValues()).hasSize(2).isEqualTo(request.signatureValues());
        assertThat(ofReply.signatureValues()).isEqualTo(reply.signatureValues());
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void verifiesMessagesUnderContexts(AlgorithmSuite suite) {
        SecurityContextKey session = context(suite, "urn:uuid:1", "");
        SecurityContextKey renewed = context(suite, "urn:uuid:2", "urn:uuid:3");
        var pair = DerivedKeyPair.of(session, suite, RANDOM);
        for (Carriage carriage : Carriage.values()) {
            for (Optional<DerivedKeyPair> keys : List.of(Optional.of(pair), Optional.<DerivedKeyPair>empty())) {
                Protection protection = Protection.context(new Protection.Context(session, keys, carriage));
                Expectation expectation =
                        Expectation.context(new Expectation.Context(List.of(renewed, session), carriage));

                assertProved(suite, protection, expectation);
                assertProved(suite, protection.signedOnly(), expectation.signedOnly());
                assertProved(suite, protection.endorsedBy(renewed), expectation.endorsedByOneOf(List.of(renewed)));
            }
        }
    }

    /** Among them a prefix that only a value needs, of which the exclusive canonical form says nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text alone",
                "<a/>",
                "<a xmlns='urn:a'/>",
                "<p:a xmlns:p='urn:a'><b/><c xmlns='urn:c'><d xmlns=''/></c></p:a>",
                "<a xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='xs:int'>1</a>",
                "<a>one<!-- comment -->two</a>",
                "<a><![CDATA[<&>]]]]><![CDATA[>]]></a>",
                "<a>\r\n&#13;&#10;\t </a>",
                "<a b='&#9;&#10;&#13;&lt;&amp;&quot;&apos;&gt;'/>",
                "<a z='1' b='2' xmlns:p='urn:p' p:a='3' xmlns:q='urn:a' q:z='4'/>",
                "<a>\uD83D\uDE00 \u00E9 \u2028 \uFFFD &#x1F600;</a>",
                "<s:a xmlns:s='urn:other'><u:Id xmlns:u='urn:other' u:Id='x'/></s:a>",
                "<a xml:lang='de' xml:space='preserve'> <b/> </a>",
                "<a>]]&gt;&gt;&lt;</a>",
                "<\u00E9l\u00E9ment \u00E9='1'/>",
                "<a/><b/>text<c/>",
            })
    void carriesContentThatIsHardToWrite(String body) throws XMLStreamException {
        AlgorithmSuite suite = AlgorithmSuite.BASIC256;
        SecurityContextKey session = context(suite, "urn:uuid:1", "");

        MessageProof proof = prove(
                suite,
                sender(suite).protect(message(body), inSession(session)),
                Expectation.context(new Expectation.Context(List.of(session), Carriage.CARRIED)));

        var reader = proof.envelope().reader();
        reader.nextTag();
        XmlElement received = XmlElement.read(reader, 100)
                .element("http://www.w3.org/2003/05/soap-envelope", "Body")
                .orElseThrow();
        assertThat(received.textContent())
                .isEqualTo(element("<x>" + body + "</x>").textContent());
        assertThat(received.elements().stream().map(EnginesTest::form))
                .isEqualTo(element("<x>" + body + "</x>").elements().stream()
                        .map(EnginesTest::form)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<h xmlns='urn:h'>text</h>",
                "<p:h xmlns:p='urn:h' a='1'/>",
                "<h xmlns:u='urn:other' u:a='1'/>",
                "<h xmlns:u='urn:other' xmlns:u1='urn:another'/>",
                "<h xmlns:u='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd' u:Id='mine'/>",
                "<h xmlns:x='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd' x:Id='_1'/>",
            })
    void signsHeadersOfTheApplicationWithIdsOfItsOwn(String header) {
        AlgorithmSuite suite = AlgorithmSuite.BASIC256;
        SecurityContextKey session = context(suite, "urn:uuid:1", "");
        var message = new OutgoingMessage(
                Addressing.request("urn:action", "urn:to"), List.of(content(header), content(header)), content(CALL));

        MessageProof proof = prove(
                suite,
                sender(suite).protect(message, inSession(session)),
                Expectation.context(new Expectation.Context(List.of(session), Carriage.CARRIED)));

        assertThat(proof.envelope().reader()).isNotNull();
        assertThat(proof.signatureValues()).hasSize(1);
    }

    /** No signature covers them, so an attacker can add them; at one of them the RI's SAAJ logs an error. */
    @ParameterizedTest
    @ValueSource(strings = {"Envelope", "Header"})
    void leavesOutAttributesAroundTheSignedParts(String holder) throws XMLStreamException {
        AlgorithmSuite suite = AlgorithmSuite.BASIC256;
        SecurityContextKey session = context(suite, "urn:uuid:1", "");
        String sent = new String(
                sender(suite).protect(message(CALL), inSession(session)).octets(), UTF_8);
        String changed = sent.replaceFirst(
                "<s:" + holder, "$0 s:encodingStyle='urn:other' xml:lang='xx' xmlns:added='urn:added'");

        MessageProof proof = prove(
                suite,
                changed.getBytes(UTF_8),
                Expectation.context(new Expectation.Context(List.of(session), Carriage.CARRIED)));

        assertThat(changed).isNotEqualTo(sent);
        var reader = proof.envelope().reader();
        do {
            reader.nextTag();
        } while (!reader.getLocalName().equals(holder));
        assertThat(reader.getAttributeCount()).isZero();
        assertThat(reader.getNamespaceURI("added")).isEqualTo("urn:added");
    }

    private static Protection inSession(SecurityContextKey session) {
        return Protection.context(new Protection.Context(session, Optional.empty(), Carriage.CARRIED));
    }

    private void assertProved(AlgorithmSuite suite, Protection protection, Expectation expectation) {
        ProtectedMessage sent = sender(suite).protect(message(CALL), protection);

        MessageProof proof = prove(suite, sent, expectation);

        assertThat(proof.signatureValues()).isEqualTo(sent.signatureValues());
        assertThat(proof.envelope().content().map(EnginesTest::form)).contains(form(element(CALL)));
    }

    private MessageProof prove(AlgorithmSuite suite, ProtectedMessage message, Expectation expectation) {
        return prove(suite, message.octets(), expectation);
    }

    private MessageProof prove(AlgorithmSuite suite, byte[] octets, Expectation expectation) {
        return engine(sending == MessageEngine.OCTETS ? MessageEngine.WSS4J : MessageEngine.OCTETS, suite)
                .read(octets, UTF_8)
                .verification(expectation)
                .proveAtOnce();
    }

    private SecurityEngine sender(AlgorithmSuite suite) {
        return engine(sending, suite);
    }

    private static SecurityEngine engine(MessageEngine engine, AlgorithmSuite suite) {
        var binding = WsHttpBinding.builder().algorithmSuite(suite).build();
        return Engines.of(engine, binding, new Freshness(Clock.systemUTC(), binding.maxClockSkew()), RANDOM);
    }

    private static SecurityContextKey context(AlgorithmSuite suite, String identifier, String instance) {
        return new SecurityContextKey(
                new SecurityContextToken("uuid-0-" + identifier.length() + identifier.charAt(9), identifier, instance),
                SharedSecret.random(RANDOM, suite.secretBytes()));
    }

    private static OutgoingMessage message(String body) {
        return new OutgoingMessage(Addressing.request("urn:action", "urn:to"), List.of(), content(body));
    }

    private static XmlContent content(String xml) {
        XmlElement around = element("<x>" + xml + "</x>");
        return writer -> {
            for (var child : around.children()) {
                if (child instanceof XmlElement inner) {
                    inner.writeTo(writer);
                } else if (child instanceof dev.wshttp.security.internal.xml.XmlNode.Text text) {
                    writer.writeCharacters(text.characters());
                }
            }
        };
    }

    private static XmlElement element(String xml) {
        try {
            return new XmlParser(100).parse(xml.getBytes(UTF_8));
        } catch (XMLStreamException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static String form(XmlElement element) {
        return new String(element.canonicalForm(MOST_BYTES), UTF_8);
    }

    private static X509Credential credential(TestCredential own) {
        return X509Credential.of(own.key(), own.chain());
    }
}
