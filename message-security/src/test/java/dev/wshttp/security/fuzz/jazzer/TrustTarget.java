// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.trust.NegotiatedToken;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlElement;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Token requests and responses: the content of a body, read as each of them. */
public final class TrustTarget implements Target {
    private static final List<Consumer<XmlElement>> READERS = List.of(
            NegotiationRequest::read,
            NegotiationResponse::read,
            NegotiationResult::read,
            NegotiatedToken::read,
            RequestSecurityTokenResponse::read,
            content -> RequestSecurityToken.read(content, SessionAction.ISSUE),
            content -> RequestSecurityToken.read(content, SessionAction.RENEW),
            content -> RequestSecurityToken.read(content, SessionAction.CANCEL));

    private final SecurityEngine engine =
            Sides.of(Recorded.SAMPLE, Clock.systemUTC()).engine();

    @Override
    public void read(byte[] octets) {
        for (Consumer<XmlElement> reader : READERS) {
            try {
                engine.read(octets, UTF_8).content().ifPresent(reader);
            } catch (MessageSecurityException refused) {
                // As it has to be.
            }
        }
    }
}
