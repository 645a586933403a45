// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.attacks.Mode;
import dev.wshttp.security.attacks.Relay;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.protection.MessageProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.Closeable;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets at each level of protection, with MTOM, in all four modes: in clear they are a part, and encrypted the ciphertext is. */
@Timeout(120)
class PackedLevelsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String NAMESPACE = "urn:test:depot";
    private static final int SIZE = 5_000;

    private final HttpServer server = LoopbackServer.create();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static Stream<Arguments> modesAndTexts() {
        return Stream.of(Mode.values())
                .flatMap(mode ->
                        Stream.of(TextEncoding.UTF_8, TextEncoding.UTF_16).map(text -> Arguments.of(mode, text)));
    }

    @ParameterizedTest
    @MethodSource("modesAndTexts")
    void octetsTravelAsTheirLevelSays(Mode mode, TextEncoding text) throws Exception {
        WsHttpBinding binding = WsHttpBinding.builder()
                .negotiateServiceCredential(mode.binding().negotiateServiceCredential())
                .establishSecurityContext(mode.binding().establishSecurityContext())
                .messageEncoding(WsMessageEncoding.MTOM)
                .textEncoding(text)
                .build();
        var credentials = new PkiCredentials(PKI);
        Endpoint endpoint =
                Endpoint.create(new DepotEndpoint(), MessageSecurityFeature.forService(binding, credentials.service()));
        endpoint.publish(server.createContext("/Depot"));
        server.start();
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/Depot");
        byte[] octets = new byte[SIZE];
        new Random(1).nextBytes(octets);
        String raw = new String(octets, ISO_8859_1);

        try (var relay = new Relay(address, HttpClient.newHttpClient())) {
            relay.requests = message -> {
                calls.add(new String(message, ISO_8859_1));
                return message;
            };
            relay.replies = (asked, message) -> {
                calls.add(new String(message, ISO_8859_1));
                return message;
            };
            Depot port = Service.create(URI.create(address + "?wsdl").toURL(), new QName(NAMESPACE, "DepotService"))
                    .getPort(
                            Depot.class,
                            MessageSecurityFeature.forClient(binding, credentials.client(), Sides.CONTOSO));
            ((BindingProvider) port)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            relay.address().toString());

            assertThat(port.hide(octets)).isEqualTo(octets);
            assertThat(calls).noneMatch(message -> message.contains(raw));
            calls.clear();
            assertThat(port.show(octets)).isEqualTo(octets);
            assertThat(calls).hasSize(2).allMatch(message -> message.contains("\r\n\r\n" + raw + "\r\n--"));
            calls.clear();
            assertThat(port.publish(octets)).isEqualTo(octets);
            assertThat(calls).hasSize(2).allMatch(message -> message.contains("\r\n\r\n" + raw + "\r\n--"));
            ((Closeable) port).close();
        } finally {
            endpoint.stop();
        }
    }

    /** A contract of octets. */
    @WebService(targetNamespace = NAMESPACE)
    public interface Depot {
        /** Signs and encrypts. */
        @WebMethod
        byte[] hide(@WebParam(name = "octets") byte[] octets);

        /** Signs. */
        @WebMethod
        @MessageProtection(ProtectionLevel.SIGN)
        byte[] show(@WebParam(name = "octets") byte[] octets);

        /** Leaves the body free. */
        @WebMethod
        @MessageProtection(ProtectionLevel.NONE)
        byte[] publish(@WebParam(name = "octets") byte[] octets);
    }

    /** Returns what it gets. */
    @WebService(
            serviceName = "DepotService",
            portName = "DepotPort",
            targetNamespace = NAMESPACE,
            endpointInterface = "dev.wshttp.security.levels.PackedLevelsTest$Depot")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class DepotEndpoint implements Depot {
        @Override
        public byte[] hide(byte[] octets) {
            return octets;
        }

        @Override
        public byte[] show(byte[] octets) {
            return octets;
        }

        @Override
        public byte[] publish(byte[] octets) {
            return octets;
        }
    }
}
