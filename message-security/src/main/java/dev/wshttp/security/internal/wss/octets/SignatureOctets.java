// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.octets.SignedOctets.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one {@code ds:Signature} in WCF's form, and the canonical form of its {@code SignedInfo}, which is what gets signed: both are outputs of one
 * description (XML Signature, section 4). For one signature.
 */
final class SignatureOctets {
    private static final String NAMESPACE = " xmlns=\"" + Namespaces.SIGNATURE + "\"";
    private static final String C14N = " Algorithm=\"" + AlgorithmSuite.EXCLUSIVE_C14N + "\"";

    private final AlgorithmSuite suite;
    private final String methodUri;
    private final List<Part> parts = new ArrayList<>();

    SignatureOctets(AlgorithmSuite suite, String methodUri) {
        this.suite = suite;
        this.methodUri = methodUri;
    }

    /** Adds a reference to a part of the message. */
    void add(Part part) {
        parts.add(part);
    }

    /** Returns the canonical form of the signed info. */
    OctetWriter signedInfo() {
        var octets = new OctetWriter(512 + 400 * parts.size());
        octets.markup("<SignedInfo" + NAMESPACE + ">");
        writeSignedInfo(octets, Form.CANONICAL);
        return octets;
    }

    /**
     * Returns the signature.
     *
     * @param id empty if nothing refers to it
     * @param keyReference the token reference in its key info, as it is written where {@code o} is declared
     */
    OctetWriter signature(String id, byte[] value, String keyReference) {
        var octets = new OctetWriter(1_024 + 300 * parts.size() + 2 * value.length);
        octets.markup("<Signature");
        if (!id.isEmpty()) {
            octets.markup(" Id=\"").markup(id).markup("\"");
        }
        octets.markup(NAMESPACE).markup("><SignedInfo>");
        writeSignedInfo(octets, Form.SENT);
        return octets.markup("<SignatureValue>")
                .base64(value)
                .markup("</SignatureValue><KeyInfo>")
                .markup(keyReference)
                .markup("</KeyInfo></Signature>");
    }

    private void writeSignedInfo(OctetWriter octets, Form form) {
        form.empty(octets, "CanonicalizationMethod", C14N);
        form.empty(octets, "SignatureMethod", " Algorithm=\"" + methodUri + "\"");
        for (Part part : parts) {
            octets.markup("<Reference URI=\"#").markup(part.id()).markup("\"><Transforms>");
            form.empty(octets, "Transform", C14N);
            octets.markup("</Transforms>");
            form.empty(octets, "DigestMethod", " Algorithm=\"" + suite.digestUri() + "\"");
            octets.markup("<DigestValue>").base64(part.digest()).markup("</DigestValue></Reference>");
        }
        octets.markup("</SignedInfo>");
    }

    /** The two ways to write an element without content. */
    private enum Form {
        SENT {
            @Override
            void empty(OctetWriter octets, String name, String attributes) {
                octets.markup("<").markup(name).markup(attributes).markup("/>");
            }
        },
        CANONICAL {
            @Override
            void empty(OctetWriter octets, String name, String attributes) {
                octets.markup("<")
                        .markup(name)
                        .markup(attributes)
                        .markup("></")
                        .markup(name)
                        .markup(">");
            }
        };

        abstract void empty(OctetWriter octets, String name, String attributes);
    }
}
