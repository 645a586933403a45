// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.SecurityFault;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.soap.MTOM;
import jakarta.xml.ws.soap.MTOMFeature;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** MTOM, which the binding does not have, is refused wherever an application switches it on: content in line is no MTOM to the other side. */
@Timeout(60)
class MtomTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @SuppressWarnings("NullAway.Init")
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(PKI, Site.Kind.SECURED);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void aClientRefusesTheFeature() {
        assertRefused(() -> site.shop(new MTOMFeature()));
    }

    @Test
    void aClientRefusesWhatIsSwitchedOnLater() {
        Shop shop = site.shop();
        ((SOAPBinding) ((BindingProvider) shop).getBinding()).setMTOMEnabled(true);

        assertRefused(() -> shop.echo("hello"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceRefuses(Object service, List<WebServiceFeature> features) {
        assertRefused(() -> site.publish("/mtom", service, List.of(), features.toArray(WebServiceFeature[]::new)));
    }

    static Stream<Arguments> services() {
        return Stream.of(
                Arguments.of(new ShopEndpoint(), List.of(new MTOMFeature())),
                Arguments.of(new Annotated(), List.of()),
                Arguments.of(new Bound(), List.of()));
    }

    /** The RI may wrap what a tube throws. */
    private static void assertRefused(ThrowingCallable making) {
        Throwable found = catchThrowable(making);
        while (found != null && found.getCause() != null) {
            found = found.getCause();
        }
        Throwable refused = found;

        assertThat(faultOf(() -> {
                    if (refused != null) {
                        throw refused;
                    }
                }))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("MTOM");
    }

    /** A service with the annotation. */
    @MTOM
    @WebService(
            serviceName = "ShopService",
            portName = "ShopPort",
            targetNamespace = Shop.NAMESPACE,
            endpointInterface = "dev.wshttp.security.application.Shop")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Annotated extends ShopEndpoint {}

    /** A service with the binding. */
    @WebService(
            serviceName = "ShopService",
            portName = "ShopPort",
            targetNamespace = Shop.NAMESPACE,
            endpointInterface = "dev.wshttp.security.application.Shop")
    @BindingType(SOAPBinding.SOAP12HTTP_MTOM_BINDING)
    public static final class Bound extends ShopEndpoint {}
}
