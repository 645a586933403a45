// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import java.util.List;

/**
 * What is to be said about one message. Its texts may quote the message, so they are untrusted: escape them for where they go. Immutable.
 *
 * @param label where the message was found
 * @param number of the request that it is, or that it answers, from 1
 * @param sender {@code client} or {@code service}
 * @param action its WS-Addressing action
 * @param purpose what it is for
 * @param octets size of the envelope in UTF-8
 * @param created {@code Created} of its timestamp; empty text if there is none
 * @param expires {@code Expires} of its timestamp; empty text if there is none
 * @param readable what the network can read
 * @param signed what the signature over the message covers; empty if it cannot be seen
 * @param encrypted what is encrypted, with sizes
 * @param flight the messages of a TLS flight
 * @param signatures the signatures that can be seen
 * @param findings what a peer refuses for, or WCF does differently, the first rule that fails first
 */
public record MessageSummary(
        String label,
        int number,
        String sender,
        String action,
        String purpose,
        int octets,
        String created,
        String expires,
        List<String> readable,
        List<String> signed,
        List<String> encrypted,
        List<String> flight,
        List<SignatureSummary> signatures,
        List<Finding> findings) {
    public MessageSummary {
        readable = List.copyOf(readable);
        signed = List.copyOf(signed);
        encrypted = List.copyOf(encrypted);
        flight = List.copyOf(flight);
        signatures = List.copyOf(signatures);
        findings = List.copyOf(findings);
    }

    /**
     * A signature.
     *
     * @param algorithm the URI of its method
     * @param verdict {@code VALID}, {@code INVALID} or {@code UNDECIDED}
     * @param reason for another verdict than {@code VALID}
     * @param parts the local names of what it covers
     * @param keys the key that made it, what that one comes from, and so on to a certificate or a handshake
     */
    public record SignatureSummary(
            String algorithm, String verdict, String reason, List<String> parts, List<String> keys) {
        public SignatureSummary {
            parts = List.copyOf(parts);
            keys = List.copyOf(keys);
        }
    }
}
