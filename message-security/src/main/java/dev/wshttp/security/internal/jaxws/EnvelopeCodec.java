// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Codec;
import com.sun.xml.ws.api.pipe.ContentType;
import com.sun.xml.ws.transport.http.WSHTTPConnection;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries envelopes between the transport and the security tube as the octets of the wire, so that the tube verifies what was sent. Safe for use
 * by several threads.
 */
final class EnvelopeCodec implements Codec {
    private static final String SOAP_12 = "application/soap+xml";

    private final SecurityEngine engine;
    private final WireFormat format;
    private final int maxBytes;
    private final @Nullable ContentType fixedType;
    private final WireObserver wire;

    EnvelopeCodec(SecurityEngine engine, WsHttpBinding binding, WireObserver wire) {
        this.engine = engine;
        this.format = new WireFormat(binding);
        this.maxBytes = binding.maxReceivedMessageBytes();
        this.fixedType = format.contentType().map(WithoutAction::new).orElse(null);
        this.wire = wire;
    }

    @Override
    public String getMimeType() {
        return SOAP_12;
    }

    /**
     * Returns null if each message has a type of its own, which {@link #encode} returns. Otherwise the RI sends the head of an answer next, so the length of the answer is told
     * here: without it the answer would go in pieces. Interop: the answers of WCF have a length, too.
     */
    @Override
    public @Nullable ContentType getStaticContentType(Packet packet) {
        WSHTTPConnection connection = packet.getSatellite(WSHTTPConnection.class);
        // For HTTP/1.0 the RI collects the answer, and tells the length itself.
        if (fixedType != null
                && connection != null
                && connection.getProtocol().contains("1.1")
                && packet.getInternalMessage() instanceof EnvelopeMessage.Outgoing envelope) {
            connection.setContentLengthResponseHeader(envelope.body(format).octets().length);
        }
        return fixedType;
    }

    @Override
    public ContentType encode(Packet packet, OutputStream out) throws IOException {
        Message message = packet.getInternalMessage();
        if (message instanceof EnvelopeMessage.Outgoing envelope) {
            WireFormat.Body body = envelope.body(format);
            wire.sent(body.contentType(), body.octets());
            out.write(body.octets());
            return fixedType == null ? multipart(body, packet) : fixedType;
        }
        if (message != null) {
            throw new IllegalStateException("A message without security was about to be sent: " + message.getClass());
        }
        return fixedType == null ? new WithoutAction(SOAP_12) : fixedType;
    }

    /** Interop: WCF names the version of MIME in both directions. A client's transport does it for requests. */
    private static ContentType multipart(WireFormat.Body body, Packet packet) {
        WSHTTPConnection connection = packet.getSatellite(WSHTTPConnection.class);
        if (connection != null) {
            connection.setResponseHeader("MIME-Version", "1.0");
            connection.setContentLengthResponseHeader(body.octets().length);
        }
        return new WithoutAction(body.contentType());
    }

    @Override
    public ContentType encode(Packet packet, WritableByteChannel channel) {
        try {
            return encode(packet, Channels.newOutputStream(channel));
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    /** Reads the envelope. If it cannot be read, the packet gets the reason instead, which the tube answers. */
    @Override
    public void decode(InputStream in, @Nullable String contentType, Packet packet) throws IOException {
        Optional<WireFormat.Accepted> accepted = format.accept(contentType);
        packet.setMessage(
                accepted.isPresent() ? read(in, contentType, accepted.get(), packet) : otherMediaType(contentType));
    }

    @Override
    public void decode(ReadableByteChannel in, @Nullable String contentType, Packet packet) {
        try {
            decode(Channels.newInputStream(in), contentType, packet);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private EnvelopeMessage otherMediaType(@Nullable String contentType) {
        wire.received(contentType, WireObserver.NOT_READ);
        return new EnvelopeMessage.Unreadable(
                new MessageSecurityException(
                        SecurityFault.MESSAGE_UNREADABLE,
                        "The message has the content type '" + contentType + "' (expected " + format.expected()
                                + "). Use SOAP 1.2 and the same message-encoding on both sides, and check the address."),
                format.isDamaged(contentType)
                        ? HttpURLConnection.HTTP_BAD_REQUEST
                        : HttpURLConnection.HTTP_UNSUPPORTED_TYPE);
    }

    private EnvelopeMessage read(
            InputStream in, @Nullable String contentType, WireFormat.Accepted accepted, Packet packet)
            throws IOException {
        byte[] octets;
        try {
            octets = in.readNBytes(maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1);
        } catch (IOException | RuntimeException broken) {
            // The JDK's server throws IndexOutOfBoundsException for some malformed chunks.
            return brokenOff(broken, packet);
        }
        if (octets.length > maxBytes) {
            return new EnvelopeMessage.Unreadable(
                    new MessageSecurityException(
                            SecurityFault.MESSAGE_TOO_LARGE,
                            "The message has more than '" + maxBytes
                                    + "' bytes. If such messages are wanted, raise max-received-message-bytes."),
                    HttpURLConnection.HTTP_ENTITY_TOO_LARGE);
        }
        wire.received(contentType, octets);
        try {
            byte[] envelope = format.envelope(octets, accepted);
            return new EnvelopeMessage.Incoming(engine.read(envelope, UTF_8), accepted.action());
        } catch (Undecodable undecodable) {
            return undecodable(undecodable);
        } catch (MessageSecurityException unreadable) {
            return new EnvelopeMessage.Unreadable(unreadable, HttpURLConnection.HTTP_BAD_REQUEST);
        }
    }

    /** Interop: WCF answers an envelope whose parts are wrong with a fault, and what has no envelope with a status. */
    private EnvelopeMessage undecodable(Undecodable message) {
        var unreadable = new EnvelopeMessage.Unreadable(message.reason(), HttpURLConnection.HTTP_BAD_REQUEST);
        if (message.root().length == 0) {
            return unreadable;
        }
        try {
            return new EnvelopeMessage.Incomplete(engine.read(message.root(), UTF_8), message.reason());
        } catch (MessageSecurityException noEnvelope) {
            return unreadable;
        }
    }

    /** On a client this is a failure of the transport. On a service the tube logs it and answers. */
    private static EnvelopeMessage brokenOff(Exception broken, Packet packet) throws IOException {
        if (packet.getSatellite(WSHTTPConnection.class) == null) {
            throw broken instanceof IOException already ? already : new IOException(broken);
        }
        return new EnvelopeMessage.Unreadable(
                new MessageSecurityException(
                        SecurityFault.MESSAGE_UNREADABLE,
                        "The message cannot be read from the connection: " + broken
                                + " (expected what its HTTP headers announce). The client or an intermediary failed or ended.",
                        broken),
                HttpURLConnection.HTTP_BAD_REQUEST);
    }

    @Override
    public Codec copy() {
        return this;
    }

    /**
     * WCF sends no action parameter and no SOAPAction header, in either direction.
     *
     * @param value of the header
     */
    private record WithoutAction(String value) implements ContentType {
        @Override
        public String getContentType() {
            return value;
        }

        @Override
        public @Nullable String getSOAPActionHeader() {
            return null;
        }

        @Override
        public @Nullable String getAcceptHeader() {
            return null;
        }
    }
}
