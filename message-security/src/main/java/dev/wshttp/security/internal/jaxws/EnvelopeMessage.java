// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.message.FilterMessageImpl;
import com.sun.xml.ws.api.message.Messages;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/** A message between the codec and the security tube. To the RI it looks empty, so no other tube can read or change it. */
abstract sealed class EnvelopeMessage extends FilterMessageImpl {
    static final Addressing NOTHING_KNOWN = new Addressing(null, null, null, null, null, null);

    private EnvelopeMessage() {
        super(Messages.createEmpty(SOAPVersion.SOAP_12));
    }

    /** Returns what the message says of itself, which nothing has proved. */
    Addressing claimed() {
        return NOTHING_KNOWN;
    }

    /** An envelope that was received and is not verified yet. */
    static final class Incoming extends EnvelopeMessage {
        private final ReceivedMessage received;
        private final String transportAction;
        private final long arrivedNanos = System.nanoTime();

        Incoming(ReceivedMessage received, String transportAction) {
            this.received = received;
            this.transportAction = transportAction;
        }

        ReceivedMessage received() {
            return received;
        }

        @Override
        Addressing claimed() {
            return received.addressing();
        }

        /** Returns the action parameter of the content type; empty if there was none. */
        String transportAction() {
            return transportAction;
        }

        /** Returns when the message had arrived, by {@link System#nanoTime()}. */
        long arrivedNanos() {
            return arrivedNanos;
        }
    }

    /** An envelope that was received without all its parts. */
    static final class Incomplete extends EnvelopeMessage {
        private final ReceivedMessage received;
        private final MessageSecurityException reason;

        Incomplete(ReceivedMessage received, MessageSecurityException reason) {
            this.received = received;
            this.reason = reason;
        }

        @Override
        Addressing claimed() {
            return received.addressing();
        }

        MessageSecurityException reason() {
            return reason;
        }
    }

    /** Octets that are no envelope. */
    static final class Unreadable extends EnvelopeMessage {
        private final MessageSecurityException reason;
        private final int httpStatus;

        Unreadable(MessageSecurityException reason, int httpStatus) {
            this.reason = reason;
            this.httpStatus = httpStatus;
        }

        /** Returns the HTTP status that a service answers with, without a body. */
        int httpStatus() {
            return httpStatus;
        }

        MessageSecurityException reason() {
            return reason;
        }
    }

    /** An envelope ready for the wire. */
    static final class Outgoing extends EnvelopeMessage {
        private final byte[] octets;
        private final Kind kind;
        private WireFormat.@Nullable Body body;

        Outgoing(byte[] octets, Kind kind) {
            this.octets = octets;
            this.kind = kind;
        }

        /** Returns the body that carries the envelope; it is made once. */
        WireFormat.Body body(WireFormat format) {
            if (body == null) {
                body = format.body(octets);
            }
            return body;
        }

        /** Returns whether the transport has to answer with the status 500. */
        @Override
        public boolean isFault() {
            return kind == Kind.FAULT;
        }
    }

    /** The kind of an outgoing envelope, as the transport sees it. */
    enum Kind {
        MESSAGE,
        FAULT
    }
}
