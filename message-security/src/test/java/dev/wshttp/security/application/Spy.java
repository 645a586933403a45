// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.LogicalMessage;
import jakarta.xml.ws.handler.Handler;
import jakarta.xml.ws.handler.LogicalHandler;
import jakarta.xml.ws.handler.LogicalMessageContext;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.xml.namespace.QName;

/** Handlers of both kinds, made of one method. */
final class Spy {
    private Spy() {}

    /** Sees each message; returns whether it goes on. */
    interface OfSoap {
        boolean see(Supplier<SOAPMessage> message, boolean outbound, SOAPMessageContext context) throws SOAPException;
    }

    /** Sees the content of each message. */
    interface OfContent {
        void see(Supplier<LogicalMessage> message, boolean outbound) throws Exception;
    }

    /** Handlers of a service, whose eyes a test chooses. */
    static final class Shared {
        private static final OfSoap BLIND = (message, outbound, context) -> true;
        private static final OfContent BLIND_TO_CONTENT = (message, outbound) -> {};
        private volatile OfSoap soap = BLIND;
        private volatile OfContent content = BLIND_TO_CONTENT;

        List<Handler<?>> handlers() {
            return List.of(
                    logical((message, outbound) -> content.see(message, outbound)),
                    soap((message, outbound, context) -> soap.see(message, outbound, context)));
        }

        void look(OfSoap eyes) {
            soap = eyes;
            content = BLIND_TO_CONTENT;
        }

        void look(OfContent eyes) {
            soap = BLIND;
            content = eyes;
        }
    }

    static SOAPHandler<SOAPMessageContext> soap(OfSoap eyes) {
        return new SoapSpy(eyes);
    }

    static LogicalHandler<LogicalMessageContext> logical(OfContent eyes) {
        return new LogicalSpy(eyes);
    }

    private static boolean outbound(MessageContext context) {
        return Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY));
    }

    private record SoapSpy(OfSoap eyes) implements SOAPHandler<SOAPMessageContext> {
        @Override
        public Set<QName> getHeaders() {
            return Set.of(new QName(Shop.HEADERS, "Understood"));
        }

        @Override
        public boolean handleMessage(SOAPMessageContext context) {
            try {
                return eyes.see(context::getMessage, outbound(context), context);
            } catch (SOAPException malformed) {
                throw new IllegalStateException(malformed);
            }
        }

        @Override
        public boolean handleFault(SOAPMessageContext context) {
            return handleMessage(context);
        }

        @Override
        public void close(MessageContext context) {}
    }

    private record LogicalSpy(OfContent eyes) implements LogicalHandler<LogicalMessageContext> {
        @Override
        public boolean handleMessage(LogicalMessageContext context) {
            try {
                eyes.see(context::getMessage, outbound(context));
                return true;
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public boolean handleFault(LogicalMessageContext context) {
            return handleMessage(context);
        }

        @Override
        public void close(MessageContext context) {}
    }
}
