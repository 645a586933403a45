// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Node;

/** XML as text that needs nothing around it. */
final class Serialized {
    static {
        // Santuario works after this only, and no test may rely on another one that ran before.
        WSSConfig.init();
    }

    private Serialized() {}

    static String of(Node node) {
        try {
            var octets = new ByteArrayOutputStream();
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS)
                    .canonicalizeSubtree(node, octets);
            return octets.toString(StandardCharsets.UTF_8);
        } catch (XMLSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String of(VerifiedEnvelope envelope) {
        return of(Envelopes.parse(Envelopes.octets(envelope)));
    }
}
