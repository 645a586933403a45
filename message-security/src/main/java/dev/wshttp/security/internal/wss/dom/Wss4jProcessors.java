// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapEnvelope;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.dom.DOMCryptoContext;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.WSDocInfo;
import org.apache.wss4j.dom.callback.CallbackLookup;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.processor.ReferenceListProcessor;
import org.apache.wss4j.dom.processor.SignatureProcessor;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * WSS4J's processors for one message. They are called one by one, in our order and with keys that we found; they find elements by our
 * index of unique ids only, and never look for a key or judge a certificate themselves.
 */
final class Wss4jProcessors {
    private static final WSSConfig CONFIG = configuration();

    private final RequestData data = new RequestData();

    Wss4jProcessors(SoapEnvelope envelope, PlaintextReader plaintexts) {
        var tokens = new WSDocInfo(envelope.document());
        tokens.setCallbackLookup(new IndexLookup(envelope));
        data.setWssConfig(CONFIG);
        data.setWsDocInfo(tokens);
        data.setEncryptionSerializer(plaintexts);
        // The form of every element is checked before, by stricter rules than the Basic Security Profile's.
        data.setDisableBSPEnforcement(true);
    }

    /** Makes a derived key known under the id of its token. */
    void know(String tokenId, byte[] derivedKey) {
        know(tokenId, new WSSecurityEngineResult(WSConstants.ENCR, derivedKey, null, List.of()));
    }

    /** Makes a certificate known under what a signature calls it. */
    void know(String name, X509Certificate certificate) {
        var result = new WSSecurityEngineResult(WSConstants.BST);
        result.put(WSSecurityEngineResult.TAG_X509_CERTIFICATES, new X509Certificate[] {certificate});
        result.put(WSSecurityEngineResult.TAG_VALIDATED_TOKEN, false);
        know(name, result);
    }

    private void know(String name, WSSecurityEngineResult result) {
        result.put(WSSecurityEngineResult.TAG_ID, name);
        data.getWsDocInfo().addResult(result);
    }

    /** Decrypts in place everything that a reference list names. */
    void decrypt(Element referenceList) {
        try {
            new ReferenceListProcessor().handleToken(referenceList, data);
        } catch (WSSecurityException | RuntimeException undecryptable) {
            throw new MessageSecurityException(
                    SecurityFault.DECRYPTION_FAILED,
                    "A part of the message does not decrypt (expected XML under the message key). The message was changed, or encrypted"
                            + " for another key.",
                    undecryptable);
        }
    }

    /**
     * Computes a signature.
     *
     * @return the elements that it covers: these very nodes, not others of the same id or name
     */
    Set<Element> verify(Element signature) {
        try {
            var result = new SignatureProcessor().handleToken(signature, data).get(0);
            Set<Element> covered = Collections.newSetFromMap(new IdentityHashMap<>());
            var references = (List<?>) requireNonNull(result.get(WSSecurityEngineResult.TAG_DATA_REF_URIS));
            for (Object reference : references) {
                covered.add(((WSDataRef) reference).getProtectedElement());
            }
            return covered;
        } catch (WSSecurityException | RuntimeException invalid) {
            throw new MessageSecurityException(
                    SecurityFault.SIGNATURE_INVALID,
                    "A signature of the message does not verify (expected one over the message as it was sent). The message was changed"
                            + " on its way, or signed with another key.",
                    invalid);
        }
    }

    private static WSSConfig configuration() {
        WSSConfig config = WSSConfig.getNewInstance();
        config.setValidator(WSConstants.SIGNATURE, (credential, request) -> credential);
        return config;
    }

    /** Looks elements up where the envelope has made sure that ids are unique. */
    private record IndexLookup(SoapEnvelope envelope) implements CallbackLookup {
        @Override
        public @Nullable Element getElement(String id, @Nullable String valueType, boolean checkMultipleElements) {
            return envelope.elementById(id.startsWith("#") ? id.substring(1) : id);
        }

        @Override
        public @Nullable Element getAndRegisterElement(
                String id, @Nullable String valueType, boolean checkMultipleElements, DOMCryptoContext context) {
            Element element = getElement(id, valueType, checkMultipleElements);
            if (element != null) {
                boolean qualified = element.hasAttributeNS(Namespaces.UTILITY, "Id");
                context.setIdAttributeNS(element, qualified ? Namespaces.UTILITY : null, "Id");
            }
            return element;
        }

        @Override
        public List<Element> getElements(String localName, String namespace) {
            return Elements.is(envelope.body(), namespace, localName) ? List.of(envelope.body()) : List.of();
        }

        @Override
        public Element getSOAPBody() {
            return envelope.body();
        }
    }
}
