// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.audit;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import dev.wshttp.security.events.SecurityListener;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes who was authenticated, who was refused and why: one line of JSON for each event, at the level INFO of the logger {@value #LOGGER}. The
 * configuration of the log decides where the lines go. They have no content of messages and no keys.
 *
 * <pre>{@code
 * var audit = AuditTrail.of(AuditSettings.DEFAULT.withMessageAuthentication(AuditLevel.SUCCESS_OR_FAILURE));
 * var security = MessageSecurityFeature.forService(binding, credentials).withListener(audit);
 * }</pre>
 *
 * <p>The members of a line: {@code time}, {@code event} ({@code message-authentication}, {@code security-negotiation} or
 * {@code service-authorization}), {@code outcome} ({@code success} or {@code failure}), {@code request} (its kind), {@code operation} (its action),
 * {@code message} (its id), {@code session}, {@code caller}, {@code from}; of a failure also {@code fault} and {@code reason}. A member that is not known
 * is left out. Of a failure, {@code operation} and {@code message} are what an unproved peer claims. Safe for use by several threads.
 */
public final class AuditTrail implements SecurityListener {
    /** The name of the logger. */
    public static final String LOGGER = "dev.wshttp.audit";

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final Logger TRAIL = LoggerFactory.getLogger(LOGGER);

    private final AuditSettings settings;
    private final Clock clock;

    private enum Event {
        MESSAGE_AUTHENTICATION,
        SECURITY_NEGOTIATION,
        SERVICE_AUTHORIZATION;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    AuditTrail(AuditSettings settings, Clock clock) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = clock;
    }

    /** Returns a trail, which writes by the clock of the system. */
    public static AuditTrail of(AuditSettings settings) {
        return new AuditTrail(settings, Clock.systemUTC());
    }

    /** Returns what is written. */
    public AuditSettings settings() {
        return settings;
    }

    /** @throws IllegalStateException as {@link #accepted} */
    @Override
    public void authenticated(ObservedRequest call) {
        if (settings.messageAuthentication().hasSuccess()) {
            require(success(Event.MESSAGE_AUTHENTICATION, call));
        }
    }

    /** @throws IllegalStateException if the settings demand it, and the logger is switched off or an appender of it threw an exception */
    @Override
    public void accepted(ObservedRequest request, Duration time) {
        // A first leg proves nothing yet.
        if (request.caller().isEmpty()) {
            return;
        }
        boolean isCall = request.kind() == RequestKind.CALL;
        AuditLevel level = isCall ? settings.serviceAuthorization() : settings.messageAuthentication();
        if (level.hasSuccess()) {
            require(success(isCall ? Event.SERVICE_AUTHORIZATION : authentication(request), request));
        }
    }

    @Override
    public void refused(ObservedRequest request, MessageSecurityException reason) {
        boolean isKnown = request.caller().isPresent();
        AuditLevel level = isKnown ? settings.serviceAuthorization() : settings.messageAuthentication();
        if (level.hasFailure()) {
            Event event = isKnown ? Event.SERVICE_AUTHORIZATION : authentication(request);
            write(line(event, "failure", request)
                    .with("fault", reason.fault().name())
                    .with("reason", String.valueOf(reason.getMessage())));
        }
    }

    private static Event authentication(ObservedRequest request) {
        return request.kind() == RequestKind.NEGOTIATION_LEG
                ? Event.SECURITY_NEGOTIATION
                : Event.MESSAGE_AUTHENTICATION;
    }

    private JsonLine success(Event event, ObservedRequest request) {
        return line(event, "success", request);
    }

    private JsonLine line(Event event, String outcome, ObservedRequest request) {
        return new JsonLine()
                .with("time", clock.instant().toString())
                .with("event", event.toString())
                .with("outcome", outcome)
                .with("request", request.kind().toString())
                .with("operation", request.action())
                .with("message", request.messageId())
                .with("session", request.session())
                .with("caller", request.caller().map(X509Identity::getName))
                // The name may be longer than a member.
                .with(
                        "thumbprint",
                        request.caller().map(caller -> caller.thumbprint().toString()))
                .with("from", request.from().map(InetAddress::getHostAddress));
    }

    private void require(JsonLine line) {
        if (settings.onFailure() == AuditSettings.OnFailure.CONTINUE) {
            write(line);
        } else if (TRAIL.isInfoEnabled()) {
            TRAIL.info(line.toString());
        } else {
            throw new IllegalStateException("The audit trail cannot be written: the logger '" + LOGGER
                    + "' is switched off (expected its level INFO, because audit.suppress-failure is 'false')");
        }
    }

    private static void write(JsonLine line) {
        try {
            TRAIL.info(line.toString());
        } catch (RuntimeException broken) {
            LOG.error("The audit trail has a gap: an event was not written", broken);
        }
    }
}
