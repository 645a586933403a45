// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.xml.CanonicalForm;
import dev.wshttp.explain.internal.xml.Element;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proof that both sides saw the same legs of a negotiation (WS-Trust, February 2005, "Authenticating Exchanges"): a hash over all legs, keyed with the key of the
 * token that they brought.
 */
final class Authenticator {
    private static final byte[] LABEL = "AUTH-HASH".getBytes(UTF_8);

    private Authenticator() {}

    /** Returns the last answer of a negotiation, which has the proof. */
    static Optional<Element> proof(Message message) {
        return message.wire().root().first(Ns.TRUST, "CombinedHash");
    }

    /**
     * Returns whether the proof in an answer fits the legs before it and the key of its token.
     *
     * @param legs the messages of the negotiation in their order, the answer last
     * @param key of the token that the answer issues
     */
    static boolean fits(List<Message> legs, byte[] key) {
        var budget = new CanonicalForm.Budget(
                legs.stream().mapToLong(Message::octets).sum());
        var seen = new ByteArrayOutputStream();
        for (Message leg : legs) {
            leg(leg).ifPresent(element -> seen.writeBytes(CanonicalForm.of(element, List.of(), budget)));
        }
        byte[] hash = Crypto.sha1(seen.toByteArray());
        byte[] seed = Arrays.copyOf(LABEL, LABEL.length + hash.length);
        System.arraycopy(hash, 0, seed, LABEL.length, hash.length);
        byte[] given = proof(legs.get(legs.size() - 1))
                .flatMap(proof -> Crypto.base64(proof.text()))
                .orElse(new byte[0]);
        return given.length > 0
                && given.length <= 2 * hash.length
                && MessageDigest.isEqual(given, Crypto.pSha1(key, seed, given.length));
    }

    // The last leg counts without the token and its key, which are made after the hash.
    private static Optional<Element> leg(Message message) {
        Element root = message.wire().root();
        return root.first(Ns.TRUST, "RequestSecurityToken")
                .or(() -> root.first(Ns.TRUST, "RequestSecurityTokenResponse"))
                .map(element -> element.copy(
                        each -> each.is(Ns.TRUST, "RequestedSecurityToken") || each.is(Ns.TRUST, "RequestedProofToken")
                                ? Optional.of(List.of())
                                : Optional.empty()));
    }

    /** Returns the messages of the negotiation that an answer ends, in their order. */
    static List<Message> legs(List<Message> messages, Message answer) {
        String context = context(answer);
        return messages.stream()
                .filter(each -> each.index() <= answer.index()
                        && each.flight().isPresent()
                        && context(each).equals(context))
                .toList();
    }

    private static String context(Message message) {
        return message.wire()
                .leg()
                .flatMap(Element::parent)
                .map(leg -> leg.attribute("Context"))
                .orElse("");
    }
}
