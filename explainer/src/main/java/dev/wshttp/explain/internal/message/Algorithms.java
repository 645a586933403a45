// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The algorithms that messages use, and the suites that have them all. */
public final class Algorithms {
    private static final String TLS_WRAP = "http://schemas.xmlsoap.org/2005/02/trust/tlsnego#TLS_Wrap";

    private final Set<String> digests = new TreeSet<>();
    private final Set<String> signatures = new TreeSet<>();
    private final Set<String> encryptions = new TreeSet<>();
    private final Set<String> keyWraps = new TreeSet<>();

    /** Takes what a message shows, with its encrypted parts opened where they are. */
    public void add(Message message) {
        // A part that is opened has lost its EncryptedData.
        message.wire().root().all().forEach(this::look);
        message.understood().root().all().forEach(this::look);
    }

    private void look(Element element) {
        String algorithm = element.attribute("Algorithm");
        if (element.is(Ns.SIGNATURE, "SignatureMethod")) {
            signatures.add(algorithm);
        } else if (element.is(Ns.SIGNATURE, "DigestMethod")
                && element.parent()
                        .filter(each -> each.is(Ns.SIGNATURE, "Reference"))
                        .isPresent()) {
            digests.add(algorithm);
        } else if (element.is(Ns.ENCRYPTION, "EncryptionMethod")) {
            boolean key = element.parent()
                    .filter(each -> each.is(Ns.ENCRYPTION, "EncryptedKey"))
                    .isPresent();
            if (!algorithm.equals(TLS_WRAP)) {
                (key ? keyWraps : encryptions).add(algorithm);
            }
        }
    }

    /** Returns the suites of WCF that have all of these; all suites if there is none. */
    public List<AlgorithmSuite> suites() {
        return Arrays.stream(AlgorithmSuite.values()).filter(this::fits).toList();
    }

    private boolean fits(AlgorithmSuite suite) {
        return Set.of(suite.digestUri()).containsAll(digests)
                && Set.of(suite.symmetricSignatureUri(), suite.asymmetricSignatureUri())
                        .containsAll(signatures)
                && Set.of(suite.encryptionUri()).containsAll(encryptions)
                && Set.of(suite.keyWrapUri()).containsAll(keyWraps);
    }

    /** Returns whether no algorithm was seen. */
    public boolean isEmpty() {
        return digests.isEmpty() && signatures.isEmpty() && encryptions.isEmpty() && keyWraps.isEmpty();
    }

    @Override
    public String toString() {
        return List.of(digests, signatures, encryptions, keyWraps).stream()
                .flatMap(Set::stream)
                .collect(Collectors.joining(", "));
    }
}
