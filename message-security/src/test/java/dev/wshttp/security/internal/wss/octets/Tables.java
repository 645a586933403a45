// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.wss.proof.ReceivedDocument;

/** Makes received documents of the octets engine for tests. */
public final class Tables {
    private Tables() {}

    public static ReceivedDocument document(String xml) {
        byte[] octets = xml.getBytes(UTF_8);
        var plaintexts =
                new PlaintextScanner(new CipherSuite(AlgorithmSuite.BASIC256), ReaderQuotas.DEFAULT, any -> {});
        return new TableDocument(Scanner.document(octets, ReaderQuotas.DEFAULT), octets.length, plaintexts);
    }
}
