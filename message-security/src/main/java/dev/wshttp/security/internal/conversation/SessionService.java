// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/**
 * The service's half of sessions (WCF: {@code SecuritySessionServerSettings}). A message is classified when it arrives, and then verified as what
 * it is. Safe for use by several threads.
 */
public final class SessionService {
    private final SessionClassifier classifier;
    private final SessionIssuer issuer;
    private final SessionCancellation cancellation;
    private final SessionCalls calls;
    private final SessionStore sessions;

    /**
     * Creates the half of one endpoint, which has no session yet.
     *
     * @param bootstrap protects what opens and renews a session
     * @param clients judges the owners of sessions, whose certificates may expire or be revoked while a session lives
     */
    public SessionService(
            SecurityEnvironment environment,
            ServiceProtocol bootstrap,
            MessageVerifier verifier,
            X509CertificateValidator clients) {
        var settings = environment.binding().sessionSettings();
        this.sessions = environment
                .instances()
                .tokens()
                .<SessionStore>map(tokens -> new SealedSessions(tokens, environment))
                .orElseGet(() -> new InMemorySessions(settings, environment.clock()));
        var proof = new SessionProof(verifier, clients, sessions, environment.clock());
        this.classifier = environment.instances().tokens().isPresent()
                ? SessionClassifier.ofInstance(sessions)
                : SessionClassifier.alone(sessions, settings.inactivityTimeout());
        this.issuer = new SessionIssuer(environment, bootstrap, verifier, sessions);
        this.cancellation = new SessionCancellation(proof, environment.engine(), sessions);
        this.calls = new SessionCalls(proof, environment, sessions);
    }

    /** Returns how many sessions wait for their first call. */
    public long pending() {
        return sessions.counts().pending();
    }

    /** Returns how many sessions are alive and were used by a call. */
    public long active() {
        return sessions.counts().active();
    }

    /**
     * Finds out what a message asks for.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONTEXT_NOT_RECOGNIZED} if the message neither opens a session nor names one that
     *     is alive
     */
    public SessionRequest classify(ReceivedMessage message) {
        return classifier.classify(message);
    }

    /**
     * Verifies a request.
     *
     * @throws MessageSecurityException with the first rule that the request breaks
     */
    public SecuredRequest verify(SessionRequest request) {
        if (request instanceof SessionRequest.Call call) {
            return calls.verify(call);
        }
        if (request instanceof SessionRequest.Issue issue) {
            return issuer.verify(issue);
        }
        if (request instanceof SessionRequest.Renew renew) {
            return issuer.verify(renew);
        }
        return cancellation.verify((SessionRequest.Cancel) request);
    }
}
