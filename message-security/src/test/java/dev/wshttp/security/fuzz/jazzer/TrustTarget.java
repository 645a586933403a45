// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.EnvelopeReader;
import dev.wshttp.security.internal.trust.NegotiatedToken;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import java.util.List;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/** Token requests and responses: the content of a body, read as each of them. */
public final class TrustTarget implements Target {
    private static final List<Consumer<Element>> READERS = List.of(
            NegotiationRequest::read,
            NegotiationResponse::read,
            NegotiationResult::read,
            NegotiatedToken::read,
            RequestSecurityTokenResponse::read,
            content -> RequestSecurityToken.read(content, SessionAction.ISSUE),
            content -> RequestSecurityToken.read(content, SessionAction.RENEW),
            content -> RequestSecurityToken.read(content, SessionAction.CANCEL));

    private final EnvelopeReader envelopes = new EnvelopeReader(ReaderQuotas.DEFAULT);

    @Override
    public void read(byte[] octets) {
        for (Consumer<Element> reader : READERS) {
            try {
                List<Element> content =
                        Elements.children(envelopes.read(octets, UTF_8).body());
                if (!content.isEmpty()) {
                    reader.accept(content.get(0));
                }
            } catch (MessageSecurityException refused) {
                // As it has to be.
            }
        }
    }
}
