// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Optional;
import java.util.Set;

/** Reads the policies of X.509 tokens, and what the policies of all tokens have in common (WS-SecurityPolicy 1.1, sections 5.1 and 5.3.3). */
final class X509Tokens {
    // Each peer reads every form of reference, and both read either version of the token profile.
    private static final Set<String> REFERENCES_AND_VERSIONS = Set.of(
            "RequireKeyIdentifierReference",
            "RequireIssuerSerialReference",
            "RequireEmbeddedTokenReference",
            "RequireThumbprintReference",
            "WssX509V3Token10",
            "WssX509V3Token11");

    private X509Tokens() {}

    /** Reads the token of the service's certificate, for which requests are encrypted; the client has it, so it is never sent. */
    static void readProtection(PolicyAlternative protection, XmlElement token) {
        requireInclusion(protection, token, PolicyNames.INCLUDE_NEVER);
        protection.inside(token, inside -> {
            requireDerivedKeys(inside);
            inside.tolerate(REFERENCES_AND_VERSIONS);
            return Optional.of(true);
        });
    }

    /** Reads the token of the client's certificate. Its key signs the signature of the message, without derived keys. */
    static Optional<Boolean> readEndorsing(PolicyAlternative endorsing) {
        Optional<XmlElement> token = endorsing.take("X509Token");
        if (token.isEmpty() && endorsing.isEmpty()) {
            endorsing.missing(
                    "sp:X509Token",
                    "the client shows no certificate",
                    "Set <message clientCredentialType=\"Certificate\"/>.");
        }
        token.ifPresent(x509 -> {
            requireInclusion(endorsing, x509, PolicyNames.INCLUDE_ALWAYS_TO_RECIPIENT);
            endorsing.inside(x509, inside -> {
                inside.tolerate(REFERENCES_AND_VERSIONS);
                return Optional.of(true);
            });
        });
        return token.map(x509 -> true);
    }

    static void requireDerivedKeys(PolicyAlternative token) {
        if (!token.has("RequireDerivedKeys")) {
            token.missing(
                    "sp:RequireDerivedKeys",
                    "messages are protected with the key itself and not with keys derived from it",
                    "Set requireDerivedKeys=\"true\", as wsHttpBinding has.");
        }
    }

    static void requireInclusion(PolicyAlternative policy, XmlElement token, String expected) {
        String found = token.attribute(PolicyNames.SECURITY_POLICY, "IncludeToken");
        if (!found.equals(expected)) {
            policy.wrong(
                    token,
                    "sp:IncludeToken is '" + MetadataXml.printable(found) + "' where wsHttpBinding has '" + expected
                            + "'",
                    "Set the inclusionMode of the token to that of wsHttpBinding.");
        }
    }
}
