// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.events.DangerousKeyListener;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.Verification;
import dev.wshttp.security.internal.xml.XmlElement;
import java.nio.charset.Charset;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dangerous: an engine that tells listeners the secret of each message that another engine protects or opens. It exists only where a feature has such a
 * listener. A secret is told before the message is verified, so that one which is refused can be looked at, too. Safe for use by several threads.
 */
final class KeyTellingEngine implements SecurityEngine {
    private static final Logger LOG = LoggerFactory.getLogger(KeyTellingEngine.class);

    private final SecurityEngine engine;
    private final List<DangerousKeyListener> listeners;

    private KeyTellingEngine(SecurityEngine engine, List<DangerousKeyListener> listeners) {
        this.engine = engine;
        this.listeners = listeners;
    }

    /** Returns the engine itself if there is no listener. */
    static SecurityEngine around(SecurityEngine engine, List<DangerousKeyListener> listeners) {
        return listeners.isEmpty() ? engine : new KeyTellingEngine(engine, listeners);
    }

    @Override
    public ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        ProtectedMessage made = engine.protect(message, protection);
        tell(made.key());
        return made;
    }

    @Override
    public ReceivedMessage read(byte[] octets, Charset charset) {
        return new Watched(engine.read(octets, charset));
    }

    private void tell(MessageKey key) {
        byte[] secret;
        try {
            secret = key.secret().octets();
        } catch (MessageSecurityException destroyed) {
            LOG.debug("A key ended before it could be told", destroyed);
            return;
        }
        for (DangerousKeyListener listener : listeners) {
            try {
                tell(listener, key, secret.clone());
            } catch (RuntimeException failed) {
                LOG.error("The listener {} failed", listener.getClass().getName(), failed);
            }
        }
    }

    private static void tell(DangerousKeyListener listener, MessageKey key, byte[] secret) {
        if (key instanceof MessageKey.OfContext ofContext) {
            SecurityContextToken token = ofContext.context().token();
            listener.contextKey(token.identifier(), token.instance(), secret);
        } else if (key instanceof MessageKey.Encrypted encrypted) {
            listener.encryptedKey(encrypted.encryptedKeySha1(), secret);
        }
    }

    /** A received message whose secret is told when it is found. */
    private final class Watched implements ReceivedMessage {
        private final ReceivedMessage message;

        Watched(ReceivedMessage message) {
            this.message = message;
        }

        @Override
        public Addressing addressing() {
            return message.addressing();
        }

        @Override
        public boolean isSecured() {
            return message.isSecured();
        }

        @Override
        public List<SecurityContextToken> contexts() {
            return message.contexts();
        }

        @Override
        public Optional<XmlElement> content() {
            return message.content();
        }

        @Override
        public Optional<SoapFault> faultInClear() {
            return message.faultInClear();
        }

        @Override
        public Verification verification(Expectation expectation) {
            return new Unlocking(message.verification(expectation));
        }
    }

    private final class Unlocking implements Verification {
        private final Verification steps;

        Unlocking(Verification steps) {
            this.steps = steps;
        }

        @Override
        public Optional<X509Certificate> claimedEndorser() {
            return steps.claimedEndorser();
        }

        @Override
        public MessageKey unlock() {
            MessageKey key = steps.unlock();
            tell(key);
            return key;
        }

        @Override
        public String authenticate() {
            return steps.authenticate();
        }

        @Override
        public MessageProof prove() {
            return steps.prove();
        }

        @Override
        public void requireFresh() {
            steps.requireFresh();
        }

        @Override
        public void requireCreatedSince(Instant complete) {
            steps.requireCreatedSince(complete);
        }
    }
}
