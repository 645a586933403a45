// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SharedSecret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.xml.security.algorithms.JCEMapper;
import org.apache.xml.security.encryption.XMLCipher;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Opens the encrypted parts of a message with its key, leaving all else as it is: what the folders' {@code decrypted} files show. */
public final class OpenedMessage {
    static {
        // Santuario works after this only, and no test may rely on another one that ran before.
        WSSConfig.init();
    }

    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    private static final String CONVERSATION = "http://schemas.xmlsoap.org/ws/2005/02/sc";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    private OpenedMessage() {}

    /** Decrypts every EncryptedData in place. */
    public static Document open(byte[] envelope, SharedSecret secret) {
        Document document = Envelopes.parse(envelope);
        for (Element data : elements(document, ENCRYPTION, "EncryptedData")) {
            Element reference =
                    (Element) data.getElementsByTagNameNS("*", "Reference").item(0);
            Element token = derivedKey(document, reference.getAttribute("URI").substring(1));
            decrypt(document, data, secret.derive(derivation(token)));
        }
        return document;
    }

    private static Element derivedKey(Document document, String id) {
        return elements(document, CONVERSATION, "DerivedKeyToken").stream()
                .filter(token -> token.getAttributeNS(UTILITY, "Id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static KeyDerivation derivation(Element token) {
        String nonce =
                token.getElementsByTagNameNS(CONVERSATION, "Nonce").item(0).getTextContent();
        NodeList length = token.getElementsByTagNameNS(CONVERSATION, "Length");
        return new KeyDerivation(
                SharedSecret.DEFAULT_LABEL,
                Base64.getDecoder().decode(nonce),
                0,
                length.getLength() == 0 ? 32 : Integer.parseInt(length.item(0).getTextContent()));
    }

    private static void decrypt(Document document, Element data, byte[] key) {
        try {
            XMLCipher cipher = XMLCipher.getInstance();
            Element method = (Element) data.getElementsByTagNameNS(data.getNamespaceURI(), "EncryptionMethod")
                    .item(0);
            String algorithm = JCEMapper.getJCEKeyAlgorithmFromURI(method.getAttribute("Algorithm"));
            cipher.init(XMLCipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm));
            cipher.doFinal(document, data);
        } catch (Exception undecryptable) {
            throw new IllegalStateException(undecryptable);
        }
    }

    private static List<Element> elements(Document document, String namespace, String name) {
        NodeList found = document.getElementsByTagNameNS(namespace, name);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
