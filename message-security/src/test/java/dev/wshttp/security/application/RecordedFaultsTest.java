// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.captures.Recorded;
import jakarta.xml.soap.SOAPFault;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault that WCF's service gave in the recordings reaches the application of our client: code, subcodes, reason and detail. */
@Timeout(60)
class RecordedFaultsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Recorded FAULTS = new Recorded("live-faults--mode1");
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    private static final String OWN = "http://example.org/live/faults";
    private static final String FAULT_ACTION = "http://www.w3.org/2005/08/addressing/soap/fault";

    @SuppressWarnings("NullAway.Init")
    private static ScriptedService service;

    @BeforeAll
    static void open() {
        service = new ScriptedService(PKI, Site.DIRECT);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    /** A code of one's own, which SAAJ does not have, becomes the first subcode of the code that WCF has by default. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01 | Sender |  | plain reason | ",
                "02 | Sender | {SOAP}MyCode | code reason | ",
                "03 | Sender | {OWN}MyCode | codens reason | ",
                "04 | Sender | {OWN}MyCode {OWN}MySub | codens sub reason | ",
                "05 | Sender | {OWN}Sub | sender reason | ",
                "06 | Receiver | {OWN}Sub | receiver reason | ",
                "07 | Sender | {OWN}Sub {urn:sub-sub}SubSub {OWN}Deepest | sub-sub reason | ",
                "08 | Sender |  | deutsch | ",
                "09 | Sender |  | typed reason | LiveFault typed <&> \u00e942",
                "10 | Receiver | {OWN}Sub | typed reason | LiveFault own code43",
                "11 | Sender |  | undeclared typed reason | OtherFault not declared",
                "12 | MustUnderstand |  | own MustUnderstand | ",
                "13 | Sender | {OWN}Sub | typed signed reason | Special signed7",
                "14 | Sender |  | typed without action | Special signed8",
                "17 | Receiver | {http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher}InternalServiceFault "
                        + "| The server was unable to process the request due to an internal error. | ",
            })
    void reachesTheApplication(String file, String code, String subcodes, String reason, String detail)
            throws Exception {
        var envelope = ScriptedService.element(FAULTS.text("decrypted/" + file + "-response.xml"));
        service.answer(ScriptedService.recorded(500, envelope));

        SOAPFault fault = fault();

        assertThat(fault.getFaultCodeAsQName()).isEqualTo(new QName(SOAP, code));
        assertThat(String.join(" ", subcodes(fault)))
                .isEqualTo(
                        subcodes == null
                                ? ""
                                : subcodes.replace("{SOAP}", "{" + SOAP + "}").replace("{OWN}", "{" + OWN + "}"));
        assertThat(fault.getFaultString()).startsWith(reason);
        assertThat(detail(fault)).isEqualTo(detail == null ? "" : detail);
    }

    /** WCF's client accepts all of these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<s:Code><s:Value>Mine</s:Value></s:Code> | {SOAP}Mine",
                "<s:Code><s:Value>undeclared:Mine</s:Value></s:Code> | {SOAP}Mine",
                "<s:Code><s:Value xmlns:a='urn:a'> a:Mine </s:Value></s:Code> | {urn:a}Mine",
                "<s:Code><s:Value>s:sender</s:Value></s:Code> | {SOAP}sender",
                "<s:Code><s:Value xmlns:a='urn:a'>a:Sender</s:Value></s:Code> | {urn:a}Sender",
                "<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>Mine</s:Value></s:Subcode></s:Code> | {SOAP}Mine",
                "<s:Code xmlns='urn:d'><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>Mine</s:Value></s:Subcode></s:Code> | {urn:d}Mine",
                "<s:Code xmlns:a='urn:a'><s:Value>a:A</s:Value><s:Subcode><s:Value>a:B</s:Value><s:Subcode><s:Value>C</s:Value>"
                        + "</s:Subcode></s:Subcode></s:Code> | {urn:a}A {urn:a}B {SOAP}C",
            })
    void acceptsEveryFormOfACode(String code, String subcodes) throws Exception {
        service.answer(
                ScriptedService.Answer.secured(
                        500,
                        FAULT_ACTION,
                        "<s:Fault xmlns:s='" + SOAP + "'>" + code
                                + "<s:Reason><s:Text xml:lang='en'>reason</s:Text></s:Reason><s:Node>urn:n</s:Node></s:Fault>"));

        SOAPFault fault = fault();

        assertThat(String.join(" ", subcodes(fault))).isEqualTo(subcodes.replace("{SOAP}", "{" + SOAP + "}"));
        assertThat(fault.getFaultString()).isEqualTo("reason");
    }

    @Test
    void acceptsAFaultWithStatus200() {
        service.answer(
                ScriptedService.Answer.secured(
                        200,
                        FAULT_ACTION,
                        "<s:Fault xmlns:s='" + SOAP
                                + "'><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang='en'>reason</s:Text></s:Reason></s:Fault>"));

        assertThat(fault().getFaultString()).isEqualTo("reason");
    }

    @ParameterizedTest
    @CsvSource({"500", "202"})
    void acceptsAReplyWhateverItsStatus(int status) throws Exception {
        service.answer(ScriptedService.Answer.secured(
                status, "http://example.org/live/IFaults/FailResponse", "<r xmlns='urn:r'>x</r>"));

        assertThat(DispatchUses.text(service.client("http://example.org/live/IFaults/Fail")
                        .invoke(Xml.source("<q xmlns='urn:q'/>"))))
                .isEqualTo("x");
    }

    private static SOAPFault fault() {
        var client = service.client("http://example.org/live/IFaults/Fail");
        return catchThrowableOfType(SOAPFaultException.class, () -> client.invoke(Xml.source("<q xmlns='urn:q'/>")))
                .getFault();
    }

    private static List<String> subcodes(SOAPFault fault) {
        var found = new ArrayList<String>();
        fault.getFaultSubcodes().forEachRemaining(code -> found.add(code.toString()));
        return found;
    }

    private static String detail(SOAPFault fault) {
        var found = new StringBuilder();
        if (fault.hasDetail()) {
            fault.getDetail()
                    .getDetailEntries()
                    .forEachRemaining(entry -> found.append(entry.getLocalName() + " " + entry.getTextContent()));
        }
        return found.toString();
    }
}
