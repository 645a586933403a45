// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.io.ByteArrayOutputStream;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.CallbackHandler;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.derivedKey.ConversationConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.WSSecDKEncrypt;
import org.apache.wss4j.dom.message.WSSecDKSign;
import org.apache.wss4j.dom.message.WSSecEncryptedKey;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.apache.wss4j.dom.util.WSSecurityUtil;
import org.apache.xml.security.c14n.Canonicalizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Another implementation judges what is sent, and makes what is received: WSS4J as its users know it, with its own builders, its own engine
 * and the Basic Security Profile enforced.
 */
class Wss4jOracleTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String PASSWORD = "correct horse";
    private static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    private static final String ADD = CONTRACT + "/ICalculator/Add";

    private final Sides sides = Sides.of(
            WsHttpBinding.builder()
                    .negotiateServiceCredential(false)
                    .establishSecurityContext(false)
                    .build(),
            ClientCredentials.of(credential(PKI.client()), trust())
                    .withServiceCertificate(PKI.service().certificate()),
            ServiceCredentials.of(credential(PKI.service()), trust()),
            Clock.systemUTC());

    @BeforeAll
    static void registerProviders() {
        WSSConfig.init();
    }

    @Test
    void wss4jVerifiesOurRequest() throws Exception {
        Document envelope = Envelopes.parse(ourRequest().octets());

        WSHandlerResult result = new WSSecurityEngine().processSecurityHeader(envelope, receiving(key -> {}));

        assertThat(actions(result))
                .containsExactlyInAnyOrder(
                        WSConstants.TS,
                        WSConstants.ENCR,
                        WSConstants.DKT,
                        WSConstants.DKT,
                        WSConstants.ENCR,
                        WSConstants.BST,
                        WSConstants.SIGN,
                        WSConstants.SIGN);
        assertThat(signedBy(result, 0))
                .containsExactlyInAnyOrder("Body", "Action", "MessageID", "ReplyTo", "To", "Timestamp");
        assertThat(signedBy(result, 1)).containsExactly("Signature");
        assertThat(result.getActionResults().get(WSConstants.SIGN))
                .anyMatch(signature ->
                        PKI.client().certificate().equals(signature.get(WSSecurityEngineResult.TAG_X509_CERTIFICATE)));
        assertThat(Envelopes.body(envelope)).contains("<n1>100</n1>");
    }

    @Test
    void wss4jVerifiesOurReply() throws Exception {
        ProtectedMessage request = ourRequest();
        VerifiedMessage understood = sides.service().verify(sides.engine().read(request.octets(), UTF_8));
        ProtectedMessage reply = sides.service()
                .protect(
                        message(Addressing.reply(ADD + "Response", "urn:uuid:1"), "AddResponse", "AddResult", "115.99"),
                        understood);
        Document envelope = Envelopes.parse(reply.octets());

        WSHandlerResult result = new WSSecurityEngine().processSecurityHeader(envelope, receiving(callback -> {
            assertThat(callback.getIdentifier()).isEqualTo(((MessageKey.Encrypted) request.key()).encryptedKeySha1());
            callback.setKey(request.key().secret().octets());
        }));

        assertThat(signedBy(result, 0))
                .containsExactlyInAnyOrder(
                        "Body", "Action", "RelatesTo", "Timestamp", "SignatureConfirmation", "SignatureConfirmation");
        assertThat(result.getActionResults().get(WSConstants.SC)).hasSize(2);
        assertThat(Envelopes.body(envelope)).contains("<AddResult>115.99</AddResult>");
    }

    /** The recipe of the protocol's description, with which WSS4J talks to WCF. */
    @Test
    void ourServiceAcceptsWss4jsRequest() throws Exception {
        byte[] request = wss4jRequest();

        VerifiedMessage accepted = sides.service().verify(sides.engine().read(request, UTF_8));

        assertThat(accepted.sender()).contains(PKI.client().certificate());
        assertThat(accepted.addressing().action()).isEqualTo(ADD);
        assertThat(accepted.signatureValues()).hasSize(2);
        assertThat(Envelopes.body(accepted.envelope())).contains("100");
    }

    private ProtectedMessage ourRequest() {
        return sides.client()
                .protect(
                        message(Addressing.request(ADD, "http://localhost/Calculator"), "Add", "n1", "100"),
                        Sides.CONTOSO);
    }

    private static byte[] wss4jRequest() throws Exception {
        Document envelope = Envelopes.parse("<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='"
                + Namespaces.ADDRESSING + "'><s:Header><a:Action>" + ADD
                + "</a:Action><a:MessageID>urn:uuid:1</a:MessageID><a:ReplyTo><a:Address>" + Namespaces.ANONYMOUS
                + "</a:Address></a:ReplyTo><a:To>http://localhost/Calculator</a:To></s:Header><s:Body><Add xmlns='"
                + CONTRACT + "'><n1>100</n1></Add></s:Body></s:Envelope>");
        var header = new WSSecHeader(envelope);
        Element security = header.insertSecurityHeader();
        var timestamp = new WSSecTimestamp(header);
        timestamp.setTimeToLive(300);
        timestamp.prepare();
        security.appendChild(timestamp.getElement());

        byte[] octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        SecretKey secret = new SecretKeySpec(octets, "AES");
        var encryptedKey = new WSSecEncryptedKey(header);
        encryptedKey.setUseThisCert(PKI.service().certificate());
        encryptedKey.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
        encryptedKey.setKeyEncAlgo(WSConstants.KEYTRANSPORT_RSAOAEP);
        encryptedKey.prepare(crypto(PKI.client()), secret);
        encryptedKey.appendToHeader();

        WSSecDKSign primary = derivedSignature(header, encryptedKey.getId());
        primary.prepare(octets);
        primary.appendDKElementToHeader();
        WSSecDKEncrypt encryption = derivedEncryption(header, encryptedKey.getId());
        encryption.prepare(octets);
        encryption.appendDKElementToHeader();
        WSSecSignature endorsing = endorsingSignature(header);
        endorsing.prepare(crypto(PKI.client()));
        endorsing.appendBSTElementToHeader();
        Element certificate = (Element) security.getLastChild();

        primary.computeSignature(primary.addReferencesToSign(signedParts(timestamp.getId())), false, null);
        var endorsed = new WSEncryptionPart(primary.getSignatureId());
        endorsing.computeSignature(endorsing.addReferencesToSign(List.of(endorsed)), false, null);
        Element list = encryption.encryptForExternalRef(
                null,
                List.of(
                        new WSEncryptionPart("Body", Namespaces.SOAP, "Content"),
                        new WSEncryptionPart(primary.getSignatureId(), "Element"),
                        new WSEncryptionPart(endorsing.getId(), "Element")));
        list.setAttributeNS(Namespaces.XMLNS, "xmlns:xenc", Namespaces.ENCRYPTION);
        security.insertBefore(list, certificate);
        return serialize(envelope);
    }

    private static WSSecDKSign derivedSignature(WSSecHeader header, String keyId) {
        var signature = new WSSecDKSign(header);
        signature.setWscVersion(ConversationConstants.VERSION_05_02);
        signature.setTokenIdentifier(keyId);
        signature.setCustomValueType(WSConstants.WSS_ENC_KEY_VALUE_TYPE);
        signature.setDerivedKeyLength(24);
        signature.setSignatureAlgorithm(WSConstants.HMAC_SHA1);
        signature.setDigestAlgorithm(WSConstants.SHA1);
        signature.setAddInclusivePrefixes(false);
        return signature;
    }

    private static WSSecDKEncrypt derivedEncryption(WSSecHeader header, String keyId) {
        var encryption = new WSSecDKEncrypt(header);
        encryption.setWscVersion(ConversationConstants.VERSION_05_02);
        encryption.setTokenIdentifier(keyId);
        encryption.setCustomValueType(WSConstants.WSS_ENC_KEY_VALUE_TYPE);
        encryption.setSymmetricEncAlgorithm(WSConstants.AES_256);
        encryption.setDerivedKeyLength(32);
        return encryption;
    }

    private static WSSecSignature endorsingSignature(WSSecHeader header) {
        var signature = new WSSecSignature(header);
        signature.setUserInfo(PKI.client().name(), PASSWORD);
        signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
        signature.setSignatureAlgorithm(WSConstants.RSA_SHA1);
        signature.setDigestAlgo(WSConstants.SHA1);
        signature.setAddInclusivePrefixes(false);
        return signature;
    }

    private static List<WSEncryptionPart> signedParts(String timestampId) {
        var parts = new ArrayList<WSEncryptionPart>();
        parts.add(new WSEncryptionPart("Body", Namespaces.SOAP, "Element"));
        for (String name : List.of("Action", "MessageID", "ReplyTo", "To")) {
            parts.add(new WSEncryptionPart(name, Namespaces.ADDRESSING, "Element"));
        }
        parts.add(new WSEncryptionPart(timestampId));
        return parts;
    }

    private static RequestData receiving(KeySource keys) throws Exception {
        var data = new RequestData();
        data.setWssConfig(WSSConfig.getNewInstance());
        data.setDecCrypto(crypto(PKI.service()));
        data.setSigVerCrypto(crypto(PKI.service()));
        data.setCallbackHandler(passwordsOr(keys));
        return data;
    }

    private static CallbackHandler passwordsOr(KeySource keys) {
        return callbacks -> {
            for (var callback : callbacks) {
                var question = (WSPasswordCallback) callback;
                if (question.getUsage() == WSPasswordCallback.SECRET_KEY) {
                    keys.answer(question);
                } else {
                    question.setPassword(PASSWORD);
                }
            }
        };
    }

    /** A store with one side's key and the authority that both trust. */
    private static Merlin crypto(TestCredential own) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                own.name(), own.key(), PASSWORD.toCharArray(), own.chain().toArray(X509Certificate[]::new));
        store.setCertificateEntry("authority", PKI.authorityCertificate());
        var crypto = new Merlin();
        crypto.setKeyStore(store);
        crypto.setTrustStore(store);
        return crypto;
    }

    private static List<Integer> actions(WSHandlerResult result) {
        return result.getResults().stream()
                .map(each -> (Integer) each.get(WSSecurityEngineResult.TAG_ACTION))
                .toList();
    }

    /** The local names of what the n-th signature, in the order of the header, covers. */
    private static List<String> signedBy(WSHandlerResult result, int index) {
        var signatures = result.getResults().stream()
                .filter(each -> Objects.equals(each.get(WSSecurityEngineResult.TAG_ACTION), WSConstants.SIGN))
                .sorted((one, other) -> Boolean.compare(isEndorsing(one), isEndorsing(other)))
                .toList();
        return references(signatures.get(index)).stream()
                .map(reference -> ((WSDataRef) reference).getProtectedElement().getLocalName())
                .toList();
    }

    private static boolean isEndorsing(WSSecurityEngineResult signature) {
        return signature.get(WSSecurityEngineResult.TAG_X509_CERTIFICATE) != null;
    }

    private static List<?> references(WSSecurityEngineResult signature) {
        return (List<?>) requireNonNull(signature.get(WSSecurityEngineResult.TAG_DATA_REF_URIS));
    }

    private static byte[] serialize(Document envelope) throws Exception {
        var octets = new ByteArrayOutputStream();
        assertThat(WSSecurityUtil.findBodyElement(envelope)).isNotNull();
        Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_PHYSICAL).canonicalizeSubtree(envelope, octets);
        return octets.toByteArray();
    }

    private static OutgoingMessage message(Addressing addressing, String operation, String parameter, String value) {
        return new OutgoingMessage(addressing, List.of(), writer -> {
            writer.writeStartElement("", operation, CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            writer.writeStartElement("", parameter, CONTRACT);
            writer.writeCharacters(value);
            writer.writeEndElement();
            writer.writeEndElement();
        });
    }

    private static CertificateTrust trust() {
        return CertificateTrust.chain(List.of(PKI.authorityCertificate()));
    }

    private static X509Credential credential(TestCredential made) {
        return X509Credential.of(made.key(), made.chain());
    }

    /** Answers WSS4J's question for a key that it cannot know. */
    private interface KeySource {
        void answer(WSPasswordCallback question);
    }
}
