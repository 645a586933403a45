// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.util.Objects.requireNonNull;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.MessageHeaders;
import com.sun.xml.ws.developer.JAXWSProperties;
import jakarta.activation.DataHandler;
import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.soap.SOAPFault;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The service. */
@WebService(
        serviceName = "ShopService",
        portName = "ShopPort",
        targetNamespace = Shop.NAMESPACE,
        endpointInterface = "dev.wshttp.security.application.Shop")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class ShopEndpoint implements Shop {
    private final AtomicInteger rings = new AtomicInteger();

    @Resource
    @SuppressWarnings("NullAway.Init")
    private WebServiceContext context;

    @Override
    public @Nullable String echo(@Nullable String text) {
        return text;
    }

    @Override
    public Order twice(Order order) {
        order.amount *= 2;
        return order;
    }

    @Override
    public DataHandler reverse(DataHandler octets) {
        try {
            byte[] in = octets.getInputStream().readAllBytes();
            byte[] out = new byte[in.length];
            for (int i = 0; i < in.length; i++) {
                out[i] = in[in.length - 1 - i];
            }
            return new DataHandler(new ByteArrayDataSource(out, "application/octet-stream"));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String greet(String name, String language, Holder<String> clerk) {
        clerk.value = "clerk of " + language;
        return language.toUpperCase(Locale.ROOT) + " " + name;
    }

    @Override
    public void swap(Holder<String> one, Holder<String> other) {
        String kept = one.value;
        one.value = other.value;
        other.value = kept;
    }

    @Override
    public void ring() {
        rings.incrementAndGet();
    }

    @Override
    public int rings() {
        return rings.get();
    }

    @Override
    public void sell(String article) throws SoldOutException {
        var detail = new SoldOutException.Detail();
        detail.setArticle(article);
        detail.setLeft(3);
        throw new SoldOutException("none left of <" + article + ">", detail);
    }

    @Override
    public void refuse(String kind) {
        if (kind.equals("unhandled")) {
            throw new IllegalStateException("on purpose");
        }
        throw new SOAPFaultException(fault(kind.replace("\\u0001", "\u0001")));
    }

    /** A fault of SOAP, with as much in it as its kind says. */
    static SOAPFault fault(String kind) {
        try {
            SOAPFault fault = SOAPFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                    .createFault(
                            "reason of " + kind,
                            kind.startsWith("receiver")
                                    ? SOAPConstants.SOAP_RECEIVER_FAULT
                                    : SOAPConstants.SOAP_SENDER_FAULT);
            if (kind.contains("subcode")) {
                fault.appendFaultSubcode(new QName(NAMESPACE, "Closed", "c"));
                fault.appendFaultSubcode(new QName("urn:test:inner", "OnSunday", "i"));
            }
            if (kind.contains("detail")) {
                var entry = fault.addDetail().addDetailEntry(new QName(NAMESPACE, "Until", "u"));
                entry.addAttribute(new QName("urn:test:attribute", "zone", "z"), "UTC");
                entry.addTextNode("noon");
                fault.getDetail()
                        .addDetailEntry(new QName("urn:test:inner", "More"))
                        .addTextNode("later");
            }
            return fault;
        } catch (SOAPException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String headers() {
        var found = new TreeSet<String>();
        var all = (MessageHeaders)
                requireNonNull(context.getMessageContext().get(JAXWSProperties.INBOUND_HEADER_LIST_PROPERTY));
        for (Header header : all.asList()) {
            if (header.getNamespaceURI().startsWith("urn:")) {
                found.add(header.getNamespaceURI() + " " + header.getLocalPart() + "=" + textOf(header));
            }
        }
        return found.toString();
    }

    private static String textOf(Header header) {
        try {
            var text = new StringBuilder();
            for (XMLStreamReader reader = header.readHeader(); reader.hasNext(); reader.next()) {
                text.append(reader.isCharacters() ? reader.getText() : "");
            }
            return text.toString();
        } catch (XMLStreamException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
