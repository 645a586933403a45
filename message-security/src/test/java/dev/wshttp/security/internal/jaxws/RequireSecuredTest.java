// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.xml.ws.api.WSBinding;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.NullOf;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.jaxws.EchoDesk.Echo;
import dev.wshttp.security.internal.jaxws.EchoDesk.EchoEndpoint;
import jakarta.xml.ws.Binding;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceFeature;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.xml.transform.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of a port or an endpoint looks at the tubes that the RI assembled, not at the features that were requested. */
@Timeout(60)
class RequireSecuredTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final EchoDesk desk = new EchoDesk(PKI);

    @BeforeEach
    void publish() {
        desk.publish("/Echo", Endpoint.create(new EchoEndpoint(), desk.serviceFeature()));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    // Ports

    @Test
    void letsASecuredPortThrough() {
        Echo port = MessageSecurity.requireSecured(port(desk.clientFeature()));

        assertThat(port.echo(EchoDesk.SECRET)).isEqualTo(EchoDesk.SECRET);
        assertThat(desk.requests()).singleElement().asString().doesNotContain(EchoDesk.SECRET);
    }

    @Test
    void sendsNothingItself() {
        MessageSecurity.requireSecured(port(desk.clientFeature()));

        assertThat(desk.requests()).isEmpty();
    }

    @Test
    void refusesAPortThatWasMadeWithoutTheFeature() {
        assertRefused(port(), "without a MessageSecurityFeature", "MessageSecurityFeature.forClient");
    }

    @Test
    void refusesASecondPortOfTheSameServiceThatWasMadeWithoutTheFeature() {
        Service service = desk.service("/Echo");
        MessageSecurity.requireSecured(service.getPort(EchoDesk.PORT, Echo.class, desk.clientFeature()));

        assertRefused(service.getPort(EchoDesk.PORT, Echo.class), "without a MessageSecurityFeature");
    }

    @ParameterizedTest
    @EnumSource
    void tellsADispatchWithTheFeatureFromOneWithoutIt(Service.Mode mode) {
        Service service = desk.service("/Echo");
        Dispatch<Source> secured = service.createDispatch(EchoDesk.PORT, Source.class, mode, desk.clientFeature());

        assertThat(MessageSecurity.requireSecured(secured)).isSameAs(secured);
        assertRefused(service.createDispatch(EchoDesk.PORT, Source.class, mode), "without a MessageSecurityFeature");
    }

    @Test
    void looksThroughAProxyThatShowsItsBinding() {
        MessageSecurity.requireSecured(wrapped(port(desk.clientFeature()), Echo.class, BindingProvider.class));

        assertRefused(wrapped(port(), Echo.class, BindingProvider.class), "without a MessageSecurityFeature");
    }

    @Test
    void refusesAProxyThatHidesItsBinding() {
        assertRefused(wrapped(port(desk.clientFeature()), Echo.class), "shows no binding", "before it is wrapped");
    }

    @Test
    void refusesAPortOfAnotherProvider() {
        var binding = proxy((made, method, arguments) -> null, Binding.class);
        var port = proxy((made, method, arguments) -> binding, Echo.class, BindingProvider.class);

        assertRefused(port, "another JAX-WS provider", binding.getClass().getName());
    }

    @Test
    void refusesAPortThatWasGivenTheMarkOfAnotherOne() {
        WSBinding secured = (WSBinding) ((BindingProvider) port(desk.clientFeature())).getBinding();

        assertRefused(port(secured.getFeature(SecuredBinding.class)), "without a MessageSecurityFeature");
    }

    @Test
    void letsAPortThroughThatWasGivenTheFeaturesOfAnotherOne() {
        WSBinding secured = (WSBinding) ((BindingProvider) port(desk.clientFeature())).getBinding();

        MessageSecurity.requireSecured(port(secured.getFeatures().toArray()));
    }

    @Test
    void refusesWhatIsNoPort() {
        assertRefused("a port", "java.lang.String");
        assertThatNullPointerException().isThrownBy(() -> MessageSecurity.requireSecured(NullOf.any()));
    }

    // Endpoints

    @Test
    void letsASecuredEndpointThrough() {
        Endpoint endpoint = desk.publish("/Other", Endpoint.create(new EchoEndpoint(), desk.serviceFeature()));

        assertThat(MessageSecurity.requireSecured(endpoint)).isSameAs(endpoint);
        assertThat(endpoint.isPublished()).isTrue();
    }

    @Test
    void stopsAnOpenEndpoint() throws Exception {
        Endpoint endpoint = desk.publish("/Open", Endpoint.create(new EchoEndpoint()));
        assertThat(status("/Open?wsdl")).isEqualTo(200);

        assertRefused(endpoint, "without a MessageSecurityFeature", "MessageSecurityFeature.forService");

        assertThat(endpoint.isPublished()).isFalse();
        assertThat(status("/Open?wsdl")).isEqualTo(404);
    }

    @Test
    void refusesAnEndpointThatIsNotPublished() {
        assertRefused(Endpoint.create(new EchoEndpoint(), desk.serviceFeature()), "is not published");
    }

    @Test
    void refusesAnEndpointOfAnotherProvider() {
        var endpoint = new ForeignEndpoint();

        assertRefused(endpoint, "another JAX-WS provider", ForeignEndpoint.class.getName());
        assertThat(endpoint.isPublished()).isFalse();
    }

    private int status(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(desk.address(path))).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void assertRefused(Object portOrEndpoint, String... words) {
        var refused = refusal(() -> MessageSecurity.requireSecured(portOrEndpoint));

        assertThat(refused.fault()).isEqualTo(SecurityFault.NOT_SECURED);
        assertThat(refused).hasMessageContainingAll(words);
    }

    private Echo port(WebServiceFeature... features) {
        return desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class, features);
    }

    /** As frameworks do it. */
    private static Object wrapped(Object port, Class<?>... interfaces) {
        return proxy(
                (made, method, arguments) -> {
                    try {
                        return method.invoke(port, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                },
                interfaces);
    }

    private static Object proxy(InvocationHandler handler, Class<?>... interfaces) {
        return Proxy.newProxyInstance(RequireSecuredTest.class.getClassLoader(), interfaces, handler);
    }
}
