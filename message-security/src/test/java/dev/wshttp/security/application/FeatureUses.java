// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.application.Use.use;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.developer.JAXWSProperties;
import com.sun.xml.ws.developer.SchemaValidationFeature;
import com.sun.xml.ws.developer.StreamingAttachmentFeature;
import com.sun.xml.ws.developer.WSBindingProvider;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.RespectBindingFeature;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.soap.AddressingFeature;
import jakarta.xml.ws.soap.MTOMFeature;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;

/** Headers that the contract does not know, features of JAX-WS and of the RI, and properties of a call. */
final class FeatureUses {
    private static final QName TRACE = new QName(Shop.HEADERS, "Trace");
    private static final String TRACE_SEEN = "[" + Shop.HEADERS + " Trace=one]";

    private FeatureUses() {}

    static Stream<Use> all() {
        return Stream.of(headers(), features(), properties()).flatMap(uses -> uses);
    }

    private static Stream<Use> headers() {
        return Stream.of(
                use(
                        "an outbound header of a text",
                        TRACE_SEEN,
                        site -> headersSeen(site, Headers.create(TRACE, "one"))),
                use("an outbound header of an element", TRACE_SEEN, site -> {
                    var element = Xml.element("<Trace xmlns='" + Shop.HEADERS + "' kind='a'>one</Trace>");
                    return headersSeen(site, Headers.create(element));
                }),
                use("an outbound header of an element inside another", TRACE_SEEN, site -> {
                    var outer = Xml.element("<o:o xmlns:o='urn:o' xmlns:h='" + Shop.HEADERS
                            + "'><h:Trace o:kind='o:x'>one</h:Trace></o:o>");
                    return headersSeen(site, Headers.create((Element) outer.getFirstChild()));
                }),
                use("an outbound header of SAAJ", TRACE_SEEN, site -> {
                    var message = MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                            .createMessage();
                    var header = message.getSOAPHeader().addHeaderElement(TRACE);
                    header.addTextNode("one");
                    return headersSeen(site, Headers.create(header));
                }),
                use("an outbound header of JAXB", "[" + Shop.NAMESPACE + " echo=one]", site -> {
                    Shop shop = site.shop();
                    var jaxb = JAXBContext.newInstance(Echo.class);
                    ((WSBindingProvider) shop).setOutboundHeaders(Headers.create(jaxb, Echo.of("one")));
                    return shop.headers();
                }),
                use(
                        "several outbound headers",
                        "[" + Shop.HEADERS + " A=1, " + Shop.HEADERS + " B=2]",
                        site -> headersSeen(
                                site,
                                Headers.create(new QName(Shop.HEADERS, "B"), "2"),
                                Headers.create(new QName(Shop.HEADERS, "A"), "1"))),
                use("inbound headers", "clerk of en", site -> {
                    Shop shop = site.shop();
                    shop.greet("Ann", "en", new Holder<>());
                    return ((WSBindingProvider) shop)
                            .getInboundHeaders().stream()
                                    .filter(header -> header.getLocalPart().equals("Clerk"))
                                    .map(Header::getStringContent)
                                    .findFirst()
                                    .orElse("none");
                }));
    }

    private static String headersSeen(Site site, Header... headers) {
        Shop shop = site.shop();
        ((WSBindingProvider) shop).setOutboundHeaders(headers);
        return shop.headers();
    }

    private static Stream<Use> features() {
        return Stream.of(
                under("SchemaValidationFeature", new SchemaValidationFeature()),
                under("RespectBindingFeature", new RespectBindingFeature()),
                under("StreamingAttachmentFeature", new StreamingAttachmentFeature()),
                under("AddressingFeature", new AddressingFeature(true, true, AddressingFeature.Responses.ANONYMOUS)),
                under("AddressingFeature, not required", new AddressingFeature(true, false)),
                under("MTOMFeature, off", new MTOMFeature(false)),
                underAll(
                        new SchemaValidationFeature(),
                        new RespectBindingFeature(),
                        new StreamingAttachmentFeature(),
                        new MTOMFeature(false),
                        new AddressingFeature(true, true, AddressingFeature.Responses.ANONYMOUS)));
    }

    private static Use under(String name, WebServiceFeature... features) {
        return use(name, "hello", site -> String.valueOf(site.shop(features).echo("hello")));
    }

    private static Use underAll(WebServiceFeature... features) {
        return use("many features, on both sides", "hello, hello", site -> {
            Shop ofService = site.shopAt("/features", new ShopEndpoint(), List.of(), features);
            return site.shop(features).echo("hello") + ", " + ofService.echo("hello");
        });
    }

    private static Stream<Use> properties() {
        return Stream.of(
                use("the HTTP status", "200", site -> {
                    Shop shop = site.shop();
                    shop.echo("hello");
                    return String.valueOf(
                            ((BindingProvider) shop).getResponseContext().get(MessageContext.HTTP_RESPONSE_CODE));
                }),
                use("a time limit", "hello", site -> {
                    Shop shop = site.shop();
                    ((BindingProvider) shop).getRequestContext().put(JAXWSProperties.REQUEST_TIMEOUT, 30_000);
                    return String.valueOf(shop.echo("hello"));
                }));
    }
}
