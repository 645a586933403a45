// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static dev.wshttp.security.internal.soap.Namespaces.ADDRESSING;
import static dev.wshttp.security.internal.soap.Namespaces.BASE64;
import static dev.wshttp.security.internal.soap.Namespaces.CONTEXT_TYPE;
import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.DERIVED_KEY_TYPE;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTED_KEY_SHA1;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTED_KEY_TYPE;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY_11;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static dev.wshttp.security.internal.soap.Namespaces.SOAP;
import static dev.wshttp.security.internal.soap.Namespaces.THUMBPRINT_SHA1;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static dev.wshttp.security.internal.soap.Namespaces.X509_V3;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SecurityContextToken.References;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The elements of an envelope and its security header, octet by octet in WCF's form. */
final class HeaderOctets {
    static final String ENVELOPE = "<s:Envelope xmlns:s=\"" + SOAP + "\" xmlns:a=\"" + ADDRESSING + "\" xmlns:u=\""
            + UTILITY + "\"><s:Header>";
    static final String SECURITY_START = "<o:Security s:mustUnderstand=\"1\" xmlns:o=\"" + SECURITY + "\">";
    static final String SECURITY_END = "</o:Security></s:Header>";
    static final String ENCRYPTED_DATA_END = "</e:CipherValue></e:CipherData></e:EncryptedData>";
    static final String ENCRYPTED_HEADER_END = "</k:EncryptedHeader>";
    static final String ENVELOPE_END = "</s:Body></s:Envelope>";

    private static final String O = " xmlns:o=\"" + SECURITY + "\"";
    private static final String C = " xmlns:c=\"" + CONVERSATION + "\"";
    private static final String E = " xmlns:e=\"" + ENCRYPTION + "\"";
    private static final String K = " xmlns:k=\"" + SECURITY_11 + "\"";
    private static final String DS = " xmlns=\"" + SIGNATURE + "\"";
    private static final int DEFAULT_KEY_BYTES = 32;

    private HeaderOctets() {}

    static void addressing(OctetWriter to, Addressing addressing, Supplier<String> ids) {
        action(to, addressing, ids);
        othersOfAddressing(to, addressing, ids);
    }

    static void action(OctetWriter to, Addressing addressing, Supplier<String> ids) {
        understood(to, "Action", addressing.action(), ids);
    }

    static void othersOfAddressing(OctetWriter to, Addressing addressing, Supplier<String> ids) {
        block(to, "MessageID", addressing.messageId(), ids);
        block(to, "RelatesTo", addressing.relatesTo(), ids);
        if (addressing.replyTo() != null) {
            to.markup("<a:ReplyTo u:Id=\"")
                    .markup(ids.get())
                    .markup("\"><a:Address>")
                    .escaped(addressing.replyTo())
                    .markup("</a:Address></a:ReplyTo>");
        }
        understood(to, "To", addressing.to(), ids);
    }

    private static void understood(OctetWriter to, String name, @Nullable String text, Supplier<String> ids) {
        if (text != null) {
            to.markup("<a:").markup(name).markup(" s:mustUnderstand=\"1\" u:Id=\"");
            to.markup(ids.get()).markup("\">").escaped(text);
            to.markup("</a:").markup(name).markup(">");
        }
    }

    private static void block(OctetWriter to, String name, @Nullable String text, Supplier<String> ids) {
        if (text != null) {
            to.markup("<a:").markup(name).markup(" u:Id=\"").markup(ids.get()).markup("\">");
            to.escaped(text).markup("</a:").markup(name).markup(">");
        }
    }

    static void timestamp(OctetWriter to, String id, String created, String expires) {
        to.markup("<u:Timestamp u:Id=\"").markup(id).markup("\"><u:Created>").markup(created);
        to.markup("</u:Created><u:Expires>").markup(expires).markup("</u:Expires></u:Timestamp>");
    }

    static void confirmation(OctetWriter to, String id, String value) {
        to.markup("<k:SignatureConfirmation u:Id=\"")
                .markup(id)
                .markup("\" Value=\"")
                .escaped(value);
        to.markup("\"" + K + " xmlns:u=\"" + UTILITY + "\"/>");
    }

    /** @param id empty if the body is not signed */
    static void body(OctetWriter to, String id) {
        if (id.isEmpty()) {
            to.markup("<s:Body>");
        } else {
            to.markup("<s:Body u:Id=\"").markup(id).markup("\">");
        }
    }

    static void encryptedKey(OctetWriter to, String id, AlgorithmSuite suite, String thumbprint, byte[] wrapped) {
        to.markup("<e:EncryptedKey Id=\"").markup(id).markup("\"" + E + "><e:EncryptionMethod Algorithm=\"");
        to.markup(suite.keyWrapUri());
        to.markup(
                suite.isRsaOaep()
                        ? "\"><DigestMethod Algorithm=\"" + SIGNATURE + "sha1\"" + DS + "/></e:EncryptionMethod>"
                        : "\"/>");
        to.markup("<KeyInfo" + DS + "><o:SecurityTokenReference>");
        keyIdentifier(to, THUMBPRINT_SHA1, thumbprint);
        to.markup("</o:SecurityTokenReference></KeyInfo><e:CipherData><e:CipherValue>");
        to.base64(wrapped).markup("</e:CipherValue></e:CipherData></e:EncryptedKey>");
    }

    private static void keyIdentifier(OctetWriter to, String valueType, String value) {
        to.markup("<o:KeyIdentifier ValueType=\"").markup(valueType);
        to.markup("\" EncodingType=\"" + BASE64 + "\">").escaped(value).markup("</o:KeyIdentifier>");
    }

    static void contextToken(OctetWriter to, SecurityContextToken token) {
        if (!token.issued().isEmpty()) {
            to.write(token.issued().getBytes(UTF_8));
            return;
        }
        to.markup("<c:SecurityContextToken u:Id=\"").escaped(token.id()).markup("\"" + C + "><c:Identifier>");
        to.escaped(token.identifier()).markup("</c:Identifier>");
        if (!token.instance().isEmpty()) {
            to.markup("<c:Instance>").escaped(token.instance()).markup("</c:Instance>");
        }
        to.markup("</c:SecurityContextToken>");
    }

    static void derivedKey(OctetWriter to, String id, KeyDerivation derivation, TokenName source) {
        to.markup("<c:DerivedKeyToken u:Id=\"").escaped(id).markup("\"" + C + ">");
        source.write(to);
        // Interop: WCF leaves out offset and length where they are the defaults of 0 and 32.
        if (derivation.lengthBytes() != DEFAULT_KEY_BYTES) {
            to.markup("<c:Offset>0</c:Offset><c:Length>").markup(Integer.toString(derivation.lengthBytes()));
            to.markup("</c:Length>");
        }
        to.markup("<c:Nonce>").base64(derivation.nonce()).markup("</c:Nonce></c:DerivedKeyToken>");
    }

    static void certificate(OctetWriter to, String id, byte[] encoded) {
        to.markup("<o:BinarySecurityToken u:Id=\"").markup(id);
        to.markup("\" ValueType=\"" + X509_V3 + "\" EncodingType=\"" + BASE64 + "\">");
        to.base64(encoded).markup("</o:BinarySecurityToken>");
    }

    static void referenceList(OctetWriter to, Iterable<String> ids) {
        to.markup("<e:ReferenceList" + E + ">");
        for (String id : ids) {
            to.markup("<e:DataReference URI=\"#").markup(id).markup("\"/>");
        }
        to.markup("</e:ReferenceList>");
    }

    /**
     * Writes encrypted data up to its value.
     *
     * @param type the end of the URI that says what was encrypted: {@code Element} or {@code Content}
     */
    static void encryptedData(OctetWriter to, String id, String type, AlgorithmSuite suite, String keyReference) {
        to.markup("<e:EncryptedData Id=\"").markup(id);
        to.markup("\" Type=\"" + ENCRYPTION).markup(type).markup("\"" + E + ">");
        encryptedContent(to, suite, keyReference);
    }

    /**
     * Writes a header of the application that is encrypted (WS-Security 1.1, section 9.3), up to its value. It says of its receiver what the security header
     * says.
     */
    static void encryptedHeader(OctetWriter to, String id, AlgorithmSuite suite, String keyReference) {
        to.markup("<k:EncryptedHeader s:mustUnderstand=\"1\" u:Id=\"").markup(id);
        to.markup("\"" + K + "><e:EncryptedData" + E + ">");
        encryptedContent(to, suite, keyReference);
    }

    private static void encryptedContent(OctetWriter to, AlgorithmSuite suite, String keyReference) {
        to.markup("<e:EncryptionMethod Algorithm=\"").markup(suite.encryptionUri());
        to.markup("\"/><KeyInfo" + DS + ">").markup(keyReference);
        to.markup("</KeyInfo><e:CipherData><e:CipherValue>");
    }

    /** Returns a reference to a derived key token that stands directly in the security header. */
    static String referenceInHeader(String derivedKeyId) {
        return "<o:SecurityTokenReference>" + reference(DERIVED_KEY_TYPE, derivedKeyId);
    }

    /** Returns a reference to a derived key token that stands elsewhere: in the body, or in what gets encrypted. */
    static String referenceToDerivedKey(String id) {
        return "<o:SecurityTokenReference" + O + ">" + reference(DERIVED_KEY_TYPE, id);
    }

    /** Returns a reference to the certificate of an endorsing signature. */
    static String referenceToCertificate(String id) {
        return "<o:SecurityTokenReference" + O + ">" + reference(X509_V3, id);
    }

    private static String reference(String valueType, String id) {
        return "<o:Reference ValueType=\"" + valueType + "\" URI=\"#" + id + "\"/></o:SecurityTokenReference>";
    }

    /** How a derived key token names what it is derived from. */
    sealed interface TokenName {
        void write(OctetWriter to);

        /** The encrypted key of this message. */
        record OfEncryptedKey(String id) implements TokenName {
            @Override
            public void write(OctetWriter to) {
                to.markup("<o:SecurityTokenReference k:TokenType=\"" + ENCRYPTED_KEY_TYPE + "\"" + K
                        + "><o:Reference ValueType=\"" + ENCRYPTED_KEY_TYPE + "\" URI=\"#");
                to.markup(id).markup("\"/></o:SecurityTokenReference>");
            }
        }

        /** The encrypted key of the request. */
        record OfRequest(String encryptedKeySha1) implements TokenName {
            @Override
            public void write(OctetWriter to) {
                to.markup("<o:SecurityTokenReference k:TokenType=\"" + ENCRYPTED_KEY_TYPE + "\"" + K + ">");
                keyIdentifier(to, ENCRYPTED_KEY_SHA1, encryptedKeySha1);
                to.markup("</o:SecurityTokenReference>");
            }
        }

        /** The context token of this message. */
        record OfContext(SecurityContextToken token) implements TokenName {
            @Override
            public void write(OctetWriter to) {
                to.markup("<o:SecurityTokenReference><o:Reference ");
                if (token.references() == References.TYPED) {
                    to.markup("ValueType=\"" + CONTEXT_TYPE + "\" ");
                }
                to.markup("URI=\"#").escaped(token.id()).markup("\"/></o:SecurityTokenReference>");
            }
        }

        /** A context token that is not in this message. */
        record OfContextOutside(SecurityContextToken token) implements TokenName {
            @Override
            public void write(OctetWriter to) {
                to.markup("<o:SecurityTokenReference><o:Reference URI=\"").escaped(token.identifier());
                if (!token.instance().isEmpty()) {
                    to.markup("\" c:Instance=\"").escaped(token.instance());
                }
                to.markup("\" ValueType=\"" + CONTEXT_TYPE + "\"/></o:SecurityTokenReference>");
            }
        }
    }
}
