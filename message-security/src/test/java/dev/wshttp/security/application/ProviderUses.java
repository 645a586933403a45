// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.application.Use.use;
import static jakarta.xml.ws.Service.Mode.MESSAGE;
import static jakarta.xml.ws.Service.Mode.PAYLOAD;

import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.server.AsyncProvider;
import com.sun.xml.ws.api.server.AsyncProviderCallback;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.util.JAXBSource;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.stream.Stream;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.dom.DOMSource;
import org.jspecify.annotations.Nullable;

/** Services without the classes of a contract. Each answers an echo by the text that it found. */
final class ProviderUses {
    private static final String OUTSIDE = "xmlns:x='urn:test:outside' xmlns:r='" + Shop.NAMESPACE + "'";

    private ProviderUses() {}

    static Stream<Use> all() {
        return Stream.of(
                answering("Provider<Source>, a stream", new OfPayload()),
                answering("Provider<Source>, a DOM", new OfDom()),
                answering("Provider<Source>, JAXB", new OfJaxb()),
                answering("Provider<Source>, an envelope", new OfEnvelope()),
                answering("Provider<SOAPMessage>", new OfSoapMessage()),
                answering("Provider<Message>", new OfMessage()),
                answering("AsyncProvider<Source>", new OfAsync()),
                use("Provider<Source>, a fault", "Sender [] reason of detail, Until noon UTC, More later", site -> {
                    try {
                        site.unknownShop("/OfPayload", new OfPayload()).invoke(Xml.source(Xml.echo("detail")));
                        return "not refused";
                    } catch (SOAPFaultException refused) {
                        return CallUses.described(refused);
                    }
                }));
    }

    private static Use answering(String name, Object provider) {
        return use(
                name,
                "hello",
                site -> DispatchUses.text(
                        site.unknownShop("/" + provider.getClass().getSimpleName(), provider)
                                .invoke(Xml.source(Xml.echo("hello")))));
    }

    private static String answer(String text) {
        return "<r:echoResponse xmlns:r='" + Shop.NAMESPACE + "'><return>" + text + "</return></r:echoResponse>";
    }

    /** Of payloads. */
    @WebServiceProvider
    @ServiceMode(PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class OfPayload implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            String text = textOf(request);
            if (!text.equals("hello")) {
                throw new SOAPFaultException(ShopEndpoint.fault(text));
            }
            return Xml.source(answer(text));
        }
    }

    /** Of trees. */
    @WebServiceProvider
    @ServiceMode(PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OfDom implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return new DOMSource(Xml.element(answer(textOf(request))));
        }
    }

    /** Of objects. */
    @WebServiceProvider
    @ServiceMode(PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OfJaxb implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            try {
                var response = new EchoResponse();
                response.setReturn(textOf(request));
                return new JAXBSource(JAXBContext.newInstance(EchoResponse.class), response);
            } catch (JAXBException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** Of envelopes. */
    @WebServiceProvider
    @ServiceMode(MESSAGE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OfEnvelope implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return Xml.source(envelope(bodyTextOf(request)));
        }
    }

    /** Of SAAJ. */
    @WebServiceProvider
    @ServiceMode(MESSAGE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OfSoapMessage implements Provider<SOAPMessage> {
        @Override
        public SOAPMessage invoke(SOAPMessage request) {
            try {
                return Xml.message(envelope(Xml.bodyText(request)));
            } catch (SOAPException malformed) {
                throw new IllegalStateException(malformed);
            }
        }
    }

    /** Of the RI's messages. */
    @WebServiceProvider
    @ServiceMode(MESSAGE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OfMessage implements Provider<Message> {
        @Override
        public Message invoke(Message request) {
            String text = textOf(request.readPayloadAsSource());
            return com.sun.xml.ws.api.message.Messages.create(Xml.message(envelope(text)));
        }
    }

    /** Of payloads, on another thread. */
    @WebServiceProvider
    @ServiceMode(PAYLOAD)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class OfAsync implements AsyncProvider<Source> {
        @Override
        public void invoke(
                Source request, AsyncProviderCallback<Source> callback, @Nullable WebServiceContext context) {
            String text = textOf(request);
            new Thread(() -> callback.send(Xml.source(answer(text)))).start();
        }
    }

    private static String envelope(String text) {
        return Xml.envelope(
                OUTSIDE, "", "<r:echoResponse x:kind='x:any'><return>" + text + "</return></r:echoResponse>");
    }

    private static String bodyTextOf(Source envelope) {
        try {
            return Xml.element(Xml.text(envelope)).getLastChild().getTextContent();
        } catch (TransformerException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static String textOf(Source request) {
        try {
            return Xml.element(Xml.text(request)).getTextContent().strip();
        } catch (TransformerException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
