// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.Renewable;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.KeySize;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens, renews and cancels the sessions of a client, by messages of its own (WS-SecureConversation, February 2005, sections 4 to 6). */
final class SessionRequester implements Renewable.Maker<ClientSession> {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRequester.class);

    private static final String NO_SESSIONS =
            "If the service has no sessions there, set establishSecurityContext to the same value on both sides.";
    private static final String TOKEN_UNKNOWN =
            "It does not know the token that was negotiated with this address just before: it was restarted, or several services stand behind the"
                    + " address, and a load balancer has to keep a client with one of them.";

    private final SecurityEnvironment environment;
    private final BootstrapProtocol bootstrap;
    private final MessageVerifier verifier;
    private final AlgorithmSuite suite;
    private final SessionSettings settings;

    SessionRequester(SecurityEnvironment environment, BootstrapProtocol bootstrap, MessageVerifier verifier) {
        this.environment = environment;
        this.bootstrap = bootstrap;
        this.verifier = verifier;
        this.suite = environment.binding().algorithmSuite();
        this.settings = environment.binding().sessionSettings();
    }

    @Override
    public ClientSession make(Optional<ClientSession> old, Peer peer) {
        BootstrapProtocol.Opening opening = bootstrap.opening(peer);
        // The service lets only the certificate that opened a session renew it.
        return old.filter(session -> session.client().equals(opening.client()))
                .map(session -> renewed(session, opening, peer))
                .orElseGet(() -> opened(opening, peer));
    }

    private ClientSession opened(BootstrapProtocol.Opening opening, Peer peer) {
        byte[] entropy = environment.newEntropy();
        var body = RequestSecurityToken.issue(entropy, KeySize.bits(suite));
        OutgoingMessage message = message(SessionAction.ISSUE, peer, body);
        var request = environment.engine().protect(message, opening.protection());
        try {
            SessionKey key = granted(verified(peer.exchange(request.octets()), request), entropy, peer.address());
            LOG.debug("Opened the session {}", key.key());
            return new ClientSession(peer.name(), opening.service(), opening.client(), key, List.of(), renewAt(key));
        } catch (MessageSecurityException refused) {
            throw refused.about(message.addressing().messageIdForLog());
        } finally {
            bootstrap.forget(request);
        }
    }

    private ClientSession renewed(ClientSession present, BootstrapProtocol.Opening opening, Peer peer) {
        byte[] entropy = environment.newEntropy();
        SecurityContextKey current = present.current().key();
        var body = RequestSecurityToken.renew(entropy, KeySize.bits(suite), current.token());
        OutgoingMessage message = message(SessionAction.RENEW, peer, body);
        var request = environment.engine().protect(message, opening.protection().endorsedBy(current));
        try {
            ReceivedMessage answer = peer.exchange(request.octets());
            if (saysForgotten(answer)) {
                LOG.debug("The service does not know the session {} any more", current);
                return opened(bootstrap.opening(peer), peer);
            }
            SessionKey key = granted(verified(answer, request), entropy, peer.address());
            requireSameSession(present, key.key());
            LOG.debug("Renewed the session {}", key.key());
            return present.renewed(key, opening.service(), renewAt(key), now(), settings.keyRolloverInterval());
        } catch (MessageSecurityException refused) {
            throw refused.about(message.addressing().messageIdForLog());
        } finally {
            bootstrap.forget(request);
        }
    }

    private static boolean saysForgotten(ReceivedMessage answer) {
        return !answer.isSecured()
                && answer.faultInClear().filter(ClientProtocol::saysForgotten).isPresent();
    }

    private static void requireSameSession(ClientSession present, SecurityContextKey renewed) {
        if (!present.isRenewedBy(renewed)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service renewed '" + present.current().key() + "' as '" + renewed
                            + "' (expected the same identifier).");
        }
    }

    /** Cancels a session. */
    @Override
    public void end(ClientSession session, Peer peer) {
        try {
            SecurityContextToken token = session.current().key().token();
            ProtectedMessage request = environment
                    .engine()
                    .protect(
                            message(SessionAction.CANCEL, peer, RequestSecurityToken.cancel(token)),
                            session.current().protection(Carriage.CARRIED).signedOnly());
            var expectation =
                    Expectation.context(new Expectation.Context(session.accepted(now()), Carriage.REFERRED_TO));
            VerifiedMessage reply = verifier.verify(peer.exchange(request.octets()), expectation.signedOnly());
            reply.envelope().content().ifPresent(RequestSecurityTokenResponse::requireCancelled);
        } catch (RuntimeException gone) {
            LOG.debug("The session {} was not cancelled", session.current().key(), gone);
        } finally {
            session.destroy();
        }
    }

    private VerifiedMessage verified(ReceivedMessage reply, ProtectedMessage request) {
        if (!reply.isSecured()) {
            throw reply.faultInClear()
                    .map(fault -> new MessageSecurityException(
                            SecurityFault.FAULT_NOT_SECURED,
                            "The service did not open a session, or an intermediary prevents it: an unsecured fault came back, '"
                                    + fault + "'. The service's log has the reason. "
                                    + (ClientProtocol.saysForgotten(fault) ? TOKEN_UNKNOWN : NO_SESSIONS)))
                    .orElseGet(() -> new MessageSecurityException(
                            SecurityFault.REPLY_NOT_SECURED,
                            "The answer to the request for a session carries no security (expected it secured like the request). Check"
                                    + " the address, and that the service has establishSecurityContext."));
        }
        return verifier.verify(reply, bootstrap.expectation(request));
    }

    // Interop: WCF's service answers a request for a session so, too, if it names another address than the service's.
    private static String otherAddress(String address) {
        return " The request is for '" + address
                + "' (wsa:To); a service refuses it with this fault if its own address is another one, as behind a reverse proxy, a gateway or"
                + " a mapped port. Then set address to the service's own address, and via to where this client connects.";
    }

    private SessionKey granted(VerifiedMessage reply, byte[] entropy, String address) {
        var content = reply.envelope()
                .content()
                .orElseThrow(() -> new MessageSecurityException(
                        SecurityFault.TOKEN_REQUEST_INVALID,
                        "The service's answer has not one element (expected a RequestSecurityTokenResponse)."));
        SoapFault.read(content).ifPresent(fault -> {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The service refused to open or renew the session: '" + fault + "'. Its log has the reason."
                            + (fault.is("Sender", "InvalidRequest") ? otherAddress(address) : ""));
        });
        return key(RequestSecurityTokenResponse.read(content), entropy);
    }

    private SessionKey key(RequestSecurityTokenResponse response, byte[] entropy) {
        var secret = ComputedKey.of(entropy, response.entropy(), environment.secretBytes());
        var key = new SecurityContextKey(response.token(), secret);
        Instant now = now();
        Lifetime lifetime = response.lifetime().orElseGet(() -> new Lifetime(now, now.plus(settings.keyLifetime())));
        return new SessionKey(key, DerivedKeyPair.of(key, suite, environment.random()), lifetime);
    }

    private Instant renewAt(SessionKey key) {
        return key.lifetime().renewAt(settings.keyRenewalInterval());
    }

    private Instant now() {
        return environment.clock().instant();
    }

    private static OutgoingMessage message(SessionAction action, Peer peer, RequestSecurityToken body) {
        return new OutgoingMessage(Addressing.request(action.request(), peer.address()), List.of(), body);
    }
}
