// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.spi.ProviderImpl;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.EndpointReference;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.spi.Provider;
import jakarta.xml.ws.spi.ServiceDelegate;
import jakarta.xml.ws.wsaddressing.W3CEndpointReference;
import java.net.URL;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import org.w3c.dom.Element;

/** A JAX-WS provider that works, and drops every feature that it does not know, as others do. */
public final class ForeignProvider extends Provider {
    @Override
    public ServiceDelegate createServiceDelegate(URL wsdl, QName name, Class<? extends Service> type) {
        return ProviderImpl.INSTANCE.createServiceDelegate(wsdl, name, type);
    }

    @Override
    public Endpoint createEndpoint(String bindingId, Object implementor) {
        return ProviderImpl.INSTANCE.createEndpoint(bindingId, implementor);
    }

    @Override
    public Endpoint createEndpoint(String bindingId, Object implementor, WebServiceFeature... features) {
        return createEndpoint(bindingId, implementor);
    }

    @Override
    public Endpoint createAndPublishEndpoint(String address, Object implementor) {
        return ProviderImpl.INSTANCE.createAndPublishEndpoint(address, implementor);
    }

    @Override
    public Endpoint createAndPublishEndpoint(String address, Object implementor, WebServiceFeature... features) {
        return createAndPublishEndpoint(address, implementor);
    }

    @Override
    public EndpointReference readEndpointReference(Source reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getPort(EndpointReference reference, Class<T> type, WebServiceFeature... features) {
        throw new UnsupportedOperationException();
    }

    @Override
    public W3CEndpointReference createW3CEndpointReference(
            String address,
            QName service,
            QName port,
            List<Element> metadata,
            String wsdl,
            List<Element> referenceParameters) {
        throw new UnsupportedOperationException();
    }
}
