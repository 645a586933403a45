// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * Takes from the levels of a document that anyone may have changed what does no harm: requests are encrypted whatever it says, which every service accepts; replies
 * may be readable, because the service has decided that; a reply that is not signed could be anyone's.
 */
final class NetworkLevels {
    private NetworkLevels() {}

    static ProtectionRequirements of(ProtectionRequirements published) {
        return ProtectionRequirements.of(published.operations().stream()
                        .map(NetworkLevels::withSignedAnswers)
                        .toList())
                .withEncryptedRequests();
    }

    /** A header that the document leaves free is unknown: this side believes it where it is signed. */
    private static OperationProtection withSignedAnswers(OperationProtection operation) {
        var faults = new LinkedHashMap<>(operation.faults());
        faults.replaceAll((action, parts) -> withoutFreeHeaders(parts));
        return new OperationProtection(
                operation.action(),
                operation.request(),
                operation.replyAction(),
                withoutFreeHeaders(operation.reply()),
                faults);
    }

    private static MessageParts withoutFreeHeaders(MessageParts parts) {
        Map<QName, ProtectionLevel> signed = parts.headers().entrySet().stream()
                .filter(header -> header.getValue().isSigned())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new MessageParts(parts.body(), signed);
    }

    /** Notes a problem if a reply or a fault may come without a signature over its body. */
    static void requireSigned(ProtectionRequirements published, List<PolicyProblem> problems) {
        published.operations().stream()
                .filter(operation -> Stream.concat(Stream.of(operation.reply()), operation.faults().values().stream())
                        .anyMatch(parts -> !parts.body().isSigned()))
                .forEach(
                        operation -> problems.add(
                                new PolicyProblem(
                                        "sp:SignedParts without Body",
                                        "answers to " + MetadataXml.printable(operation.action()),
                                        "the body of answers is not signed (ProtectionLevel.None), and the document came over the network, where anyone may have"
                                                + " changed it to say so",
                                        "Set ProtectionLevel.Sign; or, if unsigned answers are wanted, read the WSDL from a file of your own.")));
    }
}
