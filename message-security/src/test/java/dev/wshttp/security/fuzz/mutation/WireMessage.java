// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.nio.charset.StandardCharsets;

/**
 * A message as HTTP carries it.
 *
 * @param octets not copied
 */
public record WireMessage(String contentType, byte[] octets) {
    /** The content type that WCF and this library send. */
    public static final String SOAP_12 = "application/soap+xml; charset=utf-8";

    /** A SOAP 1.2 message in UTF-8. */
    public static WireMessage of(byte[] octets) {
        return new WireMessage(SOAP_12, octets);
    }

    /** The octets as text. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
