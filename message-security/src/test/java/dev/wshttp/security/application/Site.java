// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.EndpointReference;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.handler.Handler;
import jakarta.xml.ws.soap.AddressingFeature;
import jakarta.xml.ws.soap.SOAPBinding;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;

/** Services at addresses of one server, all with the feature or all without it, and their clients. */
final class Site implements AutoCloseable {
    static final WsHttpBinding DIRECT = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();

    /** Whether the site has the feature. */
    enum Kind {
        SECURED,
        PLAIN
    }

    private final Kind kind;
    private final WsHttpBinding binding;
    private final PkiCredentials credentials;
    private final HttpServer server = LoopbackServer.create();
    private final Spy.Shared handlers = new Spy.Shared();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final Map<String, Service> published = new ConcurrentHashMap<>();
    private final List<Endpoint> endpoints = new ArrayList<>();

    Site(TestPki pki, Kind kind) {
        this(pki, kind, DIRECT);
    }

    /** A secured site in another mode. */
    Site(TestPki pki, WsHttpBinding binding) {
        this(pki, Kind.SECURED, binding);
    }

    private Site(TestPki pki, Kind kind, WsHttpBinding binding) {
        this.kind = kind;
        this.binding = binding;
        this.credentials = new PkiCredentials(pki);
        server.start();
    }

    boolean isSecured() {
        return kind == Kind.SECURED;
    }

    /** A client of the service. */
    Shop shop(WebServiceFeature... features) {
        Service service = service("/shop", new ShopEndpoint(), List.of());
        return at("/shop", service.getPort(Shop.PORT, Shop.class, forClient(features)));
    }

    /** A client of the service behind handlers, whose eyes the result chooses. */
    Shop handledShop(Consumer<Spy.Shared> eyes) {
        Shop shop = shopAt("/handled", new ShopEndpoint(), handlers.handlers());
        eyes.accept(handlers);
        return shop;
    }

    /** A client of a service of its own. */
    Shop shopAt(String path, Object implementation, List<Handler<?>> handlers, WebServiceFeature... ofService) {
        Service service = service(path, implementation, handlers, ofService);
        return at(path, service.getPort(Shop.PORT, Shop.class, forClient()));
    }

    /** A client of the service that does not wait. */
    AsyncShop asyncShop() {
        service("/shop", new ShopEndpoint(), List.of());
        // The RI keeps one interface for each port of a service.
        Service ofItsOwn = Service.create(url("/shop?wsdl"), Shop.SERVICE);
        return at("/shop", ofItsOwn.getPort(Shop.PORT, AsyncShop.class, forClient()));
    }

    /** A client of the service without the classes of its contract. */
    <T> Dispatch<T> dispatch(Class<T> type, Service.Mode mode, String operation, WebServiceFeature... features) {
        Service service = service("/shop", new ShopEndpoint(), List.of());
        return action(at("/shop", service.createDispatch(Shop.PORT, type, mode, forClient(features))), operation);
    }

    /** The same by JAXB. */
    Dispatch<Object> dispatch(JAXBContext jaxb, String operation) {
        Service service = service("/shop", new ShopEndpoint(), List.of());
        return action(
                at("/shop", service.createDispatch(Shop.PORT, jaxb, Service.Mode.PAYLOAD, forClient())), operation);
    }

    /** The same of a service that was published before. */
    Dispatch<Source> dispatchAt(String path, String operation) {
        Service service = requireNonNull(published.get(path));
        return action(
                at(path, service.createDispatch(Shop.PORT, Source.class, Service.Mode.PAYLOAD, forClient())),
                operation);
    }

    /** The same without its WSDL. */
    Dispatch<Source> dispatchWithoutWsdl(String operation) {
        service("/shop", new ShopEndpoint(), List.of());
        Service service = Service.create(Shop.SERVICE);
        service.addPort(Shop.PORT, SOAPBinding.SOAP12HTTP_BINDING, address("/shop"));
        return action(
                at("/shop", service.createDispatch(Shop.PORT, Source.class, Service.Mode.PAYLOAD, forClient())),
                operation);
    }

    /** A client of a service that shows no WSDL, which is called as the shop. */
    Dispatch<Source> unknownShop(String path, Object provider) {
        if (unknown.add(path)) {
            publish(path, provider, List.of(), unaddressed());
        }
        Service service = service("/shop", new ShopEndpoint(), List.of());
        Dispatch<Source> dispatch =
                service.createDispatch(Shop.PORT, Source.class, Service.Mode.PAYLOAD, forClient(unaddressed()));
        return action(at(path, dispatch), "echo");
    }

    /** A client by the reference of another one. */
    Shop shopByReference() {
        EndpointReference reference = ((BindingProvider) shop()).getEndpointReference();
        Service service = service("/shop", new ShopEndpoint(), List.of());
        return at("/shop", service.getPort(reference, Shop.class, forClient()));
    }

    static <T> Dispatch<T> action(Dispatch<T> dispatch, String operation) {
        dispatch.getRequestContext().put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        dispatch.getRequestContext().put(BindingProvider.SOAPACTION_URI_PROPERTY, Shop.NAMESPACE + "/" + operation);
        return dispatch;
    }

    <T> T at(String path, T client) {
        if (isSecured()) {
            MessageSecurity.requireSecured(client);
        }
        ((BindingProvider) client).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address(path));
        return client;
    }

    /** Publishes a service once, and returns the client's half of its contract. */
    Service service(String path, Object implementation, List<Handler<?>> handlers, WebServiceFeature... features) {
        return published.computeIfAbsent(path, any -> {
            publish(path, implementation, handlers, features);
            return Service.create(url(path + "?wsdl"), Shop.SERVICE);
        });
    }

    /** The client's half of the contract of a service that is published already. */
    Service serviceAt(String path, QName name) {
        return Service.create(url(path + "?wsdl"), name);
    }

    /** Publishes an endpoint. */
    void publish(String path, Object implementation, List<Handler<?>> handlers, WebServiceFeature... features) {
        Endpoint endpoint = Endpoint.create(implementation, forService(features));
        if (!handlers.isEmpty()) {
            endpoint.getBinding().setHandlerChain(chain(handlers));
        }
        endpoint.publish(server.createContext(path));
        endpoints.add(endpoint);
    }

    String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    WebServiceFeature[] forClient(WebServiceFeature... more) {
        return with(
                isSecured()
                        ? MessageSecurityFeature.forClient(binding, credentials.client(), Sides.CONTOSO)
                        : addressing(),
                more);
    }

    private WebServiceFeature[] forService(WebServiceFeature... more) {
        return with(
                isSecured() ? MessageSecurityFeature.forService(binding, credentials.service()) : addressing(), more);
    }

    /** Without its WSDL, a service in clear leaves addressing headers out that its own client needs. */
    private WebServiceFeature[] unaddressed() {
        return isSecured() ? new WebServiceFeature[0] : new WebServiceFeature[] {new AddressingFeature(false)};
    }

    private static WebServiceFeature addressing() {
        return new AddressingFeature(true, true, AddressingFeature.Responses.ANONYMOUS);
    }

    private static WebServiceFeature[] with(WebServiceFeature first, WebServiceFeature... more) {
        boolean given = Stream.of(more).anyMatch(feature -> feature.getClass() == first.getClass());
        return Stream.concat(given ? Stream.empty() : Stream.of(first), Stream.of(more))
                .toArray(WebServiceFeature[]::new);
    }

    private URL url(String path) {
        try {
            return URI.create(address(path)).toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        endpoints.forEach(Endpoint::stop);
        server.stop(0);
    }

    /** Adds handlers to a client. */
    static <T> T handledBy(T client, Handler<?>... handlers) {
        ((BindingProvider) client).getBinding().setHandlerChain(chain(List.of(handlers)));
        return client;
    }

    @SuppressWarnings("rawtypes") // in the signature of JAX-WS
    private static List<Handler> chain(List<Handler<?>> handlers) {
        return List.copyOf(handlers);
    }
}
