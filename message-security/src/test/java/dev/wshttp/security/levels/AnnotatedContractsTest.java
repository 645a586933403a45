// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.MessageProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.jws.soap.SOAPBinding.ParameterStyle;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code @MessageProtection} may stand, and what it says there; the published WSDL tells. */
@Timeout(60)
class AnnotatedContractsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String NAMESPACE = "urn:test:annotated";
    private static final String RUN = NAMESPACE + ":run";
    private static final String RAN = NAMESPACE + ":ran";

    @TempDir
    private Path folder;

    /** The levels in the WSDL of an endpoint, read from a file so that they are as it says. */
    private ProtectionRequirements published(Object implementation) throws IOException {
        HttpServer server = LoopbackServer.create();
        Endpoint endpoint = Endpoint.create(
                implementation,
                MessageSecurityFeature.forService(WsHttpBinding.builder().build(), new PkiCredentials(PKI).service())
                        .withEngine(MessageEngine.OCTETS));
        try {
            endpoint.publish(server.createContext("/annotated"));
            server.start();
            var wsdl = URI.create("http://localhost:" + server.getAddress().getPort() + "/annotated?wsdl");
            try (var document = wsdl.toURL().openStream()) {
                Path file = folder.resolve("annotated.wsdl");
                Files.write(file, document.readAllBytes());
                return ServiceEndpoint.fromWsdl(file.toUri()).protection();
            }
        } finally {
            endpoint.stop();
            server.stop(0);
        }
    }

    @Test
    void aContractWithoutTheAnnotationHasNoLevelsWhateverHeadersItHas() throws Exception {
        ProtectionRequirements levels = published(new Silent());

        assertThat(levels.request(RUN).body()).isEqualTo(ProtectionLevel.ENCRYPT_AND_SIGN);
        assertThat(levels.answer(RUN, RAN)).isEqualTo(MessageParts.DEFAULT);
    }

    @Test
    void aClassMayBeTheContract() throws Exception {
        assertThat(published(new Signed()).request(RUN)).isEqualTo(MessageParts.SIGNED);
    }

    @Test
    void theAnnotationOfAContractIsForTheMethodsThatItInherits() throws Exception {
        assertThat(published(new InheritedEndpoint()).request(RUN).body()).isEqualTo(ProtectionLevel.NONE);
    }

    @Test
    void aHeaderThatIsReturnedHasALevelOfItsOwn() throws Exception {
        MessageParts reply = published(new HeaderResult()).answer(RUN, RAN);

        assertThat(reply.header(NAMESPACE, "Receipt")).isEqualTo(Optional.of(ProtectionLevel.SIGN));
        assertThat(reply.body()).isEqualTo(ProtectionLevel.ENCRYPT_AND_SIGN);
    }

    @Test
    void aHeaderWithoutALevelHasThatOfItsMessage() throws Exception {
        MessageParts request = published(new SignedWithHeader()).request(RUN);

        assertThat(request.header(NAMESPACE, "Token")).isEqualTo(Optional.of(ProtectionLevel.SIGN));
    }

    @Test
    void refusesTheAnnotationOnAClassThatImplementsTheContract() {
        assertRefused(new Misplaced(), "Move it there");
    }

    @Test
    void refusesTheAnnotationOnAParameterOfTheBody() {
        assertRefused(new OnBody(), "which is in the body");
    }

    @Test
    void refusesTwoLevelsForOnePart() {
        assertRefused(new TwoLevels(), "'2' levels for one part");
    }

    private void assertRefused(Object implementation, String told) {
        Throwable refused = catchThrowable(() -> published(implementation));
        while (refused != null && !(refused instanceof MessageSecurityException)) {
            refused = refused.getCause();
        }
        assertThat(refused).isInstanceOf(MessageSecurityException.class).hasMessageContaining(told);
        assertThat(((MessageSecurityException) refused).fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    /** Says nothing. */
    @WebService(targetNamespace = NAMESPACE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Silent {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        public String run(
                @WebParam(name = "item") String item,
                @WebParam(name = "Token", header = true, targetNamespace = NAMESPACE) String token) {
            return item + token;
        }
    }

    /** Is a contract without an interface. */
    @WebService(targetNamespace = NAMESPACE)
    @MessageProtection(ProtectionLevel.SIGN)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Signed {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        public String run(@WebParam(name = "item") String item) {
            return item;
        }
    }

    /** Has a header without a level. */
    @WebService(targetNamespace = NAMESPACE)
    @MessageProtection(ProtectionLevel.SIGN)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class SignedWithHeader {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        public String run(
                @WebParam(name = "item") String item,
                @WebParam(name = "Token", header = true, targetNamespace = NAMESPACE) String token) {
            return item + token;
        }
    }

    /** Has the method. */
    public interface Base {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        String run(@WebParam(name = "item") String item);
    }

    /** Has the level. */
    @WebService(targetNamespace = NAMESPACE)
    @MessageProtection(ProtectionLevel.NONE)
    public interface Inherited extends Base {}

    /** Implements it. */
    @WebService(
            targetNamespace = NAMESPACE,
            endpointInterface = "dev.wshttp.security.levels.AnnotatedContractsTest$Inherited")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class InheritedEndpoint implements Inherited {
        @Override
        public String run(String item) {
            return item;
        }
    }

    /** Returns a header. */
    @WebService(targetNamespace = NAMESPACE)
    @jakarta.jws.soap.SOAPBinding(parameterStyle = ParameterStyle.BARE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class HeaderResult {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        @MessageProtection(resultHeader = ProtectionLevel.SIGN)
        @WebResult(name = "Receipt", header = true, targetNamespace = NAMESPACE)
        public String run(@WebParam(name = "item", targetNamespace = NAMESPACE) String item) {
            return item;
        }
    }

    /** The contract of the next. */
    @WebService(targetNamespace = NAMESPACE)
    public interface Plain {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        String run(@WebParam(name = "item") String item);
    }

    /** Has the annotation where it has no effect. */
    @WebService(
            targetNamespace = NAMESPACE,
            endpointInterface = "dev.wshttp.security.levels.AnnotatedContractsTest$Plain")
    @MessageProtection
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Misplaced implements Plain {
        @Override
        public String run(String item) {
            return item;
        }
    }

    /** Has the annotation on a parameter of the body. */
    @WebService(targetNamespace = NAMESPACE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class OnBody {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        public String run(@WebParam(name = "item") @MessageProtection(ProtectionLevel.NONE) String item) {
            return item;
        }
    }

    /** Says two things. */
    @WebService(targetNamespace = NAMESPACE)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class TwoLevels {
        /** Runs. */
        @WebMethod
        @Action(input = RUN, output = RAN)
        @MessageProtection({ProtectionLevel.NONE, ProtectionLevel.SIGN})
        public String run(@WebParam(name = "item") String item) {
            return item;
        }
    }
}
