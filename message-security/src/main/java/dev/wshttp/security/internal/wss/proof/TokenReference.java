// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.credential.DistinguishedName;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** A {@code wsse:SecurityTokenReference} in one of the forms that WCF reads (WS-Security 1.1, section 7). */
sealed interface TokenReference {
    /** Reads the reference in a key info or a derived key token. */
    static TokenReference read(ReceivedElement reference) {
        List<ReceivedElement> children = reference.elements();
        if (!reference.is(Namespaces.SECURITY, "SecurityTokenReference") || children.size() != 1) {
            throw Refusal.malformed(
                    "a key is named by '" + reference.localName() + "' with " + children.size() + " children",
                    "a SecurityTokenReference with one");
        }
        ReceivedElement form = children.get(0);
        if (form.is(Namespaces.SECURITY, "Reference")) {
            return direct(form);
        }
        if (form.is(Namespaces.SECURITY, "KeyIdentifier")) {
            return new KeyIdentifier(form.attribute("", "ValueType"), form.text());
        }
        if (form.is(Namespaces.SIGNATURE, "X509Data")) {
            return issuerSerial(form);
        }
        throw Refusal.malformed(
                "a token is referred to by '" + form.localName() + "'", "Reference, KeyIdentifier or X509Data");
    }

    /** Reads the reference in the only child of a {@code ds:KeyInfo}. */
    static TokenReference readKeyInfo(ReceivedElement keyInfo) {
        List<ReceivedElement> children = keyInfo.elements();
        if (!keyInfo.is(Namespaces.SIGNATURE, "KeyInfo") || children.size() != 1) {
            throw Refusal.malformed(
                    "'" + keyInfo.localName() + "' with " + children.size() + " children",
                    "a KeyInfo with one token reference");
        }
        return read(children.get(0));
    }

    /** Returns whether the reference names this certificate. */
    default boolean names(X509Certificate certificate) {
        return false;
    }

    private static TokenReference direct(ReceivedElement form) {
        String uri = form.attribute("", "URI");
        String valueType = form.attribute("", "ValueType");
        if (uri.isEmpty() || uri.equals("#")) {
            throw Refusal.malformed("a token is referred to by '" + uri + "'", "an id of this message or of a context");
        }
        return uri.startsWith("#")
                ? new Direct(uri.substring(1), valueType)
                : new Outside(uri, form.attribute(Namespaces.CONVERSATION, "Instance"), valueType);
    }

    private static IssuerSerial issuerSerial(ReceivedElement data) {
        ReceivedElement pair = data.element(Namespaces.SIGNATURE, "X509IssuerSerial");
        ReceivedElement issuer = pair == null ? null : pair.element(Namespaces.SIGNATURE, "X509IssuerName");
        ReceivedElement serial = pair == null ? null : pair.element(Namespaces.SIGNATURE, "X509SerialNumber");
        if (issuer == null || serial == null) {
            throw Refusal.malformed("an X509Data without issuer and serial number", "an X509IssuerSerial");
        }
        return new IssuerSerial(issuer.text(), serial.text());
    }

    /** A token of the same message. */
    record Direct(String id, String valueType) implements TokenReference {}

    /** A security context that is not in the message. */
    record Outside(String identifier, String instance, String valueType) implements TokenReference {}

    /** A token named by a property of its content. */
    record KeyIdentifier(String valueType, String value) implements TokenReference {
        private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

        @Override
        public boolean names(X509Certificate certificate) {
            if (valueType.equals(Namespaces.THUMBPRINT_SHA1)) {
                return value.equals(Thumbprint.of(certificate).base64());
            }
            return valueType.equals(Namespaces.SUBJECT_KEY_IDENTIFIER)
                    && Arrays.equals(Refusal.base64("a key identifier", value), keyIdentifierOf(certificate));
        }

        /** Returns the content of the extension: an octet string within an octet string. */
        private static byte[] keyIdentifierOf(X509Certificate certificate) {
            byte[] extension = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
            return extension == null || extension.length < 4
                    ? new byte[0]
                    : Arrays.copyOfRange(extension, 4, extension.length);
        }
    }

    /** A certificate named by its issuer, as Windows or RFC 2253 write it, and its serial number. */
    record IssuerSerial(String issuer, String serial) implements TokenReference {
        private static final int LONGEST_NAME = 1_000;

        @Override
        public boolean names(X509Certificate certificate) {
            // An unauthenticated peer wrote the text: it is compared as text, and parsed only if it is short.
            if (!certificate.getSerialNumber().toString().equals(serial) || issuer.length() > LONGEST_NAME) {
                return false;
            }
            return DistinguishedName.of(certificate.getIssuerX500Principal()).is(issuer);
        }
    }
}
