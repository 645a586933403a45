// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service that has room for one session shows when it ends one. */
@Timeout(60)
class EndedSessionsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final WsHttpBinding ONE_SESSION = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .sessionSettings(SessionSettings.builder().maxSessions(1).build())
            .build();

    /** As WCF's does. Its client, and ours, open another session then, and cannot cancel this one. */
    @Test
    void anUnhandledExceptionEndsTheSession() {
        try (var site = new Site(PKI, ONE_SESSION)) {
            Shop shop = site.shop();
            var fault = catchThrowableOfType(SOAPFaultException.class, () -> shop.refuse("unhandled"));
            assertThat(fault.getFault().getFaultSubcodes().next().getLocalPart())
                    .isEqualTo("InternalServiceFault");

            assertThat(shop.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void anotherFaultDoesNotEndTheSession() {
        try (var site = new Site(PKI, ONE_SESSION)) {
            Shop shop = site.shop();
            shop.echo("hello");
            assertThatThrownBy(() -> shop.refuse("subcode")).isInstanceOf(SOAPFaultException.class);

            assertThat(catchThrowable(() -> site.shop().echo("hello"))).hasMessageContaining("ServerTooBusy");
            assertThat(shop.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void aOneWayMessageDoesNotKeepTheKeysOfAnEndedSession() {
        var credentials = new PkiCredentials(PKI);
        var wire = Conversation.between(ONE_SESSION, credentials.client(), credentials.service(), Clock.systemUTC());
        SecuredRequest request = wire.verify(wire.read(wire.client().protect(wire.request(), wire)));

        request.protector().unanswered();
        wire.client().close(wire);

        assertThat(faultOf(() -> request.message().key().secret().octets()))
                .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }
}
