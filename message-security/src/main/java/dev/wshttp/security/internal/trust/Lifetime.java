// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.UtcTime;
import dev.wshttp.security.internal.xml.XmlElement;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The period in which a key may be used: a {@code wst:Lifetime}. */
public record Lifetime(Instant created, Instant expires) {
    /** Returns a lifetime that begins now, in milliseconds as on the wire. */
    public static Lifetime from(Instant now, Duration length) {
        Instant created = now.truncatedTo(ChronoUnit.MILLIS);
        return new Lifetime(created, created.plus(length));
    }

    /** Returns the same lifetime, cut off at a point in time. */
    public Lifetime until(Instant end) {
        return end.isBefore(expires) ? new Lifetime(created, end) : this;
    }

    /** Returns the time from creation to expiry. */
    public Duration length() {
        return Duration.between(created, expires);
    }

    /** Returns when a client renews its key. Interop: as in WCF, after 60 % of the lifetime, or after an interval if that is sooner. */
    public Instant renewAt(Duration interval) {
        Duration share = length().multipliedBy(3).dividedBy(5);
        return created.plus(share.compareTo(interval) < 0 ? share : interval);
    }

    /** Returns the lifetime of a token, if the response names one. */
    static Optional<Lifetime> read(XmlElement response) {
        return TrustXml.child(response, "Lifetime")
                .map(lifetime -> new Lifetime(time(lifetime, "Created"), time(lifetime, "Expires")));
    }

    private static Instant time(XmlElement lifetime, String name) {
        try {
            return Instant.parse(lifetime.element(Namespaces.UTILITY, name)
                    .map(XmlElement::text)
                    .orElse(""));
        } catch (DateTimeException malformed) {
            throw TrustXml.invalid("a Lifetime without " + name, "Created and Expires in UTC");
        }
    }

    void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("t", "Lifetime", Namespaces.TRUST);
        writeTime(writer, "Created", created);
        writeTime(writer, "Expires", expires);
        writer.writeEndElement();
    }

    private static void writeTime(XMLStreamWriter writer, String name, Instant time) throws XMLStreamException {
        writer.writeStartElement("u", name, Namespaces.UTILITY);
        writer.writeCharacters(UtcTime.text(time));
        writer.writeEndElement();
    }
}
