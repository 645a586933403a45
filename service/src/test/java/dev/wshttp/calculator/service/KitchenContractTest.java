// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.tools.ws.spi.WSToolsObjectFactory;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A contract that WCF publishes, from its WSDL to calls between a service and a client of its generated classes. The actions are those that a client of WCF
 * accepts for this contract, however the classes were made.
 */
class KitchenContractTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final QName SERVICE = new QName("http://kitchen/", "KitchenService");
    private static final QName PORT = new QName("http://kitchen/", "WSHttpBinding_IKitchen");

    @TempDir
    Path directory;

    /** wsimport does not know the attribute by which WCF names actions, and knows its successor: the README has the command that renames it. */
    @ParameterizedTest
    @CsvSource({
        "wsaw:Action=, http://www.w3.org/2005/08/addressing/soap/fault, http://kitchen/IKitchen/OddResponse",
        "wsam:Action=, http://kitchen/IKitchen/FailKitchenFaultFault, urn:odd reply/\u00e9 &",
    })
    void worksWithTheActionsOfWcf(String attribute, String faultAction, String oddAction) throws Exception {
        Path wsdl = directory.resolve("kitchen.wsdl");
        Files.writeString(wsdl, resource("kitchen.wsdl").replace("wsaw:Action=", attribute));
        generate(wsdl);
        compile();

        try (var classes = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(seenWith(classes))
                    .map(String::valueOf)
                    .containsExactly(
                            "a\u00e9\r\n<&> | http://kitchen/IKitchen/EchoStringResponse",
                            "[one, null, ] | http://kitchen/IKitchen/EchoStringsResponse",
                            "true salad 9.90 sky blue 7 | http://kitchen/IKitchen/EchoDishResponse",
                            "2026-11-28T12:00:00Z | http://kitchen/IKitchen/EchoDateResponse",
                            "1.50 | http://kitchen/IKitchen/EchoDecimalResponse",
                            "[1, 2, 3] | http://kitchen/IKitchen/EchoBytesResponse",
                            "typed reason typed 42 | " + faultAction,
                            "nothing | http://kitchen/IKitchen/NothingResponse",
                            "none | http://kitchen/IKitchen/NoArgsResponse",
                            "odd | " + oddAction,
                            "rang | http://kitchen/IKitchen/RingCountResponse");
        }
    }

    /** The RI loads the classes of a contract with the loader of the thread. */
    private static List<?> seenWith(ClassLoader classes) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return seen(classes);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<?> seen(ClassLoader classes) throws Exception {
        var binding = WsHttpBinding.builder().build();
        var parties = new CalculatorParties(PKI);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        Object cook = classes.loadClass("kitchen.Cook").getConstructor().newInstance();
        Endpoint endpoint = Endpoint.create(cook, MessageSecurityFeature.forService(binding, parties.service()));
        try {
            endpoint.publish(server.createContext("/Kitchen"));
            MessageSecurity.requireSecured(endpoint);
            Class<?> contract = classes.loadClass("kitchen.IKitchen");
            Object port = Service.create(
                            requireNonNull(KitchenContractTest.class.getResource("/kitchen/kitchen.wsdl")), SERVICE)
                    .getPort(
                            PORT,
                            contract,
                            MessageSecurityFeature.forClient(binding, parties.client(), CalculatorParties.SERVICE));
            ((BindingProvider) port)
                    .getRequestContext()
                    .put(
                            BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                            "http://localhost:" + server.getAddress().getPort() + "/Kitchen");
            Object guest =
                    classes.loadClass("kitchen.Guest").getConstructor(contract).newInstance(port);
            return (List<?>) guest.getClass().getMethod("dine").invoke(guest);
        } finally {
            endpoint.stop();
            server.stop(0);
        }
    }

    private void generate(Path wsdl) {
        var output = new ByteArrayOutputStream();
        boolean done = WSToolsObjectFactory.newInstance().wsimport(output, new String[] {
            "-extension", "-keep", "-Xnocompile", "-p", "kitchen", "-d", directory.toString(), wsdl.toString()
        });

        assertThat(done).as(output.toString(UTF_8)).isTrue();
    }

    private void compile() throws IOException {
        for (String source : List.of("Cook.java", "Guest.java")) {
            Files.writeString(directory.resolve("kitchen").resolve(source), resource(source));
        }
        try (var sources = Files.list(directory.resolve("kitchen"))) {
            var output = new ByteArrayOutputStream();
            String[] files = sources.map(Path::toString).toArray(String[]::new);
            int result = ToolProvider.getSystemJavaCompiler().run(null, output, output, arguments(files));

            assertThat(result).as(output.toString(UTF_8)).isZero();
        }
    }

    private String[] arguments(String[] files) {
        var arguments = new java.util.ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString()));
        arguments.addAll(List.of(files));
        return arguments.toArray(String[]::new);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = requireNonNull(KitchenContractTest.class.getResourceAsStream("/kitchen/" + name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
