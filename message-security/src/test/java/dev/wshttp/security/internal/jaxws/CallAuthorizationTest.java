// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.CallerCondition;
import dev.wshttp.security.context.CallerRoles;
import dev.wshttp.security.context.RoleMapping;
import dev.wshttp.security.context.ServiceSecurityContext;
import dev.wshttp.security.internal.soap.Namespaces;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may call what, over HTTP, in WCF's default mode. */
@Timeout(60)
class CallAuthorizationTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final WsHttpBinding BINDING = WsHttpBinding.builder().build();
    private static final String SAFE = "urn:test:safe";
    private static final CallerRoles CLERK =
            RoleMapping.NONE.with("clerk", new CallerCondition(CallerCondition.Kind.SUBJECT, "CN=Cohowinery.com"));

    private final HttpServer server = LoopbackServer.create();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        server.start();
        log.start();
        ((Logger) LoggerFactory.getLogger(ServiceSecurityTube.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        ((Logger) LoggerFactory.getLogger(ServiceSecurityTube.class)).detachAppender(log);
    }

    @Test
    void letsACallerWithTheRoleCallAndTellsItsRoles() throws IOException {
        Contract safe = publish(new Safe(), CLERK);

        assertThat(safe.forClerks()).isEqualTo("in");
        assertThat(safe.forEverybody()).isEqualTo("in");
        assertThat(safe.amI("clerk")).isTrue();
        assertThat(safe.amI("manager")).isFalse();
        ((Closeable) safe).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forManagers", "forNobody", "ofItself"})
    void refusesACallerWithoutTheRoleAsWcfDoes(String operation) {
        var implementation = new Safe();
        Contract safe = publish(implementation, CLERK);
        assertThat(safe.forEverybody()).isEqualTo("in");

        SOAPFaultException fault = catchThrowableOfType(SOAPFaultException.class, () -> call(safe, operation));

        assertThat(fault.getFault().getFaultString()).isEqualTo("Access is denied.");
        assertThat(fault.getFault().getFaultCodeAsQName().getLocalPart()).isEqualTo("Sender");
        assertThat(fault.getFault().getFaultSubcodes().next())
                .isEqualTo(new QName(Namespaces.SECURITY, "FailedAuthentication"));
        assertThat(implementation.opened).isZero();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .matches("Refused message urn:uuid:[^ ]*: ACCESS_DENIED: .*CN=Cohowinery\\.com; .*");
        assertThat(MessageSecurity.isOpen((BindingProvider) safe)).isTrue();
        assertThat(safe.forEverybody()).isEqualTo("in");
    }

    /** An action of one operation, and the body of another: whichever of them the RI follows, no operation runs that the caller may not call. */
    @ParameterizedTest
    @CsvSource({"forEverybody, forManagers", "forManagers, forEverybody", "forClerks, forNobody"})
    void isNotDeceivedByAnActionOfAnotherOperation(String action, String body) throws IOException {
        var implementation = new Safe();
        publish(implementation, CLERK);
        Dispatch<Source> dispatch = service()
                .createDispatch(
                        new QName(SAFE, "SafePort"),
                        Source.class,
                        Service.Mode.PAYLOAD,
                        MessageSecurityFeature.forClient(BINDING, CREDENTIALS.client(), Sides.CONTOSO));
        dispatch.getRequestContext()
                .putAll(Map.of(
                        BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                        address(),
                        BindingProvider.SOAPACTION_USE_PROPERTY,
                        true,
                        BindingProvider.SOAPACTION_URI_PROPERTY,
                        SAFE + "/Safe/" + action));

        var request = new StreamSource(new StringReader("<s:" + body + " xmlns:s='" + SAFE + "'/>"));
        Throwable thrown = catchThrowable(() -> dispatch.invoke(request));

        assertThat(thrown == null || thrown instanceof SOAPFaultException)
                .as("an answer: %s", thrown)
                .isTrue();
        assertThat(implementation.opened).isZero();
    }

    @Test
    void takesTheAnnotationOfTheClassWhereTheMethodHasNone() {
        Contract safe = publish(new ClosedSafe(), CLERK);

        assertThat(safe.forEverybody()).isEqualTo("in");
        assertThat(catchThrowableOfType(SOAPFaultException.class, safe::forClerks))
                .hasMessageContaining("Access is denied.");
    }

    @Test
    void keepsAnErrorOfTheSourceOfRolesToItself() {
        Contract safe = publish(new Safe(), caller -> {
            throw new IllegalStateException("secret text");
        });

        SOAPFaultException fault = catchThrowableOfType(SOAPFaultException.class, safe::forClerks);

        assertThat(fault).hasMessageNotContaining("secret text");
        assertThat(fault.getFault().getFaultSubcodes().next())
                .isEqualTo(new QName(Namespaces.DISPATCHER, "InternalServiceFault"));
    }

    @Test
    void asksNobodyForRolesThatNothingNeeds() {
        Contract safe = publish(new Safe(), caller -> {
            throw new IllegalStateException("asked");
        });

        assertThat(safe.forEverybody()).isEqualTo("in");
    }

    @Test
    void refusesAnEndpointWhoseRolesNothingGives() {
        assertThat(faultOfPublication(new Safe(), MessageSecurityFeature.forService(BINDING, CREDENTIALS.service())))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void refusesAnnotationsThatContradictEachOther() {
        assertThat(faultOfPublication(new Torn(), feature(CLERK))).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void guardsAProvider() {
        Endpoint endpoint = Endpoint.create(new Raw(), feature(CLERK));
        endpoint.publish(server.createContext("/Desk"));
        try {
            var client = new DeskClient(PKI, BINDING, server.getAddress().getPort());

            assertThat(catchThrowableOfType(SOAPFaultException.class, client::call))
                    .hasMessageContaining("Access is denied.");
        } finally {
            endpoint.stop();
        }
    }

    @Test
    void guardsAProviderThatInheritsItsMethod() {
        for (Class<?> provider : List.of(RawOfHidden.class, RawOfHiddenMethod.class)) {
            CallAuthorization authorization = CallAuthorization.of(feature(CLERK), provider, null);

            assertThat(authorization.restricted())
                    .containsKey(authorization.provider().orElseThrow());
        }
    }

    @Test
    void refusesAProviderOfWhichItIsNotKnownWhichMethodIsGuarded() {
        assertThat(catchThrowable(() -> CallAuthorization.of(feature(CLERK), RawWithHelper.class, null)))
                .isInstanceOf(MessageSecurityException.class)
                .hasMessageContaining("2 different annotations");
    }

    @Test
    void guardsOperationsThatTheContractInherits() {
        Endpoint endpoint = Endpoint.create(new Till(), feature(CLERK));
        endpoint.publish(server.createContext("/Desk"));
        try {
            var client = new DeskClient(PKI, BINDING, server.getAddress().getPort());

            assertThat(catchThrowableOfType(SOAPFaultException.class, client::call))
                    .hasMessageContaining("Access is denied.");
        } finally {
            endpoint.stop();
        }
    }

    private static void call(Contract safe, String operation) throws ReflectiveOperationException {
        try {
            Contract.class.getMethod(operation).invoke(safe);
        } catch (InvocationTargetException thrown) {
            throw (RuntimeException) thrown.getCause();
        }
    }

    private static MessageSecurityFeature feature(CallerRoles roles) {
        return MessageSecurityFeature.forService(BINDING, CREDENTIALS.service()).withRoles(roles);
    }

    private SecurityFault faultOfPublication(Object implementation, MessageSecurityFeature feature) {
        Throwable thrown = catchThrowableOfType(
                Throwable.class,
                () -> Endpoint.create(implementation, feature).publish(server.createContext("/Refused")));
        assertThat(thrown).as("the endpoint was published").isNotNull();
        Throwable cause = thrown;
        while (!(cause instanceof MessageSecurityException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertThat(cause).isInstanceOf(MessageSecurityException.class);
        return ((MessageSecurityException) cause).fault();
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/Safe";
    }

    private Service service() {
        try {
            return Service.create(URI.create(address() + "?wsdl").toURL(), new QName(SAFE, "SafeService"));
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private Contract publish(Object implementation, CallerRoles roles) {
        Endpoint.create(implementation, feature(roles)).publish(server.createContext("/Safe"));
        Contract port = service()
                .getPort(
                        new QName(SAFE, "SafePort"),
                        Contract.class,
                        MessageSecurityFeature.forClient(BINDING, CREDENTIALS.client(), Sides.CONTOSO));
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
        return port;
    }

    /** The contract. */
    @WebService(name = "Safe", targetNamespace = SAFE)
    public interface Contract {
        /** Every caller may. */
        @WebMethod(action = SAFE + "/Safe/forEverybody")
        String forEverybody();

        /** Clerks may. */
        @WebMethod(action = SAFE + "/Safe/forClerks")
        String forClerks();

        /** Managers may. */
        @WebMethod(action = SAFE + "/Safe/forManagers")
        String forManagers();

        /** No caller may, in every implementation. */
        @DenyAll
        @WebMethod(action = SAFE + "/Safe/forNobody")
        String forNobody();

        /** The operation decides. */
        @WebMethod(action = SAFE + "/Safe/ofItself")
        String ofItself();

        /** Tells whether the caller has a role. */
        @WebMethod(action = SAFE + "/Safe/amI")
        boolean amI(String role);
    }

    /** The service. */
    @WebService(
            serviceName = "SafeService",
            portName = "SafePort",
            targetNamespace = SAFE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.CallAuthorizationTest$Contract")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Safe implements Contract {
        private int opened;

        @Resource
        private WebServiceContext context;

        @Override
        public String forEverybody() {
            return "in";
        }

        @Override
        @RolesAllowed({"clerk", "manager"})
        public String forClerks() {
            return "in";
        }

        @Override
        @RolesAllowed("manager")
        public String forManagers() {
            opened++;
            return "in";
        }

        @Override
        public String forNobody() {
            opened++;
            return "in";
        }

        @Override
        public String ofItself() {
            ServiceSecurityContext.requireRole(context, "manager");
            opened++;
            return "in";
        }

        @Override
        public boolean amI(String role) {
            return context.isUserInRole(role);
        }
    }

    /** A service that is closed but for one operation. */
    @WebService(
            serviceName = "SafeService",
            portName = "SafePort",
            targetNamespace = SAFE,
            endpointInterface = "dev.wshttp.security.internal.jaxws.CallAuthorizationTest$Contract")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    @RolesAllowed("manager")
    public static class ClosedSafe implements Contract {
        @Override
        @PermitAll
        public String forEverybody() {
            return "in";
        }

        @Override
        public String forClerks() {
            return "in";
        }

        @Override
        public String forManagers() {
            return "in";
        }

        @Override
        public String forNobody() {
            return "in";
        }

        @Override
        public String ofItself() {
            return "in";
        }

        @Override
        public boolean amI(String role) {
            return false;
        }
    }

    /** A service that says two things. */
    @WebService(serviceName = "TornService", targetNamespace = SAFE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Torn {
        /** Open and closed. */
        @PermitAll
        @DenyAll
        public String open() {
            return "in";
        }
    }

    /** A service without a contract. */
    @WebServiceProvider
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    @RolesAllowed("manager")
    public static class Raw implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }

    @RolesAllowed("manager")
    abstract static class HiddenRaw implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return request;
        }
    }

    /** Its method is a bridge. */
    @WebServiceProvider
    public static class RawOfHidden extends HiddenRaw {}

    abstract static class HiddenMethodOfRaw implements Provider<Source> {
        @Override
        @RolesAllowed("manager")
        public Source invoke(Source request) {
            return request;
        }
    }

    /** Its method is a bridge, too. */
    @WebServiceProvider
    public static class RawOfHiddenMethod extends HiddenMethodOfRaw {}

    /** Has another method of the same name. */
    @WebServiceProvider
    public static class RawWithHelper implements Provider<Source> {
        @Override
        @RolesAllowed("manager")
        public Source invoke(Source request) {
            return request;
        }

        /** Is no operation. */
        public String invoke(String text) {
            return text;
        }
    }

    /** What several contracts have. */
    public interface Asking {
        /** For managers, by the contract that inherits it. */
        @WebMethod(action = "urn:test:desk/Desk/ask")
        String ask();
    }

    /** The contract that the service names. */
    @WebService(name = "Desk", targetNamespace = "urn:test:desk")
    @RolesAllowed("manager")
    public interface TillContract extends Asking {}

    /** A service whose contract closes what it inherits. */
    @WebService(
            serviceName = "DeskService",
            portName = "DeskPort",
            targetNamespace = "urn:test:desk",
            endpointInterface = "dev.wshttp.security.internal.jaxws.CallAuthorizationTest$TillContract")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Till implements TillContract {
        @Override
        public String ask() {
            return "in";
        }
    }
}
