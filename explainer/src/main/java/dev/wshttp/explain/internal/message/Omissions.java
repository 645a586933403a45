// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Says what WCF left out of its message log: the Body and secrets are in it only where the configuration says so. */
final class Omissions {
    private static final String MASK = "Removed";

    private final Envelope envelope;
    private final Findings findings;

    Omissions(Envelope envelope, Findings findings) {
        this.envelope = envelope;
        this.findings = findings;
    }

    void look() {
        if (envelope.body().isEmpty()) {
            findings.undecided(
                    "There is no Body, without which no peer accepts a message. WCF's log has headers only; to have all, set"
                            + " logEntireMessage=\"true\" in messageLogging.",
                    envelope.root());
        }
        List<Element> masked =
                envelope.root().all().stream().filter(Omissions::isMasked).toList();
        if (!masked.isEmpty()) {
            String names = masked.stream()
                    .map(each -> "'" + each.localName() + "'")
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            findings.undecided(
                    "WCF took " + names
                            + " out of its log, so nothing that depends on it can be decrypted or verified. To have it, for test data only, set"
                            + " logKnownPii=\"true\" in messageLogging, and <machineSettings enableLoggingKnownPii=\"true\"/> in machine.config.",
                    masked.get(0));
        }
    }

    // WCF takes the attributes away, too.
    private static boolean isMasked(Element element) {
        return element.attributes().isEmpty()
                && element.children().size() == 1
                && element.children().get(0) instanceof Node.Comment comment
                && comment.characters().strip().equals(MASK);
    }
}
