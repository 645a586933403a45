// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.policy.SymmetricProtection.Signatures;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The security of an endpoint according to its policy: one of the four modes, a suite, and text or MTOM (WS-SecurityPolicy 1.1, sections 5 to 9).
 *
 * @param parts the parts that are protected in every message, in addition to those in the policy of the message
 */
record PublishedSecurity(
        boolean negotiateServiceCredential,
        boolean establishSecurityContext,
        Optional<AlgorithmSuite> suite,
        WsMessageEncoding encoding,
        ProtectedParts parts) {

    private static final String WS_SECURITY_11 =
            "wsHttpBinding uses WS-Security 1.1: set messageSecurityVersion to one that starts with WSSecurity11.";
    private static final Set<String> REFERENCES = Set.of(
            "MustSupportRefKeyIdentifier",
            "MustSupportRefIssuerSerial",
            "MustSupportRefExternalURI",
            "MustSupportRefEmbeddedToken",
            "MustSupportRefThumbprint",
            "MustSupportRefEncryptedKey");

    /** The token that the keys come from. */
    enum Token {
        X509,
        SSL_CONTEXT,
        SECURE_CONVERSATION
    }

    /**
     * Returns the binding with this mode and suite.
     *
     * @throws IllegalStateException if a suite that is not supported was not made a problem
     */
    WsHttpBinding binding() {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiateServiceCredential)
                .establishSecurityContext(establishSecurityContext)
                .algorithmSuite(suite.orElseThrow(IllegalStateException::new))
                .messageEncoding(encoding)
                .build();
    }

    /** Reads one alternative of an endpoint's policy; returns empty and notes a problem if it is none of the four modes. */
    static Optional<PublishedSecurity> read(PolicyAlternative endpoint, Signatures signatures) {
        ProtectedParts parts = ProtectedParts.takenFrom(endpoint);
        WsMessageEncoding encoding = endpoint.has(PolicyNames.OPTIMIZED, "OptimizedMimeSerialization")
                ? WsMessageEncoding.MTOM
                : WsMessageEncoding.TEXT;
        return protection(endpoint, EnumSet.allOf(Token.class), signatures).map(protection -> {
            boolean session = protection.token() == Token.SECURE_CONVERSATION;
            Token oneShot = protection.bootstrap().orElse(protection.token());
            return new PublishedSecurity(oneShot == Token.SSL_CONTEXT, session, protection.suite(), encoding, parts);
        });
    }

    /** Reads a security binding with what goes with it, at the endpoint or in a bootstrap policy. */
    static Optional<SymmetricProtection> protection(
            PolicyAlternative policy, Set<Token> tokens, Signatures signatures) {
        Optional<XmlElement> binding = policy.take("SymmetricBinding");
        if (binding.isEmpty()) {
            noteAbsentBinding(policy);
            return Optional.empty();
        }
        Optional<SymmetricProtection> protection =
                policy.inside(binding.get(), inside -> SymmetricProtection.read(inside, tokens, signatures));
        Optional<Token> token = protection.map(SymmetricProtection::token);
        endorsement(policy, token);
        versions(policy, token);
        entropy(policy);
        return protection;
    }

    private static void noteAbsentBinding(PolicyAlternative policy) {
        if (!policy.mentions(Set.of("SymmetricBinding", "TransportBinding", "AsymmetricBinding"))) {
            policy.missing(
                    "sp:SymmetricBinding",
                    "there is no message security (<security mode=\"None\"/>, or basicHttpBinding); this client never calls"
                            + " unsecured",
                    "Use wsHttpBinding with <security mode=\"Message\"> and <message clientCredentialType=\"Certificate\"/>.");
        }
    }

    private static void endorsement(PolicyAlternative policy, Optional<Token> token) {
        Optional<XmlElement> endorsing = policy.take("EndorsingSupportingTokens");
        if (token.filter(Token.X509::equals).isPresent()) {
            endorsing.ifPresentOrElse(
                    tokens -> policy.inside(tokens, X509Tokens::readEndorsing),
                    () -> policy.missing(
                            "sp:EndorsingSupportingTokens",
                            "the client shows no certificate (clientCredentialType=\"None\")",
                            "Set <message clientCredentialType=\"Certificate\"/>."));
        } else if (token.isPresent()) {
            endorsing.ifPresent(tokens -> policy.wrong(
                    tokens,
                    "a token of the client endorses messages that already have a security context",
                    "Set <message clientCredentialType=\"Certificate\"/> in wsHttpBinding, which has none there."));
        }
    }

    private static void versions(PolicyAlternative policy, Optional<Token> token) {
        policy.take("Wss10").ifPresent(wss -> policy.inside(wss, PublishedSecurity::readReferences));
        Optional<XmlElement> wss11 = policy.take("Wss11");
        if (wss11.isEmpty()) {
            policy.missing("sp:Wss11", "the service does not use WS-Security 1.1", WS_SECURITY_11);
            return;
        }
        policy.inside(wss11.get(), inside -> {
            boolean confirms = inside.has("RequireSignatureConfirmation");
            token.ifPresent(kind -> confirmation(inside, kind, confirms));
            return readReferences(inside);
        });
    }

    private static void confirmation(PolicyAlternative wss11, Token token, boolean confirms) {
        if (token == Token.X509 && !confirms) {
            wss11.missing(
                    "sp:RequireSignatureConfirmation",
                    "answers do not confirm the signatures of their requests, and the client refuses such answers",
                    "Set requireSignatureConfirmation=\"true\", as wsHttpBinding has where it does not negotiate.");
        } else if (token != Token.X509 && confirms) {
            wss11.missing(
                    "absence of sp:RequireSignatureConfirmation",
                    "answers confirm signatures where wsHttpBinding has no confirmations",
                    "Set requireSignatureConfirmation=\"false\", as wsHttpBinding has where messages have a security context.");
        }
    }

    private static Optional<Boolean> readReferences(PolicyAlternative versions) {
        versions.tolerate(REFERENCES);
        return Optional.of(true);
    }

    // WCF: KeyEntropyMode. An absent Trust10 says nothing against what this client does.
    private static void entropy(PolicyAlternative policy) {
        policy.take("Trust10")
                .ifPresent(trust -> policy.inside(trust, inside -> {
                    inside.tolerate(Set.of("MustSupportIssuedTokens"));
                    boolean client = inside.has("RequireClientEntropy");
                    boolean server = inside.has("RequireServerEntropy");
                    if (!client || !server) {
                        inside.missing(
                                client ? "sp:RequireServerEntropy" : "sp:RequireClientEntropy",
                                "the keys of sessions do not come from both sides",
                                "Set keyEntropyMode=\"CombinedEntropy\", as wsHttpBinding has.");
                    }
                    return Optional.of(true);
                }));
    }
}
