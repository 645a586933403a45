// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One flight of a handshake: a {@code wst:BinaryExchange} (WS-Trust, February 2005, "Binary Exchanges and Negotiations").
 *
 * @param valueType exactly as on the wire: white space counts
 * @param octets of the flight; not copied
 */
public record BinaryExchange(String valueType, byte[] octets) {
    private static final String SPECIFIED = Namespaces.TRUST + "/tlsnego";

    // Interop: WCF's constant of February 2005 begins with a space, and its client accepts no other value.
    private static final String TLSNEGO = " " + SPECIFIED;

    private static final String HEX = Namespaces.BASE64.replace("#Base64Binary", "#HexBinary");

    /** Returns a flight as WCF's client sends it. */
    public static BinaryExchange tlsnego(byte[] octets) {
        return new BinaryExchange(TLSNEGO, octets);
    }

    /** Returns the answer to this exchange; it repeats the value type to the letter. */
    public BinaryExchange answer(byte[] flight) {
        return new BinaryExchange(valueType, flight);
    }

    /** Returns whether this is a TLS handshake, in either spelling of the value type. */
    public boolean isTlsnego() {
        return valueType.equals(TLSNEGO) || valueType.equals(SPECIFIED);
    }

    /**
     * Returns the exchange in a request or response, if there is one.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    static Optional<BinaryExchange> find(XmlElement parent) {
        return TrustXml.child(parent, "BinaryExchange").map(BinaryExchange::read);
    }

    /** Returns the exchange in a leg, which must have one. */
    static BinaryExchange require(XmlElement leg) {
        return find(leg).orElseThrow(() -> TrustXml.invalid("no BinaryExchange", "one with a flight of the handshake"));
    }

    private static BinaryExchange read(XmlElement exchange) {
        String valueType = exchange.attribute("ValueType");
        if (valueType.isEmpty()) {
            throw TrustXml.invalid("a BinaryExchange without ValueType", "one");
        }
        String encoding = exchange.attribute("EncodingType");
        String text = exchange.textContent().replaceAll("\\s", "");
        try {
            if (encoding.equals(Namespaces.BASE64)) {
                return new BinaryExchange(valueType, Base64.getDecoder().decode(text));
            }
            if (encoding.equals(HEX)) {
                return new BinaryExchange(valueType, HexFormat.of().parseHex(text));
            }
        } catch (IllegalArgumentException damaged) {
            throw TrustXml.invalid("a BinaryExchange that cannot be decoded", "octets in '" + encoding + "'");
        }
        throw TrustXml.invalid("the EncodingType '" + encoding + "'", "'" + Namespaces.BASE64 + "'");
    }

    void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "BinaryExchange", Namespaces.TRUST);
        writer.writeAttribute("ValueType", valueType);
        writer.writeAttribute("EncodingType", Namespaces.BASE64);
        writer.writeCharacters(Base64.getEncoder().encodeToString(octets));
        writer.writeEndElement();
    }

    @Override
    public String toString() {
        return "BinaryExchange[" + octets.length + " bytes]";
    }
}
