// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.credential.X509CertificateValidationMode.CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_OR_CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_TRUST;
import static dev.wshttp.security.internal.settings.SettingKey.TRUST_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.TRUST_MODE;
import static dev.wshttp.security.internal.settings.SettingKey.TRUST_PEERS_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.TRUST_REVOCATION_LIST;
import static dev.wshttp.security.internal.settings.SettingKey.TRUST_REVOCATION_MODE;

import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509CertificateValidationMode;
import dev.wshttp.security.credential.X509RevocationMode;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that say which certificates of the other side are trusted. */
final class TrustSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TrustSettings.class);

    private TrustSettings() {}

    static Optional<CertificateTrust> read(Settings settings) {
        X509CertificateValidationMode mode = mode(settings);
        Optional<Path> authoritiesFile = mode == CHAIN_TRUST
                ? settings.requiredFile(
                        TRUST_FILE, "a PEM file or a folder with the certificate of the trusted authority")
                : settings.file(TRUST_FILE);
        Optional<Path> peersFile = mode == PEER_TRUST
                ? settings.requiredFile(
                        TRUST_PEERS_FILE, "a PEM file or a folder with the certificates of the trusted peers")
                : settings.file(TRUST_PEERS_FILE);
        // Authorities beside pinned peers are left out, which trusts less than it says; the other way round it would be
        // more.
        if (mode == CHAIN_TRUST) {
            settings.withoutEffect(TRUST_PEERS_FILE, TRUST_MODE, "peer-trust or peer-or-chain-trust");
        }
        boolean isOneMissing =
                (mode == CHAIN_TRUST && authoritiesFile.isEmpty()) || (mode == PEER_TRUST && peersFile.isEmpty());
        boolean areReadable = true;
        if (isOneMissing || (authoritiesFile.isPresent() && peersFile.isPresent())) {
            areReadable = isReadable(settings, TRUST_FILE, authoritiesFile, CertificateTrust::readAuthorities);
            areReadable &= isReadable(settings, TRUST_PEERS_FILE, peersFile, CertificateTrust::readCertificates);
        }
        boolean areNamed = !isOneMissing && !settings.isRefused(TRUST_FILE) && !settings.isRefused(TRUST_PEERS_FILE);
        return !areNamed || !areReadable
                ? Optional.empty()
                : trust(settings, mode, authoritiesFile, peersFile).flatMap(trust -> withRevocation(settings, trust));
    }

    // WCF's default is ChainTrust. A malformed mode is a problem already and asks for neither file.
    private static X509CertificateValidationMode mode(Settings settings) {
        return settings.optional(TRUST_MODE, Format.VALIDATION_MODE)
                .orElseGet(() -> settings.isRefused(TRUST_MODE) ? PEER_OR_CHAIN_TRUST : CHAIN_TRUST);
    }

    /** Returns whether a file can be read, if it is named; if not, that becomes a problem of its key. One file alone is read when the trust is made. */
    private static boolean isReadable(
            Settings settings, SettingKey key, Optional<Path> file, Function<Path, List<X509Certificate>> reader) {
        return file.isEmpty()
                || settings.from(key, () -> reader.apply(file.get())).isPresent();
    }

    private static Optional<CertificateTrust> trust(
            Settings settings,
            X509CertificateValidationMode mode,
            Optional<Path> authoritiesFile,
            Optional<Path> peersFile) {
        boolean restsOnPeers = peersFile.isPresent() && (mode == PEER_TRUST || authoritiesFile.isEmpty());
        return settings.from(
                restsOnPeers ? TRUST_PEERS_FILE : TRUST_FILE,
                () -> CertificateTrust.fromFiles(mode, authoritiesFile, peersFile));
    }

    private static Optional<CertificateTrust> withRevocation(Settings settings, CertificateTrust trust) {
        Optional<Path> list = settings.file(TRUST_REVOCATION_LIST);
        Optional<X509RevocationMode> mode = settings.optional(TRUST_REVOCATION_MODE, Format.REVOCATION_MODE);
        if (settings.isRefused(TRUST_REVOCATION_LIST)) {
            return Optional.empty();
        }
        boolean nothingSet = !settings.isSet(TRUST_REVOCATION_LIST) && !settings.isSet(TRUST_REVOCATION_MODE);
        if (nothingSet && trust.mode() != PEER_TRUST) {
            warnWithoutRevocation();
        }
        SettingKey key = mode.isPresent() && list.isEmpty() ? TRUST_REVOCATION_MODE : TRUST_REVOCATION_LIST;
        return settings.from(key, () -> {
            CertificateTrust listed = list.map(trust::withRevocationList).orElse(trust);
            return mode.map(listed::withRevocationMode).orElse(listed);
        });
    }

    private static void warnWithoutRevocation() {
        LOG.warn(
                "Revoked certificates are not recognized: '{}' is not set. Give the revocation list of the authority, or set '{}'.",
                TRUST_REVOCATION_LIST,
                TRUST_REVOCATION_MODE);
    }
}
