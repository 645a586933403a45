// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.ENDPOINT;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.WSDL;

import dev.wshttp.security.policy.ServiceEndpoint;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys that name a WSDL. What the WSDL says is the value of the keys that are not set. */
final class PublishedSettings {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:[/\\\\]");

    private PublishedSettings() {}

    /** Reads the WSDL, if one is named; a failure becomes a problem of the settings. */
    static Optional<ServiceEndpoint> read(Settings settings) {
        Optional<String> name = settings.optional(ENDPOINT, Format.TEXT);
        if (!settings.isSet(WSDL)) {
            requireChoice(settings);
            return Optional.empty();
        }
        return location(settings)
                .flatMap(wsdl -> settings.from(
                        WSDL,
                        () -> name.map(endpoint -> ServiceEndpoint.fromWsdl(wsdl, endpoint))
                                .orElseGet(() -> ServiceEndpoint.fromWsdl(wsdl))));
    }

    /** Requires a WSDL or a file of WCF where a key names an endpoint: without them there is only one, and the name would have no effect. */
    static void requireChoice(Settings settings) {
        if (settings.isSet(ENDPOINT) && !settings.hasServiceModel()) {
            settings.nothingToChoose(ENDPOINT);
        }
    }

    private static Optional<URI> location(Settings settings) {
        Optional<String> text = settings.optional(WSDL, Format.TEXT);
        return text.filter(PublishedSettings::isAddress).isPresent()
                ? settings.optional(WSDL, Format.WSDL_ADDRESS)
                : text.flatMap(name -> settings.file(WSDL, withoutScheme(name)))
                        .map(path -> path.toAbsolutePath().toUri());
    }

    // As browsers and curl take it, though RFC 8089 knows absolute names only.
    private static String withoutScheme(String name) {
        return name.strip().replaceFirst("^(?i:file:)", "");
    }

    // A name of a file may begin with a drive, which is one letter.
    private static boolean isAddress(String text) {
        return SCHEME.matcher(text.strip()).lookingAt();
    }

    /** Returns the certificate that the WSDL shows, where no file is named. It is verified like one from a file. */
    static Optional<X509Certificate> serviceCertificate(Settings settings, Optional<ServiceEndpoint> published) {
        return published
                .filter(endpoint -> !settings.isSet(SERVICE_CERTIFICATE_FILE))
                .flatMap(ServiceEndpoint::serviceCertificate);
    }

    /** Returns the value of a key, or else what the WSDL says. A difference between the two is a problem. */
    static <T> Optional<T> agreed(Settings settings, SettingKey key, Format<T> format, Optional<T> published) {
        Optional<T> own = settings.optional(key, format);
        if (own.isPresent() && published.isPresent() && !own.equals(published)) {
            settings.contradiction(key, WSDL, asInSettings(published.get()));
        }
        return own.or(() -> published);
    }

    private static String asInSettings(Object value) {
        return String.valueOf(value).replace("_", "").toLowerCase(Locale.ROOT);
    }
}
