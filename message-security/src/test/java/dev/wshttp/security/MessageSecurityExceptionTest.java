// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import jakarta.xml.ws.WebServiceException;
import org.junit.jupiter.api.Test;

class MessageSecurityExceptionTest {
    @Test
    void saysWhatWentWrongToProgramsAndPeople() {
        var refused = new MessageSecurityException(SIGNATURE_INVALID, "the text");

        assertThat(refused.fault()).isEqualTo(SIGNATURE_INVALID);
        assertThat(refused).hasMessage("the text").hasNoCause().isInstanceOf(WebServiceException.class);
        assertThat(refused.messageId()).isEmpty();
    }

    @Test
    void keepsItsCause() {
        var cause = new IllegalStateException("cause");

        assertThat(new MessageSecurityException(SIGNATURE_INVALID, "the text", cause))
                .hasCause(cause);
    }

    @Test
    void canBeToldOfAMessage() {
        var cause = new IllegalStateException("cause");
        var refused = new MessageSecurityException(SIGNATURE_INVALID, "the text", cause);

        MessageSecurityException told = refused.about("urn:uuid:1");

        assertThat(told.messageId()).contains("urn:uuid:1");
        assertThat(told.fault()).isEqualTo(SIGNATURE_INVALID);
        assertThat(told).hasMessage("the text").hasCause(cause);
        assertThat(told.getStackTrace()).isEqualTo(refused.getStackTrace());
        assertThat(refused.messageId()).isEmpty();
    }

    @Test
    void needsACode() {
        assertThatNullPointerException().isThrownBy(() -> new MessageSecurityException(NullOf.any(), "the text"));
    }
}
