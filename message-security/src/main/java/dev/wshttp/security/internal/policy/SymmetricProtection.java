// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.policy.PublishedSecurity.Token;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The content of a {@code sp:SymmetricBinding} (WS-SecurityPolicy 1.1, section 7.4).
 *
 * @param suite empty, with a problem, if it is not supported, or if a session and its bootstrap differ
 * @param bootstrap the token by which a session is opened; empty where there is no session
 */
record SymmetricProtection(Token token, Optional<AlgorithmSuite> suite, Optional<Token> bootstrap) {
    /** Says whether signatures are encrypted. */
    enum Signatures {
        ENCRYPTED,
        /** Nothing that they cover is encrypted. */
        IN_CLEAR_OR_ENCRYPTED
    }

    private static final Pattern OUR_SUITES = Pattern.compile("(Basic(256|192|128)|TripleDes)(Sha256)?(Rsa15)?");
    private static final String NEGOTIATED = "Set <message clientCredentialType=\"Certificate\"/>.";
    private static final String AS_WCF = ", as wsHttpBinding has.";

    /** @param signatures whether the binding has to say that signatures are encrypted */
    static Optional<SymmetricProtection> read(PolicyAlternative binding, Set<Token> tokens, Signatures signatures) {
        Optional<AlgorithmSuite> suite = suite(binding);
        layout(binding);
        requireFlags(binding, signatures);
        Optional<XmlElement> protection = binding.take("ProtectionToken");
        if (protection.isEmpty()) {
            binding.missing(
                    "sp:ProtectionToken",
                    "there is no common key for signatures and encryption",
                    "Use wsHttpBinding with <security mode=\"Message\">.");
            return Optional.empty();
        }
        return binding.inside(protection.get(), inside -> token(inside, tokens, suite));
    }

    private static Optional<SymmetricProtection> token(
            PolicyAlternative protection, Set<Token> tokens, Optional<AlgorithmSuite> suite) {
        Optional<XmlElement> x509 = tokens.contains(Token.X509) ? protection.take("X509Token") : Optional.empty();
        if (x509.isPresent()) {
            X509Tokens.readProtection(protection, x509.get());
            return Optional.of(new SymmetricProtection(Token.X509, suite, Optional.empty()));
        }
        Optional<XmlElement> ssl = tokens.contains(Token.SSL_CONTEXT)
                ? protection.take(PolicyNames.MICROSOFT_SECURITY_POLICY, "SslContextToken")
                : Optional.empty();
        if (ssl.isPresent()) {
            sslContext(protection, ssl.get());
            return Optional.of(new SymmetricProtection(Token.SSL_CONTEXT, suite, Optional.empty()));
        }
        Optional<XmlElement> session = tokens.contains(Token.SECURE_CONVERSATION)
                ? protection.take("SecureConversationToken")
                : Optional.empty();
        return session.flatMap(token -> session(protection, token, suite));
    }

    private static void sslContext(PolicyAlternative protection, XmlElement token) {
        X509Tokens.requireInclusion(protection, token, PolicyNames.INCLUDE_ALWAYS_TO_RECIPIENT);
        protection.inside(token, inside -> {
            X509Tokens.requireDerivedKeys(inside);
            if (!inside.has(PolicyNames.MICROSOFT_SECURITY_POLICY, "RequireClientCertificate")) {
                inside.missing(
                        "mssp:RequireClientCertificate",
                        "the client shows no certificate (clientCredentialType=\"None\" or \"UserName\")",
                        NEGOTIATED);
            }
            return Optional.of(true);
        });
    }

    private static Optional<SymmetricProtection> session(
            PolicyAlternative protection, XmlElement token, Optional<AlgorithmSuite> suite) {
        X509Tokens.requireInclusion(protection, token, PolicyNames.INCLUDE_ALWAYS_TO_RECIPIENT);
        Optional<SymmetricProtection> bootstrap = protection.inside(token, inside -> {
            X509Tokens.requireDerivedKeys(inside);
            Optional<XmlElement> policy = inside.take("BootstrapPolicy");
            if (policy.isEmpty()) {
                inside.missing(
                        "sp:BootstrapPolicy",
                        "it is not said how a session is opened",
                        "Set establishSecurityContext=\"true\" in wsHttpBinding, which says it.");
            }
            return policy.flatMap(element -> inside.inside(element, SymmetricProtection::bootstrap));
        });
        return bootstrap.map(opening -> {
            requireSameSuite(protection, token, suite, opening.suite);
            return new SymmetricProtection(Token.SECURE_CONVERSATION, suite, Optional.of(opening.token));
        });
    }

    private static Optional<SymmetricProtection> bootstrap(PolicyAlternative policy) {
        ProtectedParts.takenFrom(policy).requireDefault(policy);
        // Interop: WCF says nothing of addressing inside the bootstrap; others may.
        policy.has(PolicyNames.ADDRESSING_WSDL, "UsingAddressing");
        return PublishedSecurity.protection(policy, EnumSet.of(Token.X509, Token.SSL_CONTEXT), Signatures.ENCRYPTED);
    }

    private static void requireSameSuite(
            PolicyAlternative protection,
            XmlElement token,
            Optional<AlgorithmSuite> session,
            Optional<AlgorithmSuite> opening) {
        if (session.isPresent() && opening.isPresent() && !session.equals(opening)) {
            protection.wrong(
                    token,
                    "the session has the suite '" + session.get().configurationName() + "', its bootstrap '"
                            + opening.get().configurationName() + "'",
                    "Give both the same defaultAlgorithmSuite; wsHttpBinding has one algorithmSuite for both.");
        }
    }

    private static Optional<AlgorithmSuite> suite(PolicyAlternative binding) {
        Optional<XmlElement> suite = binding.take("AlgorithmSuite");
        if (suite.isEmpty()) {
            binding.missing(
                    "sp:AlgorithmSuite", "there is no algorithm suite", "Set <message algorithmSuite=\"Basic256\"/>.");
        }
        return suite.flatMap(element -> binding.inside(element, SymmetricProtection::namedSuite));
    }

    private static Optional<AlgorithmSuite> namedSuite(PolicyAlternative suites) {
        List<AlgorithmSuite> known = suites.takeAllOf(PolicyNames.SECURITY_POLICY).stream()
                .flatMap(element -> named(suites, element).stream())
                .toList();
        if (known.size() > 1) {
            suites.missing(
                    "one suite",
                    "there are several suites: " + known,
                    "Set one: <message algorithmSuite=\"Basic256\"/>.");
        }
        return known.stream().findFirst();
    }

    private static Optional<AlgorithmSuite> named(PolicyAlternative suites, XmlElement element) {
        if (OUR_SUITES.matcher(element.localName()).matches()) {
            return Optional.of(AlgorithmSuite.named(element.localName()));
        }
        suites.wrong(
                element,
                "the client has no such algorithm suite: those of WSHttpBinding only",
                "Set <message algorithmSuite=\"Basic256Sha256\"/>, or another one of WCF's suites with AES or Triple DES.");
        return Optional.empty();
    }

    private static void layout(PolicyAlternative binding) {
        Optional<XmlElement> layout = binding.take("Layout");
        layout.ifPresentOrElse(
                element -> binding.inside(element, inside -> {
                    if (!inside.has("Strict") && inside.isEmpty()) {
                        missingLayout(inside);
                    }
                    return Optional.of(true);
                }),
                () -> missingLayout(binding));
    }

    private static void missingLayout(PolicyAlternative policy) {
        policy.missing(
                "sp:Strict",
                "the order of the security header is free",
                "Set securityHeaderLayout=\"Strict\"" + AS_WCF);
    }

    private static void requireFlags(PolicyAlternative binding, Signatures signatures) {
        requireFlag(
                binding,
                "IncludeTimestamp",
                "messages have no timestamp, and the client refuses such answers",
                "Set includeTimestamp=\"true\"" + AS_WCF);
        if (signatures == Signatures.ENCRYPTED) {
            requireFlag(
                    binding,
                    "EncryptSignature",
                    "signatures go in clear",
                    "Set messageProtectionOrder=\"SignBeforeEncryptAndEncryptSignature\"" + AS_WCF);
        } else {
            // Interop: WCF leaves it out where the level of every message is None.
            binding.has("EncryptSignature");
        }
        requireFlag(
                binding,
                "OnlySignEntireHeadersAndBody",
                "signatures may cover parts of headers and of the body",
                "Publish sp:OnlySignEntireHeadersAndBody, as WCF does.");
    }

    private static void requireFlag(PolicyAlternative binding, String name, String meaning, String remedy) {
        if (!binding.has(name)) {
            binding.missing("sp:" + name, meaning, remedy);
        }
    }
}
