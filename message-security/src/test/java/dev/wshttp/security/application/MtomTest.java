// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import jakarta.activation.DataHandler;
import jakarta.jws.WebService;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.soap.MTOM;
import jakarta.xml.ws.soap.MTOMFeature;
import jakarta.xml.ws.soap.SOAPBinding;
import java.net.URI;
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

/**
 * MTOM that an application switches on is refused where the binding sends text, since content in line is no MTOM to the other side. Where the binding has it,
 * the application may say so, too, and nothing leaves the encryption.
 */
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

    @ParameterizedTest
    @MethodSource("services")
    void aServiceMayHaveWhatItsBindingHas(Object service, List<WebServiceFeature> features) throws Exception {
        WsHttpBinding binding =
                WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build();
        try (var packing = new Site(PKI, binding)) {
            packing.publish("/mtom", service, List.of(), features.toArray(WebServiceFeature[]::new));
            Shop shop = packing.at(
                    "/mtom",
                    packing.serviceAt("/mtom", Shop.SERVICE)
                            .getPort(Shop.PORT, Shop.class, packing.forClient(new MTOMFeature())));
            var octets = new ByteArrayDataSource("octets".repeat(500).getBytes(UTF_8), "application/octet-stream");

            byte[] back = shop.reverse(new DataHandler(octets)).getInputStream().readAllBytes();

            assertThat(new String(back, UTF_8)).isEqualTo("stetco".repeat(500));
            try (var wsdl = URI.create(packing.address("/mtom?wsdl")).toURL().openStream()) {
                assertThat(new String(wsdl.readAllBytes(), UTF_8).split("OptimizedMimeSerialization", -1))
                        .hasSize(2);
            }
        }
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
