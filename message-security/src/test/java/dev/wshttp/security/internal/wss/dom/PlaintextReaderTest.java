// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.Refusals;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaintextReaderTest {
    private final EnvelopeReader reader = new EnvelopeReader(ReaderQuotas.DEFAULT);

    /**
     * What is left to read is known only if it is known where the parser stopped, whatever ends the lines before. The parser itself miscounts by a few
     * characters where carriage returns follow each other.
     */
    @ParameterizedTest
    @ValueSource(strings = {"", "some text", "\n", "\r", "\r\n", "\r\r\r\r", "\n\r\n\r", "a\rb\r\nc\n\n"})
    void knowsWhereAParserStopped(String before) {
        String document = "<a>" + (before + "text").repeat(50) + "\u0001" + "text".repeat(100) + "</a>";

        int position = PlaintextReader.position(Refusals.refusal(() -> reader.parse(document)), document);

        assertThat(position).isBetween(document.indexOf('\u0001') - 4, document.indexOf('\u0001') + 2);
    }
}
