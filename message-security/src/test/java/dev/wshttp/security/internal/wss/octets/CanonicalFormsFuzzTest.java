// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.internal.xml.GeneratedDocument;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The canonical forms of documents of chance, with Santuario as the oracle. {@code -Dfuzz.documents} says how many. */
class CanonicalFormsFuzzTest {
    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 5_000);

    @Test
    void generatedDocumentsHaveTheFormsOfSantuario() throws Exception {
        var random = new Random(Long.getLong("fuzz.seed", 3));
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = new GeneratedDocument(random).text();
            assertThat(ScannerOracle.agrees(document.getBytes(UTF_8)))
                    .as("accepted: %s", document)
                    .isTrue();
        }
        System.out.println(DOCUMENTS + " documents have the canonical forms of Santuario");
    }
}
