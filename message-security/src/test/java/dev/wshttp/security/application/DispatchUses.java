// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.application.Use.use;
import static jakarta.xml.ws.Service.Mode.MESSAGE;
import static jakarta.xml.ws.Service.Mode.PAYLOAD;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Messages;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.sax.SAXSource;
import org.xml.sax.InputSource;

/** Clients without the classes of the contract. */
final class DispatchUses {
    private static final String OUTSIDE = "xmlns:e='" + Shop.NAMESPACE
            + "' xmlns:x='http://www.w3.org/2001/XMLSchema' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:h='"
            + Shop.HEADERS + "'";
    private static final String TWICE =
            "<e:twice><order><amount>1</amount><anything i:type='x:long'>2026</anything></order></e:twice>";
    private static final String TRACE = "<h:Trace h:kind='h:x'>one</h:Trace>";

    private DispatchUses() {}

    static Stream<Use> all() {
        return Stream.of(payloads(), messages(), others()).flatMap(uses -> uses);
    }

    private static Stream<Use> payloads() {
        return Stream.of(
                use("a stream", "hello", site -> payload(site, Xml.source(Xml.echo("hello")))),
                use("a DOM", "hello", site -> payload(site, new DOMSource(Xml.element(Xml.echo("hello"))))),
                use("a part of a DOM", "hello", site -> {
                    var outer = Xml.element("<o:o xmlns:o='urn:o' xmlns:e='" + Shop.NAMESPACE
                            + "'><e:echo><text>hello</text></e:echo></o:o>");
                    return payload(site, new DOMSource(outer.getFirstChild()));
                }),
                use("SAX", "hello", site -> {
                    return payload(site, new SAXSource(new InputSource(new StringReader(Xml.echo("hello")))));
                }),
                use("comments, CDATA, references and a declaration", "a < b & c\u00e9", site -> {
                    String text =
                            "<?xml version='1.0'?><!-- one -->" + Xml.echo("a <!-- two --><![CDATA[< b & ]]>c&#xE9;");
                    return payload(site, Xml.source(text));
                }),
                use("JAXB", "hello", site -> {
                    var jaxb = JAXBContext.newInstance(Echo.class, EchoResponse.class);
                    Dispatch<Object> dispatch = site.dispatch(jaxb, "echo");
                    return String.valueOf(((EchoResponse) dispatch.invoke(Echo.of("hello"))).getReturn());
                }),
                use("JAXB by a name", "hello", site -> {
                    var jaxb = JAXBContext.newInstance(Echo.class, EchoResponse.class);
                    var named = new JAXBElement<>(new QName(Shop.NAMESPACE, "echo"), Echo.class, Echo.of("hello"));
                    return String.valueOf(
                            ((EchoResponse) site.dispatch(jaxb, "echo").invoke(named)).getReturn());
                }),
                use("a fault", "Sender [] reason of plain, no detail", site -> {
                    try {
                        site.dispatch(Source.class, PAYLOAD, "refuse")
                                .invoke(Xml.source(
                                        "<e:refuse xmlns:e='" + Shop.NAMESPACE + "'><kind>plain</kind></e:refuse>"));
                        return "not refused";
                    } catch (SOAPFaultException refused) {
                        return CallUses.described(refused);
                    }
                }));
    }

    private static Stream<Use> messages() {
        return Stream.of(
                use("an envelope", "hello", site -> {
                    Source reply = site.dispatch(Source.class, MESSAGE, "echo")
                            .invoke(Xml.source(Xml.envelope("", "", Xml.echo("hello"))));
                    return Xml.element(Xml.text(reply)).getLastChild().getTextContent();
                }),
                use("an envelope with prefixes outside the body", "22026", site -> {
                    Source reply = site.dispatch(Source.class, MESSAGE, "twice")
                            .invoke(Xml.source(Xml.envelope(OUTSIDE, "", TWICE)));
                    return Xml.element(Xml.text(reply)).getLastChild().getTextContent();
                }),
                use("an envelope with a header", "[" + Shop.HEADERS + " Trace=one]", site -> {
                    Source reply = site.dispatch(Source.class, MESSAGE, "headers")
                            .invoke(Xml.source(Xml.envelope(OUTSIDE, TRACE, "<e:headers/>")));
                    return Xml.element(Xml.text(reply)).getLastChild().getTextContent();
                }),
                use("a SOAPMessage", "hello", site -> {
                    SOAPMessage request = Xml.message(Xml.envelope("", "", Xml.echo("hello")));
                    return Xml.bodyText(
                            site.dispatch(SOAPMessage.class, MESSAGE, "echo").invoke(request));
                }),
                use("a SOAPMessage with prefixes outside the body", "22026", site -> {
                    SOAPMessage request = Xml.message(Xml.envelope(OUTSIDE, "", TWICE));
                    return Xml.bodyText(
                            site.dispatch(SOAPMessage.class, MESSAGE, "twice").invoke(request));
                }),
                use("a SOAPMessage with a header", "[" + Shop.HEADERS + " Trace=one]", site -> {
                    SOAPMessage request = Xml.message(Xml.envelope(OUTSIDE, TRACE, "<e:headers/>"));
                    return Xml.bodyText(
                            site.dispatch(SOAPMessage.class, MESSAGE, "headers").invoke(request));
                }),
                use("a Message", "hello", site -> {
                    Message request = Messages.create(Xml.message(Xml.envelope("", "", Xml.echo("hello"))));
                    Message reply =
                            site.dispatch(Message.class, MESSAGE, "echo").invoke(request);
                    return Xml.text(reply.readPayloadAsSource()).replaceAll("<[^>]*>", "");
                }),
                use("a Message with a payload", "hello", site -> {
                    Message request = Messages.createUsingPayload(Xml.source(Xml.echo("hello")), SOAPVersion.SOAP_12);
                    Message reply =
                            site.dispatch(Message.class, MESSAGE, "echo").invoke(request);
                    return Xml.text(reply.readPayloadAsSource()).replaceAll("<[^>]*>", "");
                }));
    }

    private static Stream<Use> others() {
        return Stream.of(
                use("a Dispatch asked later", "later", site -> {
                    Dispatch<Source> dispatch = site.dispatch(Source.class, PAYLOAD, "echo");
                    return text(
                            dispatch.invokeAsync(Xml.source(Xml.echo("later"))).get(30, TimeUnit.SECONDS));
                }),
                use("a Dispatch told when done", "told", site -> {
                    var told = new CompletableFuture<String>();
                    site.dispatch(Source.class, PAYLOAD, "echo")
                            .invokeAsync(
                                    Xml.source(Xml.echo("told")),
                                    answer -> CallUses.complete(told, () -> text(answer.get())))
                            .get(30, TimeUnit.SECONDS);
                    return told.get(30, TimeUnit.SECONDS);
                }),
                use("a Dispatch one way", "1", site -> {
                    Shop shop = site.shopAt("/rungByDispatch", new ShopEndpoint(), List.of());
                    Dispatch<Source> dispatch = site.dispatchAt("/rungByDispatch", "ring");
                    dispatch.invokeOneWay(Xml.source("<e:ring xmlns:e='" + Shop.NAMESPACE + "'/>"));
                    return String.valueOf(shop.rings());
                }),
                use(
                        "an endpoint reference",
                        "hello",
                        site -> String.valueOf(site.shopByReference().echo("hello"))));
    }

    private static String payload(Site site, Source payload) throws Exception {
        return text(site.dispatch(Source.class, PAYLOAD, "echo").invoke(payload));
    }

    static String text(Source source) throws Exception {
        return Xml.element(Xml.text(source)).getTextContent();
    }
}
