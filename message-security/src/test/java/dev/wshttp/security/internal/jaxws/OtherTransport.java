// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.ClientTubeAssemblerContext;
import com.sun.xml.ws.api.pipe.Codec;
import com.sun.xml.ws.api.pipe.NextAction;
import com.sun.xml.ws.api.pipe.TransportTubeFactory;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.pipe.TubeCloner;
import com.sun.xml.ws.api.pipe.helper.AbstractTubeImpl;
import jakarta.xml.ws.WebServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport that is not HTTP, as for queues or inside a virtual machine: it keeps what it has to send, and breaks off. */
public final class OtherTransport extends TransportTubeFactory {
    /** The factory is made by the RI: there is no other way to it. */
    static final List<String> SENT = new CopyOnWriteArrayList<>();

    @Override
    public Tube doCreate(ClientTubeAssemblerContext context) {
        return new Transport(context.getCodec());
    }

    private static final class Transport extends AbstractTubeImpl {
        private final Codec codec;

        Transport(Codec codec) {
            this.codec = codec;
        }

        private Transport(Transport original, TubeCloner cloner) {
            super(original, cloner);
            this.codec = original.codec.copy();
        }

        @Override
        public NextAction processRequest(Packet packet) {
            var octets = new ByteArrayOutputStream();
            try {
                codec.encode(packet, octets);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            SENT.add(octets.toString(UTF_8));
            throw new WebServiceException("there is no answer here");
        }

        @Override
        public NextAction processResponse(Packet packet) {
            return doReturnWith(packet);
        }

        @Override
        public NextAction processException(Throwable failure) {
            return doThrow(failure);
        }

        @Override
        public void preDestroy() {}

        @Override
        public Transport copy(TubeCloner cloner) {
            return new Transport(this, cloner);
        }
    }
}
