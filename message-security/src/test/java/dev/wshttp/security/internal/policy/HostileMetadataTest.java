// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.internal.policy.RecordedWsdl.DIRECT;
import static dev.wshttp.security.internal.policy.RecordedWsdl.NEGOTIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client reads metadata that is hostile or broken. */
@Timeout(60)
class HostileMetadataTest {
    private static final String BINDING_REFERENCE = "<wsp:PolicyReference URI=\"#WSHttpBinding_ICalculator_policy\"/>";
    // The first one of the binding: those of the port type have no extension.
    private static final String OPERATION = "<wsdl:operation name=\"Add\"><soap12:operation";
    private static final String PORT = "<wsdl:port name=\"WSHttpBinding_ICalculator\"";

    @TempDir
    Path folder;

    @Test
    void refusesADtd() {
        assertUnreadable(recorded().withFirst("?><!DOCTYPE x [<!ENTITY e \"lol\">]>", "?>"), "DOCTYPE");
    }

    @Test
    void refusesAnExternalEntityWithoutReadingIt() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "top secret");
        var wsdl = recorded().withFirst("?><!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>", "?>");

        assertThat(assertUnreadable(wsdl, "DOCTYPE").getMessage()).doesNotContain("top secret");
    }

    @Test
    void refusesElementsThatAreNestedTooDeep() {
        String deep = "<a>".repeat(MetadataXml.DEEPEST_ELEMENT) + "</a>".repeat(MetadataXml.DEEPEST_ELEMENT);

        assertUnreadable(recorded().withFirst(deep + "<wsdl:types>", "<wsdl:types>"), "64");
    }

    @Test
    void refusesNamesThatMakeTheParserSlow() {
        var names = new StringBuilder();
        for (int number = 0; number < 8_192; number++) {
            names.append('<').append(ofOneHash(number)).append("/>");
        }

        assertUnreadable(recorded().withFirst(names + "<wsdl:types>", "<wsdl:types>"), "different names");
    }

    private static String ofOneHash(int number) {
        var name = new StringBuilder("n");
        for (int bit = 0; bit < 13; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    void declarationsAreNotCopiedIntoEachElementThatDeclaresAnother() {
        var nested = new StringBuilder();
        for (int level = 0; level < 30; level++) {
            nested.append("<a");
            for (int prefix = 0; prefix < 60; prefix++) {
                nested.append(" xmlns:n")
                        .append(level)
                        .append('x')
                        .append(prefix)
                        .append("='u:'");
            }
            nested.append('>');
        }
        nested.append("<a xmlns='u:'/>".repeat(30_000)).append("</a>".repeat(30));
        byte[] document = nested.toString().getBytes(StandardCharsets.UTF_8);

        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        MetadataXml.parse(document, "here");

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200_000_000);
    }

    @Test
    void takesElementsThatAreNestedAsDeepAsTheyMay() {
        int levels = MetadataXml.DEEPEST_ELEMENT - 1;
        String deep = "<a>".repeat(levels) + "</a>".repeat(levels);
        var wsdl = recorded().withFirst(deep + "<wsdl:types>", "<wsdl:types>");

        assertThat(ServiceEndpoint.fromWsdl(wsdl.in(folder)).name()).isEqualTo("WSHttpBinding_ICalculator");
    }

    @Test
    void saysWhereADocumentIsMalformed() {
        assertThat(assertUnreadable(new RecordedWsdl("<definitions>\n  <message></definitions>"), "is no XML")
                        .getMessage())
                .contains("service.wsdl' is no XML that is accepted here: line 2, column ", "(expected a WSDL", "Check")
                .doesNotContain("row,col", "\n");
    }

    @Test
    void refusesMoreAttributesThanAnyElementNeeds() {
        String many = IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> " a" + i + "=\"\"")
                .collect(Collectors.joining());

        assertUnreadable(recorded().withFirst("<a" + many + "/><wsdl:types>", "<wsdl:types>"), "ttribute", "1000");
    }

    @Test
    void refusesNamesThatAreLongerThanAny() {
        String name = "a".repeat(1_001);

        assertUnreadable(recorded().withFirst("<" + name + "/><wsdl:types>", "<wsdl:types>"), "longer than 1000");
        assertUnreadable(recorded().withFirst("<a " + name + "=''/><wsdl:types>", "<wsdl:types>"), "longer than 1000");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        String padding = " ".repeat(MetadataSource.LARGEST_DOCUMENT_BYTES);

        assertUnreadable(recorded().withFirst(padding + "<wsdl:types>", "<wsdl:types>"), "larger than '1048576' bytes");
    }

    @Test
    void breaksOffAnAnswerThatIsTooLarge() {
        assertRefused(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] spaces = new byte[64 * 1024];
                    // Without an end: only a reader that breaks off gets rid of it.
                    while (true) {
                        exchange.getResponseBody().write(spaces);
                    }
                },
                "larger than '1048576' bytes");
    }

    @Test
    void refusesTooManyDocuments() throws IOException {
        for (int index = 0; index <= MetadataSource.MOST_DOCUMENTS; index++) {
            Files.writeString(
                    folder.resolve(index + ".wsdl"),
                    "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'><import location='" + (index + 1)
                            + ".wsdl'/></definitions>");
        }

        assertUnreadable(folder.resolve("0.wsdl").toUri(), "one document more than '16'");
    }

    @Test
    void readsADocumentThatImportsItselfOnce() {
        var wsdl = recorded()
                .withFirst("<wsdl:import location=\"service.wsdl\"/><wsdl:types>", "<wsdl:types>")
                .with(" type=\"tns:Absent\"", " type=\"tns:ICalculator\"");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))).fault())
                .isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1/x?wsdl", "file:///etc/passwd", "https://localhost:18100/x", "//other/x"})
    void refusesAnImportFromAnotherPlace(String location) {
        var root = RecordedWsdl.named(DIRECT + "/wsdl.xml")
                .with(location, "http://localhost:18100/ServiceModelSamples/service?wsdl=wsdl0");
        try (var server = new MetadataServer().with("wsdl", root)) {
            MessageSecurityException refused = refusal(() -> ServiceEndpoint.fromWsdl(server.at("wsdl")));

            assertThat(refused.fault()).isEqualTo(SecurityFault.METADATA_UNREADABLE);
            assertThat(refused).hasMessageContainingAll("another place", "the same host and port", "?singleWsdl");
            assertThat(server.asked()).containsExactly("wsdl");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other.wsdl", "sub/other.wsdl", "http://localhost:1/x?wsdl", "//host/share/other.wsdl"})
    void refusesAnImportFromAnotherFolder(String location) {
        var wsdl = recorded()
                .withFirst("<wsdl:import location=\"" + location + "\"/><wsdl:types>", "<wsdl:types>")
                .with(" type=\"tns:Absent\"", " type=\"tns:ICalculator\"");

        assertUnreadable(wsdl, "a file of the same folder");
    }

    @Test
    void refusesARedirectionAndTellsWhere() {
        assertRefused(
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "http://attacker.example/service?wsdl");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                },
                "'http://attacker.example/service?wsdl' (HTTP status '302')");
    }

    @Test
    void refusesAnotherStatus() {
        assertRefused(
                exchange -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                },
                "HTTP status '404'");
    }

    @Test
    void waitsNoLongerThanItMayForAServerThatSaysNothing() {
        assertLate(exchange -> {});
    }

    @Test
    void waitsNoLongerThanItMayForAServerThatStopsInTheMiddle() {
        assertLate(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('<');
            exchange.getResponseBody().flush();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/service?wsdl",
                "ftp://localhost/service.wsdl",
                "http://user:secret@localhost/service?wsdl",
                "http://localhost/service?wsdl#x",
                "jar:file:/a.jar!/service.wsdl",
                "file://host/share/service.wsdl",
                "relative.wsdl"
            })
    void refusesAddressesOfOtherKinds(String address) {
        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(URI.create(address))).fault())
                .isEqualTo(SecurityFault.METADATA_UNREADABLE);
    }

    @Test
    void refusesAFileThatDoesNotExist() {
        assertUnreadable(folder.resolve("absent.wsdl").toUri(), "absent.wsdl");
    }

    @Test
    void refusesADocumentThatIsNoWsdl() {
        assertUnreadable(new RecordedWsdl("<html/>"), "'html'", "httpGetEnabled");
    }

    @Test
    void refusesAWsdlWithoutPorts() {
        assertUnreadable(
                recorded().with("<wsdl:porter ", "<wsdl:port ").with("</wsdl:porter>", "</wsdl:port>"), "no endpoint");
    }

    @Test
    void refusesReferencesToPoliciesThatAreNotThere() {
        assertUnreadable(
                recorded().withFirst("URI=\"#absent\"", "URI=\"#WSHttpBinding_ICalculator_policy\""), "'#absent'");
    }

    @Test
    void refusesReferencesToPoliciesOfOtherDocuments() {
        assertUnreadable(
                recorded()
                        .withFirst(
                                "URI=\"http://localhost/policy#WSHttpBinding_ICalculator_policy\"",
                                "URI=\"#WSHttpBinding_ICalculator_policy\""),
                "of the same document");
    }

    @Test
    void refusesTwoPoliciesOfOneId() {
        assertUnreadable(
                recorded()
                        .withFirst(
                                "<wsp:Policy wsu:Id=\"WSHttpBinding_ICalculator_policy\"/><wsdl:types>",
                                "<wsdl:types>"),
                "two policies 'WSHttpBinding_ICalculator_policy'");
    }

    @Test
    void refusesPoliciesThatContainThemselves() {
        var wsdl = recorded()
                .withFirst(
                        "<wsp:Policy wsu:Id=\"one\"><wsp:PolicyReference URI=\"#two\"/></wsp:Policy>"
                                + "<wsp:Policy wsu:Id=\"two\"><wsp:PolicyReference URI=\"#one\"/></wsp:Policy><wsdl:types>",
                        "<wsdl:types>")
                .with("<wsp:PolicyReference URI=\"#one\"/>", BINDING_REFERENCE);

        assertUnreadable(wsdl, "inside itself");
    }

    @Test
    void refusesPoliciesThatGrowByReferences() {
        String doubling = IntStream.range(0, 40)
                .mapToObj(index -> "<wsp:Policy wsu:Id=\"p" + index + "\">"
                        + ("<wsp:PolicyReference URI=\"#p" + (index + 1) + "\"/>").repeat(2) + "</wsp:Policy>")
                .collect(Collectors.joining());
        var wsdl = recorded()
                .withFirst(doubling + "<wsp:Policy wsu:Id=\"p40\"/><wsdl:types>", "<wsdl:types>")
                .with("<wsp:PolicyReference URI=\"#p0\"/>", BINDING_REFERENCE);

        assertUnreadable(wsdl, "of more than '1000000' elements");
    }

    @Test
    void refusesMoreAlternativesThanAnyoneNeeds() {
        String optional = "<x:Unknown xmlns:x=\"urn:x\" wsp:Optional=\"true\"/>".repeat(30);

        assertUnreadable(
                recorded().with("<wsaw:UsingAddressing/>" + optional, "<wsaw:UsingAddressing/>"), "alternatives");
    }

    @Test
    void refusesMoreAssertionsThanAnyoneNeeds() {
        String many = "<x:Unknown xmlns:x=\"urn:x\"/>".repeat(PolicyReader.MOST_ASSERTIONS);

        assertUnreadable(recorded().with("<wsaw:UsingAddressing/>" + many, "<wsaw:UsingAddressing/>"), "assertions");
    }

    @Test
    void countsTheAssertionsThatItCopies() {
        String alternatives = ("<wsp:All>" + "<x:Unknown xmlns:x=\"urn:x\"/>".repeat(200) + "</wsp:All>").repeat(20);
        String grown = "<wsp:Policy><wsp:ExactlyOne>" + alternatives + "</wsp:ExactlyOne>" + "<wsp:All/>".repeat(1_000)
                + "</wsp:Policy>";

        assertUnreadable(recorded().with(grown, BINDING_REFERENCE), "of more than '1000000' elements");
    }

    @Test
    void refusesALongRowOfReferences() {
        String row = IntStream.rangeClosed(0, PolicyReader.MOST_REFERENCES)
                .mapToObj(index -> "<wsp:Policy wsu:Id=\"p" + index + "\"><wsp:PolicyReference URI=\"#p" + (index + 1)
                        + "\"/></wsp:Policy>")
                .collect(Collectors.joining());
        var wsdl = recorded()
                .withFirst(row + "<wsdl:types>", "<wsdl:types>")
                .with("<wsp:PolicyReference URI=\"#p0\"/>", BINDING_REFERENCE);

        assertUnreadable(wsdl, "'64' policies that refer to one another in a row");
    }

    @Test
    void refusesMoreSignedHeadersThanAMessageHasWithoutReadingThemForEachOfManyOperations() {
        String headers = IntStream.range(0, 8_000)
                .mapToObj(index -> "<sp:Header Name=\"h" + index + "\" Namespace=\"u\"/>")
                .collect(Collectors.joining());
        String policy = "<wsp:Policy wsu:Id=\"many\"><sp:SignedParts xmlns:sp=\"" + PolicyNames.SECURITY_POLICY + "\">"
                + headers + "</sp:SignedParts></wsp:Policy>";
        String operations = IntStream.range(0, 2_000)
                .mapToObj(index -> "<wsdl:operation name=\"o" + index
                        + "\"><wsdl:input><wsp:PolicyReference URI=\"#many\"/></wsdl:input></wsdl:operation>")
                .collect(Collectors.joining());
        var wsdl = recorded()
                .withFirst(policy + "<wsdl:types>", "<wsdl:types>")
                .withFirst(operations + OPERATION, OPERATION);

        assertUnreadable(wsdl, "names '8000' parts of a message", "at most 256");
    }

    @Test
    void refusesMoreDeclaredHeadersThanAMessageHas() {
        String headers = "<soap12:header message=\"tns:Absent\" part=\"p\" use=\"literal\"/>".repeat(257);
        var wsdl = recorded()
                .withFirst(
                        "<wsdl:operation name=\"more\"><wsdl:input>" + headers + "</wsdl:input></wsdl:operation>"
                                + OPERATION,
                        OPERATION);

        assertUnreadable(wsdl, "names '257' parts of a message", "at most 256");
    }

    @Test
    void readsManyFaultsOfOneOperationInLinearTime() {
        var wsdl = recorded().withFirst(manyFaults() + OPERATION, OPERATION);

        URI document = wsdl.in(folder);
        ServiceEndpoint read = readInTime(document);
        assertThat(read.name()).isEqualTo("WSHttpBinding_ICalculator");
    }

    @Test
    void readsManyFaultsBesideAFreeHeaderInADocumentOfTheNetworkInLinearTime() {
        String header = "<wsdl:message name=\"H\"><wsdl:part name=\"p\" element=\"tns:h\"/></wsdl:message>";
        var wsdl = recorded()
                .withFirst(header + "<wsdl:portType", "<wsdl:portType")
                .withFirst(
                        manyFaults()
                                        .replaceFirst(
                                                "<wsdl:fault",
                                                "<wsdl:input><wsp:PolicyReference URI=\"#WSHttpBinding_ICalculator_Add_Input_policy\"/><soap12:header message=\"tns:H\" part=\"p\" use=\"literal\"/></wsdl:input>"
                                                        + "<wsdl:fault")
                                + OPERATION,
                        OPERATION);

        try (var server = new MetadataServer().with("singleWsdl", wsdl)) {
            ServiceEndpoint read = readInTime(server.at("singleWsdl"));
            assertThat(read.name()).isEqualTo("WSHttpBinding_ICalculator");
        }
    }

    private static String manyFaults() {
        return IntStream.range(0, 35_000)
                .mapToObj(index -> "<wsdl:fault name=\"f" + index + "\"/>")
                .collect(Collectors.joining("", "<wsdl:operation name=\"more\">", "</wsdl:operation>"));
    }

    private static ServiceEndpoint readInTime(URI document) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> ServiceEndpoint.fromWsdl(document), "as with the square of their number");
    }

    @Test
    void refusesHeadersOfTheEndpointInEachOfManyMessages() {
        String addressing = "<sp:Header Namespace=\"" + PolicyNames.ADDRESSING + "\"/>";

        assertUnreadable(
                withManyMessages(parts("SignedParts", addressing) + parts("EncryptedParts", "")),
                "policies of more than '1000000' elements");
    }

    @Test
    void readsAPortThatCannotBeCalledOnlyUntilItHasManyProblems() {
        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(
                        withManyMessages(parts("EncryptedParts", "")).in(folder))))
                .hasMessageContaining("is encrypted and not signed")
                .hasMessageContaining("and in '500' more places")
                .extracting("fault")
                .isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
    }

    private static String parts(String assertion, String more) {
        return IntStream.range(0, 250)
                .mapToObj(index -> "<sp:Header Name=\"h" + index + "\" Namespace=\"u\"/>")
                .collect(Collectors.joining(
                        "",
                        "<sp:" + assertion + " xmlns:sp=\"" + PolicyNames.SECURITY_POLICY + "\"><sp:Body/>" + more,
                        "</sp:" + assertion + ">"));
    }

    /** An operation with many messages, each of which has the parts of the endpoint's policy. */
    private static RecordedWsdl withManyMessages(String parts) {
        String operation =
                "<wsdl:operation name=\"more\">" + "<wsdl:input/>".repeat(60_000) + "</wsdl:operation>" + OPERATION;
        return recorded()
                .withFirst(parts + "<wsaw:UsingAddressing/>", "<wsaw:UsingAddressing/>")
                .withFirst(operation, OPERATION);
    }

    @Test
    void refusesMorePortsThanAnyoneNeeds() {
        String more = "<wsdl:port name=\"More\" binding=\"tns:Absent\"/>".repeat(MetadataSet.MOST_PORTS);

        assertUnreadable(recorded().with(more + PORT, PORT), "more than '64' endpoints", "at most 64");
    }

    @Test
    void takesAsManyPortsAsThereMayBe() {
        String more = "<wsdl:port name=\"More\" binding=\"tns:Absent\"/>".repeat(MetadataSet.MOST_PORTS - 1);

        assertThat(ServiceEndpoint.fromWsdl(recorded().with(more + PORT, PORT).in(folder))
                        .name())
                .isEqualTo("WSHttpBinding_ICalculator");
    }

    @Test
    void refusesMoreDefinitionsThanAnyoneNeedsInAllDocumentsTogether() throws IOException {
        String many = "<binding name='b'/>".repeat(MetadataSet.MOST_DEFINITIONS - 1);
        Files.writeString(
                folder.resolve("more.wsdl"),
                "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'>" + many + "</definitions>");
        var wsdl = recorded()
                .withFirst("<wsdl:import location=\"more.wsdl\"/><wsdl:types>", "<wsdl:types>")
                .with(" type=\"tns:Absent\"", " type=\"tns:ICalculator\"");

        assertUnreadable(wsdl, "more.wsdl", "more than '10000' definitions");
    }

    @Test
    void repeatsOnlyTheBeginningOfALongText() {
        String name = "x".repeat(100_000);
        var wsdl = recorded().with(" binding=\"tns:" + name + "\"", " binding=\"tns:WSHttpBinding_ICalculator\"");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))).getMessage())
                .contains("wsdl:binding (missing)", "xxx...' is in none of the documents")
                .hasSizeLessThan(5_000);
    }

    @Test
    void tellsOnlySomeOfManyProblems() {
        String many = IntStream.range(0, 100)
                .mapToObj(index -> "<x:Unknown" + index + " xmlns:x=\"urn:x\"/>")
                .collect(Collectors.joining());
        var wsdl = recorded().with("<wsaw:UsingAddressing/>" + many, "<wsaw:UsingAddressing/>");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))).getMessage())
                .contains("'x:Unknown0'", "and '88' more kinds")
                .doesNotContain("'x:Unknown12'");
    }

    @Test
    void refusesUnknownElementsOfWsPolicy() {
        assertUnreadable(
                recorded().with("<wsp:Never/><wsaw:UsingAddressing/>", "<wsaw:UsingAddressing/>"), "'wsp:Never'");
    }

    @Test
    void refusesTwoPortsOfOneName() {
        var twice = recorded().with(PORT + " binding=\"tns:X\"/>" + PORT, PORT);

        MessageSecurityException refused =
                refusal(() -> ServiceEndpoint.fromWsdl(twice.in(folder), "WSHttpBinding_ICalculator"));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("'2' endpoints of the name");
    }

    @Test
    void writesNoLineOfALogForADocument() {
        var wsdl = recorded()
                .with("<wsdl:binding name=\"X&#10;ERROR fake\"", "<wsdl:binding name=\"WSHttpBinding_ICalculator\"")
                .with("binding=\"tns:X&#10;ERROR fake\"", "binding=\"tns:WSHttpBinding_ICalculator\"")
                .without("<wsaw:UsingAddressing/>");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))).getMessage())
                .doesNotContain("\nERROR");
    }

    private static RecordedWsdl recorded() {
        return RecordedWsdl.of(NEGOTIATED);
    }

    private MessageSecurityException assertUnreadable(RecordedWsdl wsdl, String... told) {
        return assertUnreadable(wsdl.in(folder), told);
    }

    private static MessageSecurityException assertUnreadable(URI wsdl, String... told) {
        MessageSecurityException refused = refusal(() -> ServiceEndpoint.fromWsdl(wsdl));
        assertThat(refused.fault()).isEqualTo(SecurityFault.METADATA_UNREADABLE);
        assertThat(refused).hasMessageContainingAll(told);
        return refused;
    }

    private static void assertRefused(HttpHandler answer, String told) {
        HttpServer server = LoopbackServer.create();
        server.createContext("/", answer);
        server.start();
        try {
            assertUnreadable(
                    URI.create("http://localhost:" + server.getAddress().getPort() + "/service?wsdl"), told);
        } finally {
            server.stop(0);
        }
    }

    private static void assertLate(HttpHandler beginning) {
        var end = new CountDownLatch(1);
        HttpServer server = LoopbackServer.create();
        server.createContext("/", exchange -> {
            beginning.handle(exchange);
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try {
            URI wsdl = URI.create("http://localhost:" + server.getAddress().getPort() + "/service?wsdl");
            MessageSecurityException refused =
                    refusal(() -> new WsdlReader(wsdl, Duration.ofMillis(300)).read(Optional.empty()));

            assertThat(refused.fault()).isEqualTo(SecurityFault.METADATA_UNREADABLE);
            assertThat(refused).hasMessageContaining("in time");
        } finally {
            end.countDown();
            server.stop(0);
        }
    }
}
