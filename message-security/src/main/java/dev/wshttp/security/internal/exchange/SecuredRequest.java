// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A verified request with all that its answer needs.
 *
 * @param sender the certificate of the client: the one that endorses the request, or the one that its key was made for
 * @param session the identifier of the session that the request is about; empty outside sessions, and where the request opens one
 * @param answer makes the answer to a message that is about the session and not for the application; it may throw
 *     {@link dev.wshttp.security.MessageSecurityException}, and the fault is then secured like the answer
 * @param protector secures the answer
 */
public record SecuredRequest(
        VerifiedMessage message,
        X509Certificate sender,
        Optional<String> session,
        Optional<Supplier<SessionAnswer>> answer,
        Protector protector) {
    /**
     * Returns a request outside a session, for the application.
     *
     * @throws dev.wshttp.security.MessageSecurityException as {@link ServiceProtocol#sender}
     */
    public static SecuredRequest of(VerifiedMessage request, ServiceProtocol protocol, SecurityEngine engine) {
        return of(request, protocol, engine, ProtectionRequirements.DEFAULT);
    }

    /**
     * Returns a request outside a session, for the application.
     *
     * @param requirements the levels of the answers to it
     * @throws dev.wshttp.security.MessageSecurityException as {@link ServiceProtocol#sender}
     */
    public static SecuredRequest of(
            VerifiedMessage request,
            ServiceProtocol protocol,
            SecurityEngine engine,
            ProtectionRequirements requirements) {
        return new SecuredRequest(
                request,
                protocol.sender(request),
                Optional.empty(),
                Optional.empty(),
                reply -> engine.protect(
                        reply,
                        protocol.protection(request)
                                .withParts(requirements.answer(
                                        request.addressing().action(),
                                        reply.addressing().action()))));
    }

    /** Returns the same request, not for the application but with an answer of its own. */
    public SecuredRequest answeredBy(Supplier<SessionAnswer> maker) {
        return new SecuredRequest(message, sender, session, Optional.of(maker), protector);
    }

    /** Returns the same request, which is about this session. */
    public SecuredRequest about(String identifier) {
        return new SecuredRequest(message, sender, Optional.of(identifier), answer, protector);
    }

    /**
     * The answer to a request about a session.
     *
     * @param session the identifier of the session, which the request may have opened
     */
    public record SessionAnswer(OutgoingMessage message, String session) {}

    /** Secures the answer to one request. */
    public interface Protector {
        /** Secures the reply, or the fault that takes its place. */
        ProtectedMessage protect(OutgoingMessage reply);

        /** Takes note that no answer will come, as to a one-way message. */
        default void unanswered() {}

        /** Secures a fault that ends the session of the request, if there is one. */
        default ProtectedMessage protectLast(OutgoingMessage fault) {
            return protect(fault);
        }
    }
}
