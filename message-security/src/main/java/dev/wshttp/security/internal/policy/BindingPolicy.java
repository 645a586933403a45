// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.internal.policy.Assertion.element;
import static dev.wshttp.security.internal.policy.Assertion.nested;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** The assertions that WCF publishes for a binding, in its order (WS-SecurityPolicy 1.1). */
final class BindingPolicy {
    private static final List<Assertion> ADDRESSING_HEADERS = Stream.of(
                    "To", "From", "FaultTo", "ReplyTo", "MessageID", "RelatesTo", "Action")
            .map(name -> header(new QName(PolicyNames.ADDRESSING, name)))
            .toList();

    private static final Assertion TRUST = nested(
            "sp:Trust10",
            element("sp:MustSupportIssuedTokens"),
            element("sp:RequireClientEntropy"),
            element("sp:RequireServerEntropy"));

    private BindingPolicy() {}

    /** Returns the policy of a message, which is the same in all modes. */
    static Assertion ofMessage(String id, MessageParts parts) {
        return policy(id, protectedParts(parts).toArray(Assertion[]::new));
    }

    /** Returns the parts of a message that are signed and encrypted. Interop: WCF names the body first, then its own headers, then those of addressing. */
    private static Stream<Assertion> protectedParts(MessageParts parts) {
        var signed = new ArrayList<Assertion>(named(parts, ProtectionLevel::isSigned));
        signed.addAll(ADDRESSING_HEADERS);
        List<Assertion> encrypted = named(parts, ProtectionLevel::isEncrypted);
        Assertion signedParts = element("sp:SignedParts", signed.toArray(Assertion[]::new));
        return encrypted.isEmpty()
                ? Stream.of(signedParts)
                : Stream.of(signedParts, element("sp:EncryptedParts", encrypted.toArray(Assertion[]::new)));
    }

    private static List<Assertion> named(MessageParts parts, Predicate<ProtectionLevel> protection) {
        Stream<Assertion> body = protection.test(parts.body()) ? Stream.of(element("sp:Body")) : Stream.empty();
        Stream<Assertion> headers = parts.headers().entrySet().stream()
                .filter(header -> protection.test(header.getValue()))
                .map(header -> header(header.getKey()));
        return Stream.concat(body, headers).toList();
    }

    /** Returns the policy of an endpoint in the mode and with the suite of its binding. */
    static Assertion ofEndpoint(String id, WsHttpBinding binding, MessageLevels levels) {
        Optional<Assertion> encryptSignature =
                levels.isNothingSigned() ? Optional.empty() : Optional.of(element("sp:EncryptSignature"));
        AlgorithmSuite suite = binding.algorithmSuite();
        boolean negotiated = binding.negotiateServiceCredential();
        Stream<Assertion> security = binding.establishSecurityContext()
                ? Stream.of(
                        symmetricBinding(secureConversationToken(suite, negotiated), suite, encryptSignature),
                        nested("sp:Wss11"),
                        TRUST)
                : oneShot(suite, negotiated, encryptSignature);
        return policy(
                id,
                Stream.concat(
                                security,
                                Stream.concat(optimization(binding), Stream.of(element("wsaw:UsingAddressing"))))
                        .toArray(Assertion[]::new));
    }

    private static Stream<Assertion> optimization(WsHttpBinding binding) {
        return binding.messageEncoding() == WsMessageEncoding.MTOM
                ? Stream.of(element("wsoma:OptimizedMimeSerialization"))
                : Stream.empty();
    }

    /** Returns the assertions for single calls, or with sessions for the messages that open and renew them. */
    private static Stream<Assertion> oneShot(
            AlgorithmSuite suite, boolean negotiated, Optional<Assertion> encryptSignature) {
        return negotiated
                ? Stream.of(symmetricBinding(sslContextToken(), suite, encryptSignature), nested("sp:Wss11"), TRUST)
                : Stream.of(
                        symmetricBinding(serviceCertificate(), suite, encryptSignature),
                        nested("sp:EndorsingSupportingTokens", clientCertificate()),
                        nested(
                                "sp:Wss11",
                                element("sp:MustSupportRefThumbprint"),
                                element("sp:MustSupportRefEncryptedKey"),
                                element("sp:RequireSignatureConfirmation")),
                        TRUST);
    }

    /** @param encryptSignature absent where the level of every message is None, as in WCF */
    private static Assertion symmetricBinding(
            Assertion protectionToken, AlgorithmSuite suite, Optional<Assertion> encryptSignature) {
        var assertions = new ArrayList<>(List.of(
                nested("sp:ProtectionToken", protectionToken),
                nested("sp:AlgorithmSuite", element("sp:" + suite.policyName())),
                nested("sp:Layout", element("sp:Strict")),
                element("sp:IncludeTimestamp")));
        encryptSignature.ifPresent(assertions::add);
        assertions.add(element("sp:OnlySignEntireHeadersAndBody"));
        return nested("sp:SymmetricBinding", assertions.toArray(Assertion[]::new));
    }

    private static Assertion secureConversationToken(AlgorithmSuite suite, boolean negotiated) {
        Assertion[] bootstrap = Stream.concat(
                        protectedParts(MessageParts.DEFAULT),
                        oneShot(suite, negotiated, Optional.of(element("sp:EncryptSignature"))))
                .toArray(Assertion[]::new);
        return sent(
                PolicyNames.INCLUDE_ALWAYS_TO_RECIPIENT,
                nested(
                        "sp:SecureConversationToken",
                        element("sp:RequireDerivedKeys"),
                        nested("sp:BootstrapPolicy", bootstrap)));
    }

    private static Assertion sslContextToken() {
        return sent(
                PolicyNames.INCLUDE_ALWAYS_TO_RECIPIENT,
                nested(
                        "mssp:SslContextToken",
                        element("sp:RequireDerivedKeys"),
                        element("mssp:RequireClientCertificate")));
    }

    private static Assertion serviceCertificate() {
        return sent(
                PolicyNames.INCLUDE_NEVER,
                nested(
                        "sp:X509Token",
                        element("sp:RequireDerivedKeys"),
                        element("sp:RequireThumbprintReference"),
                        element("sp:WssX509V3Token10")));
    }

    private static Assertion clientCertificate() {
        return sent(
                PolicyNames.INCLUDE_ALWAYS_TO_RECIPIENT,
                nested("sp:X509Token", element("sp:RequireThumbprintReference"), element("sp:WssX509V3Token10")));
    }

    private static Assertion sent(String where, Assertion token) {
        return token.with(Map.of("sp:IncludeToken", where));
    }

    private static Assertion header(QName name) {
        return element("sp:Header").with(Map.of("Name", name.getLocalPart(), "Namespace", name.getNamespaceURI()));
    }

    private static Assertion policy(String id, Assertion... assertions) {
        return element("wsp:Policy", element("wsp:ExactlyOne", element("wsp:All", assertions)))
                .with(Map.of("wsu:Id", id));
    }
}
