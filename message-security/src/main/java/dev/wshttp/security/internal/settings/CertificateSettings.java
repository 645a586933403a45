// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.IDENTITY_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.IDENTITY_FIND_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.IDENTITY_FIND_VALUE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FIND_VALUE;

import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509Store;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys that name a certificate of the other side: a file or folder, and the choice of one certificate in it. */
record CertificateSettings(SettingKey file, FindSettings find) {
    /** WCF: {@code defaultCertificate}. */
    static final CertificateSettings OF_SERVICE = new CertificateSettings(
            SERVICE_CERTIFICATE_FILE, new FindSettings(SERVICE_CERTIFICATE_FIND_TYPE, SERVICE_CERTIFICATE_FIND_VALUE));
    /** WCF: {@code certificateReference}. */
    static final CertificateSettings OF_IDENTITY = new CertificateSettings(
            IDENTITY_CERTIFICATE_FILE, new FindSettings(IDENTITY_FIND_TYPE, IDENTITY_FIND_VALUE));

    /**
     * A certificate that the keys name.
     *
     * @param files the files on which it depends
     * @param reader reads it again
     * @param beside all certificates of its file or folder, whose intermediate authorities may complete its chain
     */
    record Chosen(List<Path> files, Supplier<X509Certificate> reader, List<X509Certificate> beside) {}

    /**
     * Reads the certificate; a failure becomes a problem of the settings.
     *
     * @param need why there has to be one; empty if it need not be set
     */
    Optional<Chosen> read(Settings settings, Optional<String> need) {
        Optional<FindSettings.Choice> choice = find.read(settings);
        return place(settings, need)
                .filter(path -> !find.areRefused(settings))
                .flatMap(path -> settings.from(file, () -> choose(path, choice)));
    }

    private Optional<Path> place(Settings settings, Optional<String> need) {
        Optional<String> reason = find.isSet(settings)
                ? Optional.of("the file or folder in which " + find.findValue() + " is looked for")
                : need;
        return reason.map(expected -> settings.requiredFile(file, expected)).orElseGet(() -> settings.file(file));
    }

    private static Chosen choose(Path place, Optional<FindSettings.Choice> choice) {
        Supplier<X509Certificate> reader =
                () -> choice.map(wanted -> X509Store.open(place).certificate(wanted.type(), wanted.value()))
                        .orElseGet(() -> CertificateTrust.readCertificate(place));
        // Now, so that a mistake is told with its key.
        var unused = reader.get();
        return new Chosen(X509Store.filesOf(place), reader, CertificateTrust.readChains(place));
    }
}
