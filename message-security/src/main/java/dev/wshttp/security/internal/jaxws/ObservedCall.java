// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.context.X509Identity;
import dev.wshttp.security.events.AnswerKind;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.trust.SessionAction;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request as the log and the listeners see it. Whatever happens to it is told here, once. Immutable.
 *
 * @param startNanos when this side began to process it, by {@link System#nanoTime()}
 * @param log what each line of the log says of it
 */
record ObservedCall(ServiceObserver observer, long startNanos, ObservedRequest request, CallLog log) {
    static ObservedCall of(Packet packet, EnvelopeMessage message, ServiceObserver observer) {
        long start = System.nanoTime();
        Addressing claimed = message.claimed();
        var request = new ObservedRequest(
                kind(message),
                Optional.ofNullable(claimed.messageId()),
                Optional.ofNullable(claimed.action()),
                RemoteAddress.of(packet),
                Optional.empty(),
                Optional.empty());
        return new ObservedCall(observer, start, request, CallLog.of(request, observer.names()));
    }

    private static RequestKind kind(EnvelopeMessage message) {
        if (message instanceof EnvelopeMessage.Unreadable) {
            return RequestKind.UNREADABLE;
        }
        return kind(message.claimed().action());
    }

    private static RequestKind kind(@Nullable String action) {
        if (action == null || !action.startsWith(Namespaces.TRUST)) {
            return RequestKind.CALL;
        }
        if (NegotiationService.isLegAction(action)) {
            return RequestKind.NEGOTIATION_LEG;
        }
        return SessionAction.ofRequest(action)
                .map(known -> switch (known) {
                    case ISSUE -> RequestKind.SESSION_OPENING;
                    case RENEW -> RequestKind.SESSION_RENEWAL;
                    case CANCEL -> RequestKind.SESSION_CANCELLATION;
                })
                .orElse(RequestKind.CALL);
    }

    /** Returns the same request after it was verified. */
    ObservedCall verified(SecuredRequest secured) {
        return of(secured.sender(), secured.session());
    }

    /** Returns the same request, which opened or changed a session. */
    ObservedCall about(String session) {
        return of(request.caller().orElseThrow().certificate(), Optional.of(session));
    }

    /** Returns the same request after its sender was proved. */
    ObservedCall of(X509Certificate caller, Optional<String> session) {
        var identity = new X509Identity(caller);
        return new ObservedCall(
                observer,
                startNanos,
                request.of(identity, session),
                log.of(observer.names().of(identity), session));
    }

    /** @throws MessageSecurityException if a listener refuses */
    void authenticated() {
        observer.authenticated(request);
    }

    /** @throws MessageSecurityException if a listener refuses */
    void accepted() {
        observer.accepted(request, since(startNanos));
    }

    void refused(MessageSecurityException reason) {
        observer.refused(request, reason);
    }

    /** @param beganNanos when the protection of the answer began */
    void answered(AnswerKind answer, long beganNanos) {
        observer.answered(request, answer, since(beganNanos));
    }

    void unanswered(AnswerKind answer) {
        observer.answered(request, answer, Duration.ZERO);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
