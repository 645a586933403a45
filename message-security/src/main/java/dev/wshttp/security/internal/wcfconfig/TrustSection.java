// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.ConstantName;
import dev.wshttp.security.internal.settings.StoreLocation;
import dev.wshttp.security.internal.settings.StoreName;
import java.util.Optional;

/**
 * {@code authentication} of the other side's certificate. Without the element WCF's defaults apply: a chain to a trusted root, and an online
 * check of revocation.
 */
final class TrustSection {
    private static final String MODE = "certificateValidationMode";
    private static final String REVOCATION = "revocationMode";
    private static final String LOCATION = "trustedStoreLocation";
    private static final WcfType MODES = WcfType.oneOf("None", "PeerTrust", "ChainTrust", "PeerOrChainTrust", "Custom");
    private static final WcfType REVOCATION_MODES = WcfType.oneOf("NoCheck", "Offline", "Online");

    private final Translation translation;
    private final StoreLocation standard;

    /** @param standard the location that WCF takes unless the element names another one */
    TrustSection(Translation translation, StoreLocation standard) {
        this.translation = translation;
        this.standard = standard;
    }

    /** @param nearest where a problem is told if there is no such element */
    void translate(Optional<ConfigElement> authentication, ConfigElement nearest) {
        ConfigElement element = authentication.orElse(nearest);
        translation.put("trust.revocation-mode", revocation(authentication), element, REVOCATION);
        Optional<StoreLocation> location = authentication.isEmpty()
                ? Optional.of(standard)
                : CertificateLookup.location(element, LOCATION, standard, translation);
        String mode = authentication
                .map(found -> found.attribute(MODE).isEmpty()
                        ? "ChainTrust"
                        : translation.value(found, MODE, MODES).orElse(""))
                .orElse("ChainTrust");
        switch (mode) {
            case "ChainTrust" -> {
                put("chain-trust", element);
                putStore("trust.file", StoreName.ROOT, element, location);
            }
            case "PeerTrust" -> {
                put("peer-trust", element);
                putStore("trust.peers-file", StoreName.TRUSTED_PEOPLE, element, location);
            }
            case "PeerOrChainTrust" -> {
                put("peer-or-chain-trust", element);
                putStore("trust.file", StoreName.ROOT, element, location);
                putStore("trust.peers-file", StoreName.TRUSTED_PEOPLE, element, location);
            }
            case "None", "Custom" ->
                translation.problem(
                        element,
                        MODE,
                        "is not supported (expected 'ChainTrust', 'PeerTrust' or 'PeerOrChainTrust'): without a check any"
                                + " certificate is accepted. Use one of these");
            default -> {
                // A problem already.
            }
        }
    }

    private void put(String mode, ConfigElement element) {
        translation.put("trust.mode", mode, element, MODE);
    }

    // What is given from outside stands for the store, and another mode may need another one.
    private void putStore(String key, StoreName name, ConfigElement element, Optional<StoreLocation> location) {
        if (!translation.isGiven(key) && !translation.isGiven("trust.mode")) {
            location.flatMap(where -> new CertificateStores(translation).find(where, name, element, LOCATION))
                    .ifPresent(store -> {
                        translation.put(key, store.file(), element, LOCATION);
                        CertificateLookup.refusePasswordFile(store, element, LOCATION, translation);
                    });
        }
    }

    private String revocation(Optional<ConfigElement> authentication) {
        return authentication
                .flatMap(found -> translation.value(found, REVOCATION, REVOCATION_MODES))
                .map(mode -> mode.equals("NoCheck") ? "no-check" : new ConstantName(mode).kebab())
                .orElse("online");
    }
}
