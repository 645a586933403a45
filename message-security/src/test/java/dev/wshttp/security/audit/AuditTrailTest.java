// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.audit;

import static dev.wshttp.security.audit.AuditLevel.FAILURE;
import static dev.wshttp.security.audit.AuditLevel.NONE;
import static dev.wshttp.security.audit.AuditLevel.SUCCESS;
import static dev.wshttp.security.audit.AuditLevel.SUCCESS_OR_FAILURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.audit.AuditSettings.OnFailure;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class AuditTrailTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
    private final MessageSecurityException replayed =
            new MessageSecurityException(SecurityFault.MESSAGE_REPLAYED, "A message came twice.");

    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.start();
        trail().addAppender(lines);
        trail().setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        trail().detachAppender(lines);
        trail().setLevel(null);
    }

    @Test
    void writesWhoCalledWhatWhenAndFromWhereInWhichSession() throws Exception {
        audit(SUCCESS, NONE).authenticated(call());

        assertThat(lines.only())
                .isEqualTo(
                        "{\"time\":\"2026-11-29T12:00:00Z\",\"event\":\"message-authentication\",\"outcome\":\"success\","
                                + "\"request\":\"call\",\"operation\":\"urn:echo\",\"message\":\"urn:uuid:1\",\"session\":\"urn:uuid:2\","
                                + "\"caller\":\"" + name() + "\",\"thumbprint\":\"" + thumbprint()
                                + "\",\"from\":\"127.0.0.1\"}");
    }

    @Test
    void writesTheThumbprintOfACallerWithALongName() throws Exception {
        var subject = new X500Principal("CN=" + "x".repeat(2_000));
        var caller = new X509Identity(PKI.withExtensions("long", TestPki.Role.CLIENT, subject, List.of())
                .certificate());

        audit(SUCCESS, NONE).authenticated(request(RequestKind.CALL, Optional.of(caller), Optional.empty()));

        assertThat(json(lines.only()).getString("thumbprint"))
                .isEqualTo(caller.thumbprint().toString());
    }

    @Test
    void writesWhatWasRefusedAndWhy() throws Exception {
        audit(FAILURE, NONE).refused(unproved(RequestKind.CALL), replayed);

        JsonObject line = json(lines.only());
        assertThat(line.getString("outcome")).isEqualTo("failure");
        assertThat(line.getString("fault")).isEqualTo("MESSAGE_REPLAYED");
        assertThat(line.getString("reason")).isEqualTo("A message came twice.");
        assertThat(line.keySet()).doesNotContain("caller", "session");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONE, ''",
        "SUCCESS, NONE, 'message-authentication success'",
        "FAILURE, NONE, 'message-authentication failure'",
        "SUCCESS_OR_FAILURE, NONE, 'message-authentication success,message-authentication failure'",
        "NONE, SUCCESS, 'service-authorization success'",
        "NONE, FAILURE, 'service-authorization failure'",
        "NONE, SUCCESS_OR_FAILURE, 'service-authorization success,service-authorization failure'",
    })
    void writesWhatItsLevelsSay(AuditLevel authentication, AuditLevel authorization, String expected) throws Exception {
        AuditTrail trail = audit(authentication, authorization);
        trail.authenticated(call());
        trail.accepted(call(), Duration.ZERO);
        trail.refused(unproved(RequestKind.CALL), replayed);
        trail.refused(call(), replayed);

        assertThat(String.join(",", lines.outcomes())).isEqualTo(expected);
    }

    @Test
    void writesTheEndOfANegotiationAndNotItsFirstLeg() throws Exception {
        AuditTrail trail = audit(SUCCESS_OR_FAILURE, SUCCESS_OR_FAILURE);
        trail.accepted(unproved(RequestKind.NEGOTIATION_LEG), Duration.ZERO);
        trail.accepted(request(RequestKind.NEGOTIATION_LEG, caller(), Optional.empty()), Duration.ZERO);
        trail.refused(unproved(RequestKind.NEGOTIATION_LEG), replayed);

        assertThat(lines.outcomes()).containsExactly("security-negotiation success", "security-negotiation failure");
    }

    @Test
    void nothingOfAPeerEndsAStringALineOrTheObject() throws Exception {
        String hostile = "a\"},{\"outcome\":\"success\\\r\n\t\u0000\u001b\u0085\u2028\u2029\u202e\ud800b";
        var subject = new X500Principal("CN=Mallory\\0D\\0A\\\"\\,\\\"outcome\\\":\\\"success\\E2\\80\\A8\\5C");
        var mallory = new X509Identity(PKI.withExtensions("mallory", TestPki.Role.CLIENT, subject, List.of())
                .certificate());
        var request = new ObservedRequest(
                RequestKind.CALL,
                Optional.of(hostile),
                Optional.of(hostile),
                Optional.empty(),
                Optional.of(mallory),
                Optional.empty());

        audit(SUCCESS, NONE).authenticated(request);

        String line = lines.only();
        assertThat(line.codePoints())
                .allMatch(character -> character >= ' '
                        && character != 0x85
                        && character != 0x2028
                        && character != 0x2029
                        && character != 0x202E
                        && !(character >= 0xD800 && character <= 0xDFFF));
        JsonObject read = json(line);
        assertThat(read.getString("outcome")).isEqualTo("success");
        assertThat(read.getString("operation")).isEqualTo(hostile);
        assertThat(read.getString("message")).isEqualTo(hostile);
        assertThat(read.getString("caller")).isEqualTo(mallory.getName()).contains("\u2028", "\"outcome\"");
    }

    @Test
    void writesABoundedPartOfALongText() throws Exception {
        var request = new ObservedRequest(
                RequestKind.CALL,
                Optional.of("x".repeat(100_000)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        audit(FAILURE, NONE).refused(request, replayed);

        assertThat(lines.only()).hasSizeLessThan(1_500).contains("xxx...");
    }

    @Test
    void refusesWhatItCannotWriteOnlyIfItIsToldTo() throws Exception {
        trail().setLevel(Level.OFF);

        assertThatCode(() -> audit(SUCCESS, SUCCESS).authenticated(call())).doesNotThrowAnyException();
        var strict = new AuditTrail(
                AuditSettings.DEFAULT.withMessageAuthentication(SUCCESS).withOnFailure(OnFailure.REFUSE), NOON);
        assertThatIllegalStateException()
                .isThrownBy(() -> strict.authenticated(call()))
                .withMessageContaining("dev.wshttp.audit")
                .withMessageContaining("audit.suppress-failure");
        trail().setLevel(Level.INFO);
        lines.broken = true;
        assertThatIllegalStateException().isThrownBy(() -> strict.authenticated(call()));
        assertThatCode(() -> audit(SUCCESS, SUCCESS).authenticated(call())).doesNotThrowAnyException();
    }

    private static AuditTrail audit(AuditLevel authentication, AuditLevel authorization) {
        return new AuditTrail(
                AuditSettings.DEFAULT.withMessageAuthentication(authentication).withServiceAuthorization(authorization),
                NOON);
    }

    private static ObservedRequest call() throws Exception {
        return request(RequestKind.CALL, caller(), Optional.of("urn:uuid:2"));
    }

    private static ObservedRequest unproved(RequestKind kind) throws Exception {
        return request(kind, Optional.empty(), Optional.empty());
    }

    private static ObservedRequest request(RequestKind kind, Optional<X509Identity> caller, Optional<String> session)
            throws Exception {
        return new ObservedRequest(
                kind,
                Optional.of("urn:uuid:1"),
                Optional.of("urn:echo"),
                Optional.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})),
                caller,
                session);
    }

    private static Optional<X509Identity> caller() {
        return Optional.of(new X509Identity(PKI.client().certificate()));
    }

    private static String name() {
        return caller().orElseThrow().getName();
    }

    private static String thumbprint() {
        return caller().orElseThrow().thumbprint().toString();
    }

    private static JsonObject json(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    private static Logger trail() {
        return (Logger) LoggerFactory.getLogger(AuditTrail.LOGGER);
    }

    /** The lines of the trail. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> written = new ArrayList<>();
        private boolean broken;

        @Override
        public synchronized void doAppend(ILoggingEvent event) {
            if (broken) {
                throw new IllegalStateException("the disk is full");
            }
            super.doAppend(event);
        }

        @Override
        protected void append(ILoggingEvent event) {
            written.add(event.getFormattedMessage());
        }

        String only() {
            assertThat(written).hasSize(1);
            return written.get(0);
        }

        List<String> outcomes() {
            return written.stream()
                    .map(AuditTrailTest::json)
                    .map(line -> line.getString("event") + " " + line.getString("outcome"))
                    .toList();
        }
    }
}
