// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.application.ScriptedService.Answer;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import javax.xml.transform.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One-way operations, and answers without a message: what WCF's client accepts is accepted. In all four modes. */
@Timeout(60)
@ParameterizedClass
@CsvSource({"false, false", "false, true", "true, true", "true, false"})
class AnswersWithoutMessageTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String ACTION = "urn:test:scripted/do";
    private static final String REPLY = "<r xmlns='urn:r'>x</r>";
    private static final String ISSUE = "http://schemas.xmlsoap.org/ws/2005/02/trust/RST/SCT";

    @Parameter(0)
    private boolean negotiates;

    @Parameter(1)
    private boolean hasSessions;

    @SuppressWarnings("NullAway.Init")
    private ScriptedService service;

    @SuppressWarnings("NullAway.Init")
    private Dispatch<Source> client;

    @BeforeEach
    void open() {
        service = new ScriptedService(
                PKI,
                WsHttpBinding.builder()
                        .negotiateServiceCredential(negotiates)
                        .establishSecurityContext(hasSessions)
                        .build());
        client = service.client(ACTION);
    }

    @AfterEach
    void close() {
        service.close();
    }

    // One way

    @ParameterizedTest
    @ValueSource(ints = {202, 200, 204, 500})
    void oneWayAcceptsAnAnswerWithoutBody(int status) {
        service.answer(Answer.empty(status));

        assertThatCode(this::send).doesNotThrowAnyException();
        assertThatCode(this::send).doesNotThrowAnyException();

        assertThat(service.actions()).filteredOn(ACTION::equals).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 200})
    void oneWayAcceptsAnEmptyChunk(int status) {
        service.answer(new Answer(status, "", ""));

        assertThatCode(this::send).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 503})
    void oneWayRefusesAnErrorOfHttp(int status) {
        service.answer(Answer.empty(status));

        assertThat(catchThrowableOfType(WebServiceException.class, this::send)).hasMessageContaining("" + status);
    }

    @Test
    void oneWayRefusesAnUnsecuredFault() {
        service.answer(new Answer(500, "", unsecured("Any")));

        assertThat(refusal(this::send).fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED);
    }

    @Test
    void oneWayTellsOfASecuredFault() {
        service.answer(Answer.secured(500, Namespaces.FAULT_ACTION, fault("s:Sender", "")));

        assertThat(catchThrowableOfType(WebServiceException.class, this::send)).hasMessageContaining("reason");
    }

    /** Stricter in WCF. With JAX-WS a client may send any request one way, and not be interested in its reply. */
    @Test
    void oneWayIgnoresAReply() {
        service.answer(Answer.secured(200, ACTION + "Response", REPLY));

        assertThatCode(this::send).doesNotThrowAnyException();
    }

    /** WCF sends neither id nor address for the reply, as none comes. */
    @Test
    void oneWayAsksForNoReply() {
        send();

        assertThat(service.lastAddressing().messageId()).isNull();
        assertThat(service.lastAddressing().replyTo()).isNull();
    }

    // Two ways

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 500})
    void aCallWithoutAReplySaysSo(int status) {
        service.answer(Answer.empty(status));

        MessageSecurityException refused = refusal(this::call);

        assertThat(refused.fault()).isEqualTo(SecurityFault.REPLY_MISSING);
        assertThat(refused).hasMessageContaining("'" + status + "'");
    }

    /** WCF answers without a body where the session ended meanwhile, and where a fault cannot be secured. */
    @Test
    void afterACallWithoutAReplyTheNextOneIsMadeInAnotherSession() {
        service.answer(Answer.empty(202));
        refusal(this::call);
        service.answer(Answer.secured(200, ACTION + "Response", REPLY));

        call();

        assertThat(service.actions()).filteredOn(ISSUE::equals).hasSize(hasSessions ? 2 : 0);
    }

    /** WCF ends the session, and answers some calls with nothing before it says so. */
    @Test
    void afterAnUnhandledExceptionTheNextCallIsMadeInAnotherSession() {
        String code = "<s:Subcode><s:Value xmlns:d='" + Namespaces.DISPATCHER
                + "'>d:InternalServiceFault</s:Value></s:Subcode>";
        service.answer(Answer.secured(500, Namespaces.DISPATCHER + "/fault", fault("s:Receiver", code)));
        assertThat(catchThrowableOfType(SOAPFaultException.class, this::call)).hasMessageContaining("reason");
        service.answer(Answer.secured(200, ACTION + "Response", REPLY));

        call();

        assertThat(service.actions()).filteredOn(ISSUE::equals).hasSize(hasSessions ? 2 : 0);
    }

    @Test
    void afterAnyOtherFaultTheSessionGoesOn() {
        service.answer(Answer.secured(500, Namespaces.FAULT_ACTION, fault("s:Sender", "")));
        assertThat(catchThrowableOfType(SOAPFaultException.class, this::call)).hasMessageContaining("reason");
        service.answer(Answer.secured(200, ACTION + "Response", REPLY));

        call();

        assertThat(service.actions()).filteredOn(ISSUE::equals).hasSize(hasSessions ? 1 : 0);
    }

    private void send() {
        client.invokeOneWay(Xml.source("<q xmlns='urn:q'/>"));
    }

    private void call() {
        client.invoke(Xml.source("<q xmlns='urn:q'/>"));
    }

    private static String fault(String code, String subcode) {
        return "<s:Fault xmlns:s='" + Namespaces.SOAP + "'><s:Code><s:Value>" + code + "</s:Value>" + subcode
                + "</s:Code><s:Reason><s:Text xml:lang='en'>reason</s:Text></s:Reason></s:Fault>";
    }

    private static String unsecured(String subcode) {
        return new String(
                SoapFault.sender("urn:test", subcode, "reason").unsecured("urn:uuid:1"),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
