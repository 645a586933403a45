// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.developer.WSBindingProvider;
import dev.wshttp.certs.TestPki;
import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.FaultAction;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.transform.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The actions and codes of what a service answers. A client of WCF knows the actions of its own contract, and {@code .../addressing/soap/fault}, under which it
 * recognises a declared fault by its detail (recorded in live-tolerance-faults-oneway-WCF-client.txt); it refuses the default actions of WS-Addressing.
 */
@Timeout(60)
class ContractActionsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String SOAP_FAULT = "http://www.w3.org/2005/08/addressing/soap/fault";

    @SuppressWarnings("NullAway.Init")
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(PKI, Site.Kind.SECURED);
        site.publish("/counter", new CounterEndpoint(), List.of());
        site.publish("/provider", new ProviderUses.OfPayload(), List.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "undeclaredAction, Sender, " + SOAP_FAULT,
        "declaredAction, Sender, http://counter/ICounter/DeclaredActionLiveFaultFault",
        "ownCode, Receiver, http://counter/ICounter/OwnCodeFault",
        "undeclared, Receiver, " + SOAP_FAULT,
    })
    void ofAFault(String operation, String code, String action) throws Exception {
        var seen = new AtomicReference<SOAPMessage>();
        Counter counter = Site.handledBy(counter(), Spy.soap((message, outbound, context) -> {
            if (!outbound) {
                seen.set(message.get());
            }
            return true;
        }));

        Throwable thrown =
                catchThrowable(() -> counter.getClass().getMethod(operation).invoke(counter));

        assertThat(thrown.getCause())
                .isInstanceOf(
                        operation.equals("undeclared")
                                ? jakarta.xml.ws.soap.SOAPFaultException.class
                                : SoldOutException.class);
        assertThat(requireNonNull(seen.get())
                        .getSOAPBody()
                        .getFault()
                        .getFaultCodeAsQName()
                        .getLocalPart())
                .isEqualTo(code);
        assertThat(requireNonNull(seen.get())
                        .getSOAPHeader()
                        .getElementsByTagNameNS("*", "Action")
                        .item(0)
                        .getTextContent())
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"plain, http://counter/ICounter/plainResponse", "own, urn:own reply"})
    void ofAReply(String operation, String action) throws Exception {
        Counter counter = counter();
        counter.getClass().getMethod(operation).invoke(counter);

        assertThat(((WSBindingProvider) counter).getInboundHeaders())
                .filteredOn(header -> header.getLocalPart().equals("Action"))
                .extracting(Header::getStringContent)
                .containsExactly(action);
    }

    /** As WCF's default for an operation without an action of its own. */
    @Test
    void ofAReplyWithoutAContract() {
        Dispatch<Source> client = site.dispatchWithoutWsdl("echo");
        client.getRequestContext()
                .put(jakarta.xml.ws.BindingProvider.ENDPOINT_ADDRESS_PROPERTY, site.address("/provider"));
        client.invoke(Xml.source(Xml.echo("hello")));

        assertThat(((WSBindingProvider) client).getInboundHeaders())
                .filteredOn(header -> header.getLocalPart().equals("Action"))
                .extracting(Header::getStringContent)
                .containsExactly(Shop.NAMESPACE + "/echoResponse");
    }

    private static Counter counter() {
        Service service = site.serviceAt("/counter", CounterEndpoint.NAME);
        return site.at("/counter", service.getPort(Counter.class, site.forClient()));
    }

    /** A contract as it may have been made: with and without what WCF's contract says of actions. */
    @WebService(name = "ICounter", targetNamespace = "http://counter/")
    public interface Counter {
        /** Has nothing of its own. */
        @WebMethod(action = "http://counter/ICounter/plain")
        void plain();

        /** Has an action for its reply. */
        @WebMethod(action = "urn:own")
        @Action(input = "urn:own", output = "urn:own reply")
        void own();

        /** Made by wsimport of a WSDL whose actions it does not know. */
        @WebMethod(action = "http://counter/ICounter/undeclaredAction")
        void undeclaredAction() throws SoldOutException;

        /** Made with the action of WCF's contract. */
        @WebMethod(action = "http://counter/ICounter/declaredAction")
        @Action(
                input = "http://counter/ICounter/declaredAction",
                fault =
                        @FaultAction(
                                className = SoldOutException.class,
                                value = "http://counter/ICounter/DeclaredActionLiveFaultFault"))
        void declaredAction() throws SoldOutException;

        /** Throws a declared fault with subcodes. */
        @WebMethod(action = "http://counter/ICounter/ownCode")
        @Action(
                input = "http://counter/ICounter/ownCode",
                fault =
                        @FaultAction(
                                className = SoldOutException.class,
                                value = "http://counter/ICounter/OwnCodeFault"))
        void ownCode() throws SoldOutException;

        /** Throws what the contract does not declare. */
        @WebMethod(action = "http://counter/ICounter/undeclared")
        void undeclared();
    }

    /** The service. */
    @WebService(
            serviceName = "CounterService",
            portName = "CounterPort",
            targetNamespace = "http://counter/",
            endpointInterface = "dev.wshttp.security.application.ContractActionsTest$Counter")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class CounterEndpoint implements Counter {
        static final javax.xml.namespace.QName NAME =
                new javax.xml.namespace.QName("http://counter/", "CounterService");

        @Override
        public void plain() {}

        @Override
        public void own() {}

        @Override
        public void undeclaredAction() throws SoldOutException {
            throw new SoldOutException("reason", new SoldOutException.Detail());
        }

        @Override
        public void declaredAction() throws SoldOutException {
            throw new SoldOutException("reason", new SoldOutException.Detail());
        }

        @Override
        public void ownCode() throws SoldOutException {
            var thrown = new SoldOutException("reason", new SoldOutException.Detail());
            thrown.initCause(new jakarta.xml.ws.soap.SOAPFaultException(ShopEndpoint.fault("receiver subcode")));
            throw thrown;
        }

        @Override
        public void undeclared() {
            throw new jakarta.xml.ws.soap.SOAPFaultException(ShopEndpoint.fault("receiver detail"));
        }
    }
}
