// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.HeaderList;
import com.sun.xml.ws.developer.JAXWSProperties;
import dev.wshttp.security.context.ServiceSecurityContext;
import jakarta.annotation.Resource;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;

/** A service that reports everything that it sees of a request. */
@WebService(name = "Desk", serviceName = "DeskService", portName = "DeskPort", targetNamespace = Desk.NAMESPACE)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public final class Desk {
    static final String NAMESPACE = "urn:test:desk";
    static final String ORDER = NAMESPACE + "/Desk/orderRequest";
    static final String ORDERED = NAMESPACE + "/Desk/orderResponse";

    final List<String> seen = new CopyOnWriteArrayList<>();

    @Resource
    @SuppressWarnings("NullAway.Init")
    private WebServiceContext context;

    /** Reports the argument, the headers and the caller. */
    @WebMethod(action = ORDER)
    @WebResult(name = "report")
    public String order(@WebParam(name = "item") String item) {
        var report = new StringJoiner("\n");
        report.add(item)
                .add(ServiceSecurityContext.of(context).primaryIdentity().getName());
        headers().forEach(header -> report.add(text(header)));
        seen.add(report.toString());
        return report.toString();
    }

    private static String text(Header header) {
        var text = new StringWriter();
        try {
            var writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            header.writeTo(writer);
            writer.flush();
            return text.toString();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private HeaderList headers() {
        return (HeaderList)
                Objects.requireNonNull(context.getMessageContext().get(JAXWSProperties.INBOUND_HEADER_LIST_PROPERTY));
    }
}
