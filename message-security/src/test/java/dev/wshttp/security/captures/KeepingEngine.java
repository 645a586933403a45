// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** An engine that keeps what it protected: a test needs the key of a message that it sees as octets. */
final class KeepingEngine implements SecurityEngine {
    private final SecurityEngine engine;
    private final List<ProtectedMessage> kept = new ArrayList<>();

    KeepingEngine(WsHttpBinding binding, Clock clock) {
        this.engine = EngineUnderTest.of(binding, new Freshness(clock, binding.maxClockSkew()));
    }

    /** The message of these octets; a leg of a negotiation, if none was protected. */
    synchronized ProtectedMessage kept(byte[] octets) {
        return kept.stream()
                .filter(message -> message.octets() == octets)
                .findFirst()
                .orElseGet(() -> leg(octets));
    }

    /** A message without any key. */
    static ProtectedMessage leg(byte[] octets) {
        return new ProtectedMessage(
                octets,
                new MessageKey.Encrypted(SharedSecret.of(new byte[0]), ""),
                List.of(),
                Confidentiality.ENCRYPTED,
                writer -> {});
    }

    @Override
    public synchronized ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        ProtectedMessage made = engine.protect(message, protection);
        kept.add(made);
        return made;
    }

    @Override
    public ReceivedMessage read(byte[] octets, Charset charset) {
        return engine.read(octets, charset);
    }
}
