// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.wss.proof.ReceivedDocument;
import org.apache.wss4j.dom.engine.WSSConfig;

/** Makes received documents of the reference engine for tests. */
public final class Trees {
    static {
        WSSConfig.init();
    }

    private Trees() {}

    public static ReceivedDocument document(String xml) {
        byte[] octets = xml.getBytes(UTF_8);
        var reader = new EnvelopeReader(ReaderQuotas.DEFAULT);
        var opener = new Opener(new CipherSuite(AlgorithmSuite.BASIC256), new PlaintextReader(reader, any -> {}));
        return new DomDocument(reader.parse(octets, UTF_8), reader, opener, octets.length);
    }
}
