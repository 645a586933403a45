// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.dom.Trees;
import dev.wshttp.security.internal.wss.octets.Tables;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Makes received documents of the engine under test. */
final class Documents {
    private Documents() {}

    /** A document that need not be an envelope. */
    static ReceivedDocument of(String xml) {
        return MessageEngine.ofSystem() == MessageEngine.OCTETS ? Tables.document(xml) : Trees.document(xml);
    }

    static ReceivedElement element(String xml) {
        return of(xml).root();
    }

    static ReceivedEnvelope envelope(String text, ReaderQuotas quotas) {
        return envelope(text.getBytes(UTF_8), UTF_8, quotas);
    }

    static ReceivedEnvelope envelope(byte[] octets, Charset charset, ReaderQuotas quotas) {
        return message(octets, charset, quotas).envelope();
    }

    static ProvableMessage message(String text, ReaderQuotas quotas) {
        return message(text.getBytes(UTF_8), UTF_8, quotas);
    }

    private static ProvableMessage message(byte[] octets, Charset charset, ReaderQuotas quotas) {
        WsHttpBinding binding = WsHttpBinding.builder().readerQuotas(quotas).build();
        var freshness = new Freshness(Clock.systemUTC(), Duration.ZERO);
        return (ProvableMessage) Engines.of(MessageEngine.ofSystem(), binding, freshness, new SecureRandom())
                .read(octets, charset);
    }
}
