// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Determines whether a message opens, renews or cancels a session or is a call, and finds the session that it names. */
final class SessionClassifier {
    private final SessionStore sessions;
    private final String ends;

    /** @param ends how a session ends here, for error messages */
    private SessionClassifier(SessionStore sessions, String ends) {
        this.sessions = sessions;
        this.ends = ends;
    }

    /**
     * Returns the classifier of a service that stands alone.
     *
     * @param inactivityTimeout how long a session lives without calls
     */
    static SessionClassifier alone(SessionStore sessions, Duration inactivityTimeout) {
        return new SessionClassifier(
                sessions,
                "was cancelled, or had no call for " + inactivityTimeout
                        + ", or the service was restarted, or another instance behind this address has it (a load balancer has to keep a"
                        + " client with one)");
    }

    /** Returns the classifier of an instance whose tokens carry their state. */
    static SessionClassifier ofInstance(SessionStore sessions) {
        return new SessionClassifier(
                sessions,
                "was cancelled, or its key has expired, or the token has not the state that an instance of this service put into it, or this instance"
                        + " does not have the key under which that was sealed (cluster.keys-file)");
    }

    /**
     * Classifies a message.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED} if the message neither opens a session nor names one that
     *     is alive
     */
    SessionRequest classify(ReceivedMessage message) {
        Optional<SessionAction> action =
                SessionAction.ofRequest(message.addressing().action());
        List<SecurityContextToken> named = message.contexts();
        Optional<ServiceSession> session = find(named, action);
        if (session.isEmpty() && action.equals(Optional.of(SessionAction.ISSUE))) {
            return new SessionRequest.Issue(message);
        }
        return classified(message, action, session.orElseThrow(() -> notRecognized(named)));
    }

    /** Finds the session that a message names. The first context protects the message; in a renewal, the last context is the renewed one. */
    private Optional<ServiceSession> find(List<SecurityContextToken> named, Optional<SessionAction> action) {
        if (named.isEmpty()) {
            return Optional.empty();
        }
        boolean renews = action.equals(Optional.of(SessionAction.RENEW));
        return sessions.find(named.get(renews ? named.size() - 1 : 0));
    }

    private static SessionRequest classified(
            ReceivedMessage message, Optional<SessionAction> action, ServiceSession session) {
        if (action.equals(Optional.of(SessionAction.RENEW))) {
            return new SessionRequest.Renew(message, session);
        }
        if (action.equals(Optional.of(SessionAction.CANCEL))) {
            return new SessionRequest.Cancel(message, session);
        }
        return new SessionRequest.Call(message, session);
    }

    private MessageSecurityException notRecognized(List<SecurityContextToken> named) {
        if (named.isEmpty()) {
            return new MessageSecurityException(
                    SecurityFault.CONTEXT_NOT_RECOGNIZED,
                    "The message is secured for itself and belongs to no session (expected one of a session, because"
                            + " establishSecurityContext is 'true' here). The client is in another mode: set negotiateServiceCredential and"
                            + " establishSecurityContext to the same values on both sides.");
        }
        return new MessageSecurityException(
                SecurityFault.CONTEXT_NOT_RECOGNIZED,
                "The message belongs to the session " + quoted(named)
                        + " (expected one that is alive). The session "
                        + ends
                        + "; or the client does not use sessions and names the token that it negotiated: set"
                        + " establishSecurityContext to the same value on both sides.");
    }

    private static String quoted(List<SecurityContextToken> named) {
        return named.stream().map(SecurityContextToken::identifier).collect(Collectors.joining("', '", "'", "'"));
    }
}
