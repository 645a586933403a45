// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.testing.CapturedMessage.Kind;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.namespace.QName;

/** Keeps the messages between security and the application. Safe for use by several threads. */
final class MessageCapture implements SOAPHandler<SOAPMessageContext> {
    private final Kind outbound;
    private final List<CapturedMessage> messages = new CopyOnWriteArrayList<>();

    /** @param outbound what this side sends */
    MessageCapture(Kind outbound) {
        this.outbound = outbound;
    }

    List<CapturedMessage> messages() {
        return List.copyOf(messages);
    }

    @Override
    public boolean handleMessage(SOAPMessageContext context) {
        keep(context);
        return true;
    }

    @Override
    public boolean handleFault(SOAPMessageContext context) {
        keep(context);
        return true;
    }

    private void keep(SOAPMessageContext context) {
        boolean isSent = Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY));
        Kind kind = isSent ? outbound : outbound == Kind.REQUEST ? Kind.REPLY : Kind.REQUEST;
        try {
            var octets = new ByteArrayOutputStream();
            context.getMessage().writeTo(octets);
            messages.add(new CapturedMessage(kind, octets.toString(StandardCharsets.UTF_8)));
        } catch (SOAPException | IOException unwritable) {
            throw new WebServiceException("The message cannot be captured", unwritable);
        }
    }

    @Override
    public void close(MessageContext context) {}

    /** Understands no header, so that those that have to be understood still have to be. */
    @Override
    public Set<QName> getHeaders() {
        return Set.of();
    }
}
