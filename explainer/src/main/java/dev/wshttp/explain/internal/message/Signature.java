// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.CanonicalForm;
import dev.wshttp.explain.internal.xml.Element;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A signature and what became of its verification.
 *
 * @param element in the opened envelope
 * @param algorithm the URI of its SignatureMethod
 * @param reason why the verdict is not {@code VALID}; empty text if it is
 */
public record Signature(
        Element element, String algorithm, Key key, List<SignedPart> parts, Verdict verdict, String reason) {
    // The engine's bound, which leaves room for 50 prefixes: each is looked for at each element that is signed.
    private static final int LONGEST_PREFIX_LIST = 100;

    public Signature {
        parts = List.copyOf(parts);
    }

    /** What the octets say. */
    public enum Verdict {
        /** The value and all digests fit. */
        VALID,
        /** The value or a digest does not fit. */
        INVALID,
        /** The key is not known here, or an algorithm is not. */
        UNDECIDED
    }

    /** Returns whether a part of this signature is an element, or has it inside. */
    public boolean covers(Element other) {
        return parts.stream()
                .anyMatch(part ->
                        part.target().filter(target -> target.contains(other)).isPresent());
    }

    /** Returns whether the signature covers other signatures and nothing else: an endorsing one (WS-SecurityPolicy 1.1, section 8.3). */
    public boolean isEndorsing() {
        return !parts.isEmpty()
                && parts.stream()
                        .allMatch(part -> part.target()
                                .filter(target -> target.is(Ns.SIGNATURE, "Signature"))
                                .isPresent());
    }

    /** Returns whether the signature covers this element, itself, and nothing else. */
    boolean coversOnly(Element target) {
        return parts.size() == 1
                && parts.get(0).target().filter(each -> each == target).isPresent();
    }

    static Signature verify(Element signature, Envelope envelope, KeyFinder keys, CanonicalForm.Budget budget) {
        Key key = keys.of(signature);
        Optional<Element> info = signature.child(Ns.SIGNATURE, "SignedInfo");
        if (info.isEmpty()) {
            return new Signature(signature, "", key, List.of(), Verdict.INVALID, "there is no SignedInfo");
        }
        List<SignedPart> parts = info.get().elements().stream()
                .filter(each -> each.is(Ns.SIGNATURE, "Reference"))
                .map(each -> part(each, envelope, budget))
                .toList();
        String algorithm = info.get()
                .child(Ns.SIGNATURE, "SignatureMethod")
                .map(each -> each.attribute("Algorithm"))
                .orElse("");
        return verdict(signature, algorithm, key, parts, info.get(), budget);
    }

    private static Signature verdict(
            Element signature,
            String algorithm,
            Key key,
            List<SignedPart> parts,
            Element info,
            CanonicalForm.Budget budget) {
        Optional<SignedPart> wrong =
                parts.stream().filter(part -> !part.problem().isEmpty()).findFirst();
        if (wrong.isPresent() || parts.isEmpty()) {
            String reason =
                    wrong.map(part -> "'" + part.uri() + "': " + part.problem()).orElse("it covers nothing");
            return new Signature(signature, algorithm, key, parts, Verdict.INVALID, reason);
        }
        Optional<Boolean> fits = fits(signature, algorithm, key, info, budget);
        if (fits.isEmpty()) {
            String reason = key.isKnown() || key.certificate().isPresent()
                    ? "its algorithm '" + algorithm + "' is none of WCF's suites, or it does not fit the key"
                    : "its key is not known here";
            return new Signature(signature, algorithm, key, parts, Verdict.UNDECIDED, reason);
        }
        return fits.get()
                ? new Signature(signature, algorithm, key, parts, Verdict.VALID, "")
                : new Signature(
                        signature,
                        algorithm,
                        key,
                        parts,
                        Verdict.INVALID,
                        "its value does not fit SignedInfo and key: one of them was changed, or it is another key");
    }

    private static Optional<Boolean> fits(
            Element signature, String algorithm, Key key, Element info, CanonicalForm.Budget budget) {
        Optional<byte[]> value =
                signature.child(Ns.SIGNATURE, "SignatureValue").flatMap(each -> Crypto.base64(each.text()));
        Optional<Element> method = info.child(Ns.SIGNATURE, "CanonicalizationMethod");
        if (value.isEmpty() || method.filter(Signature::isExclusive).isEmpty()) {
            return Optional.of(false);
        }
        byte[] form = CanonicalForm.of(info, prefixes(method.get()), budget);
        if (key.certificate().isPresent()) {
            return Crypto.verify(algorithm, key.certificate().get().getPublicKey(), form, value.get());
        }
        return key.secret()
                .flatMap(secret -> Crypto.hmac(algorithm, secret, form))
                .map(hmac -> MessageDigest.isEqual(hmac, value.get()));
    }

    private static SignedPart part(Element reference, Envelope envelope, CanonicalForm.Budget budget) {
        String uri = reference.attribute("URI");
        List<Element> found = uri.startsWith("#") ? envelope.withId(uri.substring(1)) : List.of();
        if (found.size() != 1) {
            String problem = found.isEmpty() ? "no element has this id" : "several elements have this id";
            return new SignedPart(reference, uri, Optional.empty(), problem);
        }
        return new SignedPart(reference, uri, Optional.of(found.get(0)), problem(reference, found.get(0), budget));
    }

    private static String problem(Element reference, Element target, CanonicalForm.Budget budget) {
        List<Element> transforms = reference
                .child(Ns.SIGNATURE, "Transforms")
                .map(Element::elements)
                .orElse(List.of());
        if (transforms.size() != 1 || !isExclusive(transforms.get(0))) {
            return "its transforms are not the one of WCF, the exclusive canonical form, with at most a short PrefixList";
        }
        String method = reference
                .child(Ns.SIGNATURE, "DigestMethod")
                .map(each -> each.attribute("Algorithm"))
                .orElse("");
        byte[] form = CanonicalForm.of(target, prefixes(transforms.get(0)), budget);
        Optional<byte[]> digest = Crypto.digest(method, form);
        if (digest.isEmpty()) {
            return "its digest algorithm '" + method + "' is none of WCF's suites";
        }
        Optional<byte[]> value =
                reference.child(Ns.SIGNATURE, "DigestValue").flatMap(each -> Crypto.base64(each.text()));
        return value.filter(given -> Arrays.equals(given, digest.get())).isPresent()
                ? ""
                : "the digest does not fit: the part was changed after it was signed";
    }

    private static boolean isExclusive(Element method) {
        return method.attribute("Algorithm").equals(Ns.EXCLUSIVE)
                && prefixList(method).length() <= LONGEST_PREFIX_LIST;
    }

    private static String prefixList(Element method) {
        return method.child(Ns.EXCLUSIVE, "InclusiveNamespaces")
                .map(each -> each.attribute("PrefixList"))
                .orElse("");
    }

    private static List<String> prefixes(Element method) {
        return Arrays.stream(prefixList(method).split("\\s+"))
                .filter(prefix -> !prefix.isEmpty())
                .distinct()
                .toList();
    }
}
