// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.soap.AddressingFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The messages of a port and an endpoint of this contract, compared with those recorded from WCF. */
class WireFormatTest {
    private static RecordingEndpoint endpoint;
    private static Calculator calculator;
    private static Schema wcfSchema;

    @BeforeAll
    static void open() throws IOException, SAXException {
        endpoint = new RecordingEndpoint();
        calculator = new CalculatorService().getCalculatorPort(new AddressingFeature(true, true));
        ((BindingProvider) calculator)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, endpoint.address());
        wcfSchema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(WireFormatTest.class.getResource("/wcf/messages.xsd"));
    }

    @AfterAll
    static void close() {
        endpoint.close();
    }

    /** The five calls of WCF's sample client, in its order; the index is the number of the recording. */
    static Stream<Arguments> sampleCalls() {
        return Stream.of(
                sample("01", c -> c.add(100, 15.99)),
                sample("02", c -> c.subtract(145, 76.54)),
                sample("03", c -> c.multiply(9, 81.25)),
                sample("04", c -> c.divide(22, 7)),
                sample("05", Calculator::callerIdentity));
    }

    @ParameterizedTest
    @MethodSource("sampleCalls")
    void equalsRecordedRequest(String number, Consumer<Calculator> call) {
        call.accept(calculator);

        var recorded = RecordedXml.resource("/wcf/" + number + "-request.xml");
        var sent = endpoint.lastRequest();
        endpoint.lastResponse();
        assertThat(action(sent)).isEqualTo(action(recorded));
        assertThat(body(sent)).isEqualTo(body(recorded));
    }

    @ParameterizedTest
    @MethodSource("sampleCalls")
    void equalsRecordedResponse(String number, Consumer<Calculator> call) {
        call.accept(calculator);

        var recorded = RecordedXml.resource("/wcf/" + number + "-response.xml");
        endpoint.lastRequest();
        var received = endpoint.lastResponse();
        assertThat(action(received)).isEqualTo(action(recorded));
        assertThat(body(received)).isEqualTo(body(recorded));
    }

    @ParameterizedTest
    @MethodSource("sampleCalls")
    void isValidForTheSchemaOfWcf(String number, Consumer<Calculator> call) throws Exception {
        call.accept(calculator);

        validateBody(endpoint.lastRequest());
        validateBody(endpoint.lastResponse());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1.0E10, 1.0E-10, Double.MAX_VALUE, Double.MIN_VALUE, 0.1, Double.NaN})
    void carriesEveryDouble(double number) throws Exception {
        var result = calculator.multiply(number, 1);

        assertThat(Double.doubleToLongBits(result)).isEqualTo(Double.doubleToLongBits(number));
        validateBody(endpoint.lastRequest());
        validateBody(endpoint.lastResponse());
    }

    @ParameterizedTest
    @CsvSource({"1, INF", "-1, -INF", "0, NaN"})
    void dividesByZeroAsIeeeDoes(double dividend, String onTheWire) {
        calculator.divide(dividend, 0);

        endpoint.lastRequest();
        assertThat(RecordedXml.only(endpoint.lastResponse(), CalculatorNames.NAMESPACE, "DivideResult")
                        .getTextContent())
                .isEqualTo(onTheWire);
    }

    @Test
    void returnsCallerIdentityUnchanged() {
        var identity = calculator.callerIdentity();

        endpoint.lastRequest();
        endpoint.lastResponse();
        assertThat(identity).isEqualTo(CapturedCalculator.CALLER);
    }

    private static Arguments sample(String number, Consumer<Calculator> call) {
        return arguments(number, call);
    }

    private static String action(Document envelope) {
        return RecordedXml.only(envelope, RecordedXml.ADDRESSING, "Action").getTextContent();
    }

    private static List<String> body(Document envelope) {
        var lines = new ArrayList<String>();
        describe(RecordedXml.only(envelope, RecordedXml.SOAP_12, "Body"), lines);
        return lines;
    }

    /** Names and texts; only the prefixes may differ. */
    private static void describe(Element element, List<String> lines) {
        var children = RecordedXml.children(element);
        lines.add(RecordedXml.name(element) + (children.isEmpty() ? "=" + element.getTextContent() : ""));
        children.forEach(child -> describe(child, lines));
    }

    private static void validateBody(Document envelope) throws SAXException, IOException {
        var body = RecordedXml.only(envelope, RecordedXml.SOAP_12, "Body");
        wcfSchema
                .newValidator()
                .validate(new DOMSource(RecordedXml.children(body).get(0)));
    }
}
