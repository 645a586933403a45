// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import jakarta.xml.ws.WebServiceException;
import java.util.List;
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
        assertThat(told).hasMessage("the text (message urn:uuid:1)").hasCause(cause);
        assertThat(told.getStackTrace()).isEqualTo(refused.getStackTrace());
        assertThat(refused.messageId()).isEmpty();
        assertThat(told.about("urn:uuid:2")).isSameAs(told);
    }

    @Test
    void bringsWhatAPeerWroteToOneLine() {
        var refused = new MessageSecurityException(
                SIGNATURE_INVALID, "named 'x\r\nWARN\u0085\u001b[2J\u202e\u2028'. Do this.");

        assertThat(refused).hasMessage("named 'x WARN [2J '. Do this.");
    }

    @Test
    void keepsTheBeginningAndTheRemedyOfAnEndlessText() {
        var refused = new MessageSecurityException(SIGNATURE_INVALID, "Found '" + "x".repeat(100_000) + "'. Do this.");

        assertThat(refused.getMessage())
                .startsWith("Found 'xx")
                .contains(" [...] ")
                .endsWith("'. Do this.")
                .hasSizeLessThan(4_100);
    }

    @Test
    void tellsSeveralFindingsOnALineEach() {
        var refused = MessageSecurityException.withFindings(
                SIGNATURE_INVALID, "Two problems:", List.of("one\n  - forged", "two"), null);

        assertThat(refused).hasMessage("Two problems:\n  - one   - forged\n  - two");
        assertThat(refused.about("urn:uuid:1")).hasMessage(refused.getMessage() + " (message urn:uuid:1)");
    }

    @Test
    void needsACode() {
        assertThatNullPointerException().isThrownBy(() -> new MessageSecurityException(NullOf.any(), "the text"));
    }
}
