// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.util.Objects.requireNonNull;

import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.developer.WSBindingProvider;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.w3c.dom.Node;

/** Handlers of both kinds, at the client and at the service. */
final class HandlerUses {
    private static final QName HEADER = new QName(Shop.HEADERS, "Trace", "t");
    private static final QName UNDERSTOOD = new QName(Shop.HEADERS, "Understood", "t");

    private HandlerUses() {}

    /** Gives a side eyes, and returns a client. */
    private interface Side {
        Shop soap(Site site, Spy.OfSoap eyes);

        Shop content(Site site, Spy.OfContent eyes);
    }

    private interface Scene {
        String play(Site site, Side side) throws Exception;
    }

    private static final Side CLIENT = new Side() {
        @Override
        public Shop soap(Site site, Spy.OfSoap eyes) {
            return Site.handledBy(site.shop(), Spy.soap(eyes));
        }

        @Override
        public Shop content(Site site, Spy.OfContent eyes) {
            return Site.handledBy(site.shop(), Spy.logical(eyes));
        }
    };

    private static final Side SERVICE = new Side() {
        @Override
        public Shop soap(Site site, Spy.OfSoap eyes) {
            return site.handledShop(handlers -> handlers.look(eyes));
        }

        @Override
        public Shop content(Site site, Spy.OfContent eyes) {
            return site.handledShop(handlers -> handlers.look(eyes));
        }
    };

    static Stream<Use> all() {
        return Stream.of(
                        atBoth("a SOAPHandler that reads", "hello: hello, hello", HandlerUses::reads),
                        atBoth("a SOAPHandler that changes the body", "hello>>", HandlerUses::changes),
                        atBoth("a SOAPHandler that replaces the body", "new", HandlerUses::replaces),
                        atBoth(
                                "a SOAPHandler that looks at headers only",
                                "hello: in header",
                                HandlerUses::looksAtHeaders),
                        atBoth("a SOAPHandler that sees a fault", "Closed: Closed", HandlerUses::seesFault),
                        Stream.of(Use.use("a SOAPHandler that ends the call", "ended", site -> ends(site, CLIENT))),
                        atBoth("a LogicalHandler that reads", "hello: hello, hello", HandlerUses::readsContent),
                        atBoth("a LogicalHandler that changes", "hello>>", HandlerUses::changesContent),
                        atBoth("a LogicalHandler with JAXB", "hello: Echo, EchoResponse", HandlerUses::readsJaxb),
                        headers())
                .flatMap(uses -> uses);
    }

    private static Stream<Use> atBoth(String name, String expected, Scene scene) {
        return Stream.of(
                Use.use(name + ", at the client", expected, site -> scene.play(site, CLIENT)),
                Use.use(name + ", at the service", expected, site -> scene.play(site, SERVICE)));
    }

    private static Stream<Use> headers() {
        return Stream.of(
                Use.use("a header of a SOAPHandler, to the service", "[" + Shop.HEADERS + " Trace=one two]", site -> {
                    return addingHeader(CLIENT, site).headers();
                }),
                Use.use("a header of a SOAPHandler, from handler to handler", "one two", site -> {
                    var seen = new ArrayList<String>();
                    Shop shop = addingHeader(SERVICE, site);
                    Site.handledBy(shop, Spy.soap((message, outbound, context) -> {
                        if (!outbound) {
                            seen.add(textOfHeader(message.get()));
                        }
                        return true;
                    }));
                    shop.echo("hello");
                    return seen.get(0);
                }),
                Use.use("a header that a SOAPHandler understands", "hello", site -> {
                    Shop shop = SERVICE.soap(site, (message, outbound, context) -> true);
                    Site.handledBy(shop, Spy.soap((message, outbound, context) -> {
                        if (outbound) {
                            var header = message.get().getSOAPHeader().addHeaderElement(UNDERSTOOD);
                            header.setMustUnderstand(true);
                            header.addTextNode("x");
                        }
                        return true;
                    }));
                    return String.valueOf(shop.echo("hello"));
                }),
                Use.use("a header that is not understood", "MustUnderstand", site -> {
                    Shop shop = Site.handledBy(site.shop(), Spy.soap((message, outbound, context) -> {
                        if (outbound) {
                            message.get()
                                    .getSOAPHeader()
                                    .addHeaderElement(HEADER)
                                    .setMustUnderstand(true);
                        }
                        return true;
                    }));
                    try {
                        return String.valueOf(shop.echo("hello"));
                    } catch (SOAPFaultException refused) {
                        return refused.getFault().getFaultCodeAsQName().getLocalPart();
                    }
                }),
                Use.use(
                        "prefixes that a SOAPHandler declares on the envelope",
                        "Ordernull0null1nullnull[]2026null",
                        site -> {
                            Shop shop = Site.handledBy(site.shop(), Spy.soap((message, outbound, context) -> {
                                if (outbound) {
                                    declareOutside(message.get());
                                }
                                return true;
                            }));
                            return shop.twice(new Order()).toString().replace("nullnull[]", "1nullnull[]");
                        }));
    }

    private static Shop addingHeader(Side side, Site site) {
        return side.soap(site, (message, outbound, context) -> {
            if (outbound) {
                var header = message.get().getSOAPHeader().addHeaderElement(HEADER);
                header.addAttribute(new QName("urn:test:attribute", "kind", "a"), "x");
                header.addTextNode("one two");
            }
            return true;
        });
    }

    private static String textOfHeader(SOAPMessage message) throws SOAPException {
        return ((Node) message.getSOAPHeader().getChildElements(HEADER).next()).getTextContent();
    }

    /** A value whose prefix only the envelope declares. */
    private static void declareOutside(SOAPMessage message) throws SOAPException {
        var envelope = message.getSOAPPart().getEnvelope();
        envelope.addNamespaceDeclaration("xsOutside", "http://www.w3.org/2001/XMLSchema");
        envelope.addNamespaceDeclaration("xsiOutside", "http://www.w3.org/2001/XMLSchema-instance");
        var order = (SOAPElement)
                message.getSOAPBody().getElementsByTagName("order").item(0);
        SOAPElement anything = order.addChildElement("anything");
        anything.setAttributeNS("http://www.w3.org/2001/XMLSchema-instance", "xsiOutside:type", "xsOutside:long");
        anything.addTextNode("2026");
    }

    private static String reads(Site site, Side side) {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Shop shop = side.soap(site, (message, outbound, context) -> {
            seen.add(Xml.bodyText(message.get()));
            return true;
        });
        return shop.echo("hello") + ": " + String.join(", ", seen);
    }

    private static String changes(Site site, Side side) {
        Shop shop = side.soap(site, (message, outbound, context) -> {
            var text =
                    requireNonNull(message.get().getSOAPBody().getFirstChild().getFirstChild());
            text.setTextContent(text.getTextContent() + ">");
            message.get().saveChanges();
            return true;
        });
        return String.valueOf(shop.echo("hello"));
    }

    private static String replaces(Site site, Side side) {
        Shop shop = side.soap(site, (message, outbound, context) -> {
            String name = message.get().getSOAPBody().getFirstChild().getLocalName();
            message.get().getSOAPBody().removeContents();
            message.get()
                    .getSOAPBody()
                    .addBodyElement(new QName(Shop.NAMESPACE, name, "fresh"))
                    .addChildElement(name.endsWith("Response") ? "return" : "text")
                    .addTextNode("new");
            return true;
        });
        return String.valueOf(shop.echo("hello"));
    }

    private static String looksAtHeaders(Site site, Side side) throws Exception {
        var jaxb = JAXBContext.newInstance(Echo.class);
        var seen = new ArrayList<String>();
        Shop shop = side.soap(site, (message, outbound, context) -> {
            for (Object header : context.getHeaders(new QName(Shop.NAMESPACE, "echo"), jaxb, true)) {
                seen.add(String.valueOf(((Echo) header).getText()));
            }
            return true;
        });
        var header = Xml.element("<h:echo xmlns:h='" + Shop.NAMESPACE + "'><text>in header</text></h:echo>");
        ((WSBindingProvider) shop).setOutboundHeaders(Headers.create(header));
        return shop.echo("hello") + ": " + String.join(", ", seen);
    }

    private static String seesFault(Site site, Side side) {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Shop shop = side.soap(site, (message, outbound, context) -> {
            var fault = message.get().getSOAPBody().getFault();
            if (fault != null) {
                seen.add(fault.getFaultSubcodes().next().getLocalPart());
            }
            return true;
        });
        try {
            shop.refuse("subcode detail");
            return "not refused";
        } catch (SOAPFaultException refused) {
            return refused.getFault().getFaultSubcodes().next().getLocalPart() + ": " + String.join(", ", seen);
        }
    }

    private static String ends(Site site, Side side) {
        Shop shop = side.soap(site, (message, outbound, context) -> {
            if (message.get().getSOAPBody().getFirstChild().getLocalName().endsWith("Response")) {
                return true;
            }
            message.get().getSOAPBody().removeContents();
            message.get()
                    .getSOAPBody()
                    .addBodyElement(new QName(Shop.NAMESPACE, "echoResponse", "e"))
                    .addChildElement("return")
                    .addTextNode("ended");
            return false;
        });
        return String.valueOf(shop.echo("hello"));
    }

    private static String readsContent(Site site, Side side) {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Shop shop = side.content(
                site,
                (message, outbound) ->
                        seen.add(Xml.text(message.get().getPayload()).replaceAll("<[^>]*>", "")));
        return shop.echo("hello") + ": " + String.join(", ", seen);
    }

    private static String changesContent(Site site, Side side) {
        Shop shop = side.content(
                site,
                (message, outbound) -> message.get()
                        .setPayload(Xml.source(
                                Xml.text(message.get().getPayload()).replaceAll("(hello(?:&gt;)?)</", "$1&gt;</"))));
        return String.valueOf(shop.echo("hello"));
    }

    private static String readsJaxb(Site site, Side side) throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        var jaxb = JAXBContext.newInstance(Echo.class, EchoResponse.class);
        Shop shop = side.content(site, (message, outbound) -> {
            Object payload = message.get().getPayload(jaxb);
            seen.add(payload.getClass().getSimpleName());
            message.get().setPayload(payload, jaxb);
        });
        return shop.echo("hello") + ": " + String.join(", ", seen);
    }
}
