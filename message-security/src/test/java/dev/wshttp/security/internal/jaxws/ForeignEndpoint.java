// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import jakarta.xml.ws.Binding;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.EndpointReference;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.xml.transform.Source;
import org.w3c.dom.Element;

/** A published endpoint of a JAX-WS provider that is not the RI. */
final class ForeignEndpoint extends Endpoint {
    private boolean published = true;

    @Override
    public Binding getBinding() {
        return (Binding) Proxy.newProxyInstance(
                ForeignEndpoint.class.getClassLoader(),
                new Class<?>[] {Binding.class},
                (made, method, arguments) -> null);
    }

    @Override
    public boolean isPublished() {
        return published;
    }

    @Override
    public void publish(String address) {
        published = true;
    }

    @Override
    public void publish(Object serverContext) {
        published = true;
    }

    @Override
    public void stop() {
        published = false;
    }

    @Override
    public Object getImplementor() {
        return this;
    }

    @Override
    public List<Source> getMetadata() {
        return List.of();
    }

    @Override
    public void setMetadata(List<Source> metadata) {}

    @Override
    public Executor getExecutor() {
        return Runnable::run;
    }

    @Override
    public void setExecutor(Executor executor) {}

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    @Override
    public void setProperties(Map<String, Object> properties) {}

    @Override
    public EndpointReference getEndpointReference(Element... referenceParameters) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends EndpointReference> T getEndpointReference(Class<T> type, Element... referenceParameters) {
        throw new UnsupportedOperationException();
    }
}
