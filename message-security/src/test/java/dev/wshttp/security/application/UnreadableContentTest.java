// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.developer.WSBindingProvider;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.application.ScriptedService.Answer;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the authentic other side says, and this side does not read: it is refused with the reason, and the session goes on. A service with room for one
 * session shows that.
 */
@Timeout(60)
@ParameterizedClass
@CsvSource({"false, false", "true, true"})
class UnreadableContentTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    /** The quota of 32 counts the envelope, too. A parser that stops early is another case than one that does not. */
    private static final int[] DEPTHS = {31, 32, 33, 34, 40, 200};

    private static final List<String> NOT_XML = List.of(
            "\u0001",
            "a\u0000",
            "\b",
            "\u000b\u000c",
            "\ufffe",
            "\uffff",
            "\ud800",
            "\udc00x",
            "\ud800x",
            "\udc00\ud800");
    private static final String ODD_XML = "\ufdd0\u007f\u0085\u2028\ud83d\ude00";
    private static final String REASON = "which XML 1.0 cannot carry";
    private static final String ACTION = "urn:test:scripted/do";

    @Parameter(0)
    private boolean negotiates;

    @Parameter(1)
    private boolean hasSessions;

    private WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiates)
                .establishSecurityContext(hasSessions)
                .sessionSettings(SessionSettings.builder().maxSessions(1).build())
                .build();
    }

    @Test
    void theServiceRefusesDeepContentUnderSecurity() throws Exception {
        try (var site = new Site(PKI, binding())) {
            Dispatch<Source> client = site.dispatch(Source.class, Service.Mode.PAYLOAD, "echo");
            for (int levels : DEPTHS) {
                var fault = catchThrowableOfType(
                                SOAPFaultException.class, () -> client.invoke(Xml.source(deep(levels))))
                        .getFault();

                assertThat(fault.getFaultCodeAsQName().getLocalPart()).isEqualTo("Sender");
                assertThat(fault.getFaultSubcodes().next())
                        .isEqualTo(new QName(Namespaces.DISPATCHER, "DeserializationFailed"));
            }
            assertThat(DispatchUses.text(client.invoke(Xml.source(Xml.echo("hello")))))
                    .isEqualTo("hello");
        }
    }

    @Test
    void theClientRefusesDeepContent() throws Exception {
        try (var service = new ScriptedService(PKI, binding())) {
            Dispatch<Source> client = service.client(ACTION);
            for (int levels : DEPTHS) {
                service.answer(Answer.secured(200, ACTION + "Response", deep(levels)));

                assertThat(faultOf(() -> client.invoke(Xml.source("<q xmlns='urn:q'/>"))))
                        .isIn(SecurityFault.MESSAGE_UNREADABLE, SecurityFault.MESSAGE_TOO_LARGE);
            }
            service.answer(Answer.secured(200, ACTION + "Response", "<r xmlns='urn:r'>x</r>"));
            assertThat(DispatchUses.text(client.invoke(Xml.source("<q xmlns='urn:q'/>"))))
                    .isEqualTo("x");
        }
    }

    /** WCF sends all but halves of characters, as references that XML 1.0 does not have. */
    @Test
    void aCharacterThatXmlDoesNotHaveIsNotSent() {
        try (var site = new Site(PKI, binding())) {
            Shop shop = site.shop();
            for (String text : NOT_XML) {
                assertThatThrownBy(() -> shop.echo(text)).hasMessageContaining(REASON);
                var order = new Order();
                order.id = text;
                assertThatThrownBy(() -> shop.twice(order)).hasMessageContaining(REASON);
                ((WSBindingProvider) shop).setOutboundHeaders(Headers.create(new QName(Shop.HEADERS, "Trace"), text));
                assertThatThrownBy(() -> shop.echo("x")).hasMessageContaining(REASON);
                ((WSBindingProvider) shop).setOutboundHeaders(new Header[0]);
            }
            assertThat(shop.echo(ODD_XML)).isEqualTo(ODD_XML);
        }
    }

    @Test
    void aCharacterThatXmlDoesNotHaveIsNotAnswered() {
        try (var site = new Site(PKI, binding())) {
            Shop shop = site.shop();

            assertThat(catchThrowableOfType(SOAPFaultException.class, () -> shop.refuse("\\u0001"))
                            .getFault()
                            .getFaultSubcodes()
                            .next()
                            .getLocalPart())
                    .isEqualTo("InternalServiceFault");
        }
    }

    private static String deep(int levels) {
        return "<e:echo xmlns:e='" + Shop.NAMESPACE + "'>" + "<a>".repeat(levels - 1) + "</a>".repeat(levels - 1)
                + "</e:echo>";
    }
}
