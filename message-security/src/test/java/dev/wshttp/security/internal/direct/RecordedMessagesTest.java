// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden test: WCF's own messages, with the clock at their time, are understood as WCF understood them. */
class RecordedMessagesTest {
    static Stream<Exchange> exchanges() {
        return Stream.concat(Recorded.accepted(), Recorded.encoded()).flatMap(Recorded::exchanges);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void verifiesAndDecryptsEachRequest(Exchange exchange) {
        VerifiedMessage request = verify(exchange.folder(), exchange.request());

        assertThat(Envelopes.body(request.envelope()))
                .isEqualTo(Envelopes.body(Envelopes.parse(exchange.decryptedRequest())));
        assertThat(request.signatureValues()).isEqualTo(exchange.signatureValues());
        assertThat(new X509Identity(request.sender().orElseThrow()).getName())
                .isEqualTo("CN=Cohowinery.com; 2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A");
        assertThat(request.key().secret().octets())
                .isEqualTo(Base64.getDecoder().decode(exchange.messageKey()));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void verifiesAndDecryptsEachReplyWithTheKeyOfItsRequest(Exchange exchange) {
        Sides sides = Sides.of(exchange.folder(), Recorded.clockOf(exchange.response()));
        var reply = sides.engine().read(exchange.response().getBytes(UTF_8), UTF_8);

        VerifiedMessage verified = sides.client().verify(reply, exchange.sent());

        assertThat(Envelopes.body(verified.envelope()))
                .isEqualTo(Envelopes.body(Envelopes.parse(exchange.decryptedResponse())));
    }

    @ParameterizedTest
    @CsvSource({
        "1-nonego-nosession--err-a1-tampered-body, 01-request.sent-tampered.xml, DECRYPTION_OR_SIGNATURE",
        "1-nonego-nosession--err-a2-tampered-action, 01-request.sent-tampered.xml, SIGNATURE_INVALID",
        "1-nonego-nosession--err-c-untrusted-client-cert, 01-request.xml, CERTIFICATE_NOT_TRUSTED",
        "1-nonego-nosession--err-e-replay-and-unsecured, e2-unsecured-request.xml, SECURITY_HEADER_MISSING",
        "1-nonego-nosession--err-e-replay-and-unsecured, e3-no-timestamp-request.xml, TIMESTAMP_MISSING",
        "1-nonego-nosession--err-i-client-used-other-service-cert, 01-request.xml, KEY_NOT_RECOGNIZED",
    })
    void refusesWhatWcfRefused(String folder, String file, String expected) {
        var recorded = new Recorded(folder);
        String message = recorded.text(file);
        var clock = Recorded.clockOf(recorded.text("01-request.xml"));
        Sides sides = Sides.of(recorded, clock);

        SecurityFault fault =
                faultOf(() -> sides.service().verify(sides.engine().read(message.getBytes(UTF_8), UTF_8)));

        if (expected.equals("DECRYPTION_OR_SIGNATURE")) {
            assertThat(fault).isIn(SecurityFault.DECRYPTION_FAILED, SecurityFault.SIGNATURE_INVALID);
        } else {
            assertThat(fault).isEqualTo(SecurityFault.valueOf(expected));
        }
    }

    @Test
    void refusesTheRequestThatWcfFoundExpired() {
        var recorded = new Recorded("1-nonego-nosession--err-b-expired-timestamp");
        String message = recorded.text("01-request.xml");
        var anHourLater = java.time.Clock.offset(Recorded.clockOf(message), java.time.Duration.ofHours(1));
        Sides sides = Sides.of(recorded, anHourLater);

        assertThat(faultOf(() -> sides.service().verify(sides.engine().read(message.getBytes(UTF_8), UTF_8))))
                .isEqualTo(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void refusesTheReplayThatWcfRefused() {
        var recorded = new Recorded("1-nonego-nosession--err-e-replay-and-unsecured");
        String first = recorded.text("01-request.xml");
        String second = recorded.text("e1-replay-request.xml");
        Sides sides = Sides.of(recorded, Recorded.clockOf(first));
        sides.service().verify(sides.engine().read(first.getBytes(UTF_8), UTF_8));

        assertThat(faultOf(() -> sides.service().verify(sides.engine().read(second.getBytes(UTF_8), UTF_8))))
                .isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    private static VerifiedMessage verify(Recorded recorded, String request) {
        Sides sides = Sides.of(recorded, Recorded.clockOf(request));
        return sides.service().verify(sides.engine().read(request.getBytes(UTF_8), UTF_8));
    }

    /** WCF sends a character that XML 1.0 does not have as a reference. Its sender signed it so, which no attacker can. */
    @Test
    void tellsAnAuthenticMessageThatIsNotXmlFromADamagedOne() {
        var folder = new Recorded("live-invalid-chars--mode1");
        String request = folder.text("02-request.xml");
        Sides sides = Sides.of(folder, Recorded.clockOf(request));
        var verification = sides.engine()
                .read(request.getBytes(UTF_8), UTF_8)
                .verification(Expectation.request(Recorded.serviceCredentials().serviceCertificate()));

        assertThat(verification.proveAtOnce().unreadable().map(MessageSecurityException::fault))
                .contains(SecurityFault.MESSAGE_UNREADABLE);
    }
}
