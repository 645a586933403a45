// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Recorded;
import jakarta.xml.ws.EndpointReference;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.handler.MessageContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ServiceSecurityContextTest {
    @Test
    void showsTheCaller() {
        var caller = new X509Identity(Recorded.credential("client").certificate());

        assertThat(ServiceSecurityContext.of(new Context(caller)).primaryIdentity())
                .isEqualTo(caller);
    }

    @Test
    void refusesAnOperationWithoutCaller() {
        assertThat(faultOf(() -> ServiceSecurityContext.of(new Context(null))))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void refusesACallerOfAnotherKind() {
        Principal other = () -> "CN=Cohowinery.com; 2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A";

        assertThat(faultOf(() -> ServiceSecurityContext.of(new Context(other))))
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    private record Context(@Nullable Principal caller) implements WebServiceContext {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public MessageContext getMessageContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUserInRole(String role) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EndpointReference getEndpointReference(Element... referenceParameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T extends EndpointReference> T getEndpointReference(Class<T> type, Element... referenceParameters) {
            throw new UnsupportedOperationException();
        }
    }
}
