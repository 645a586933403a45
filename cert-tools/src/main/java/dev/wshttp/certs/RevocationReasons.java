// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.cert.CRLReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reasons for a revocation, by their names in RFC 5280, 5.3.1. */
public final class RevocationReasons {

    private static final Map<String, CRLReason> BY_NAME = byName();

    private RevocationReasons() {}

    /** Returns the names of the reasons that a revocation can have. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Returns the reason of that name, if there is one. */
    public static Optional<CRLReason> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static String name(@Nullable CRLReason reason) {
        return BY_NAME.entrySet().stream()
                .filter(entry -> entry.getValue() == reason)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(reason == null ? "unspecified" : reason.name());
    }

    /** Returns the CRLReason code of RFC 5280, 5.3.1. */
    static int code(CRLReason reason) {
        return switch (reason) {
            case UNSPECIFIED -> 0;
            case KEY_COMPROMISE -> 1;
            case CA_COMPROMISE -> 2;
            case AFFILIATION_CHANGED -> 3;
            case SUPERSEDED -> 4;
            case CESSATION_OF_OPERATION -> 5;
            case CERTIFICATE_HOLD -> 6;
            case UNUSED -> 7;
            case REMOVE_FROM_CRL -> 8;
            case PRIVILEGE_WITHDRAWN -> 9;
            case AA_COMPROMISE -> 10;
        };
    }

    private static Map<String, CRLReason> byName() {
        var reasons = new LinkedHashMap<String, CRLReason>();
        reasons.put("unspecified", CRLReason.UNSPECIFIED);
        reasons.put("keyCompromise", CRLReason.KEY_COMPROMISE);
        reasons.put("affiliationChanged", CRLReason.AFFILIATION_CHANGED);
        reasons.put("superseded", CRLReason.SUPERSEDED);
        reasons.put("cessationOfOperation", CRLReason.CESSATION_OF_OPERATION);
        reasons.put("privilegeWithdrawn", CRLReason.PRIVILEGE_WITHDRAWN);
        return reasons;
    }
}
