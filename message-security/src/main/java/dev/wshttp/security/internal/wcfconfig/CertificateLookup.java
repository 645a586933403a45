// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey;
import dev.wshttp.security.internal.settings.StoreKey;
import dev.wshttp.security.internal.settings.StoreLocation;
import dev.wshttp.security.internal.settings.StoreName;
import dev.wshttp.security.internal.wcfconfig.CertificateStores.CertificateStore;
import java.util.Arrays;
import java.util.Optional;

/**
 * An element that finds a certificate in a store of Windows ({@code findValue}, {@code x509FindType}, {@code storeLocation},
 * {@code storeName}), and the native keys for it: the file, what to look for in it, and its password.
 *
 * @param file the key of the file
 * @param prefix what the keys of find type, find value and password file start with
 * @param standard the location that WCF takes unless the element names another one
 */
record CertificateLookup(String file, String prefix, StoreLocation standard) {
    private static final String STORE_LOCATION = "storeLocation";
    private static final String STORE_NAME = "storeName";
    private static final String FIND_VALUE = "findValue";
    private static final String FIND_TYPE = "x509FindType";
    private static final String STORE_TYPE = "store-type";

    /** {@code clientCertificate} of {@code clientCredentials}. */
    static final CertificateLookup CLIENT_CERTIFICATE =
            new CertificateLookup("client-certificate.file", "client-certificate.", StoreLocation.CURRENT_USER);

    /** {@code defaultCertificate} and the {@code add} of {@code scopedCertificates}. */
    static final CertificateLookup EXPECTED_SERVICE_CERTIFICATE =
            new CertificateLookup("service-certificate.file", "service-certificate.", StoreLocation.CURRENT_USER);

    /** {@code serviceCertificate} of {@code serviceCredentials}. */
    static final CertificateLookup SERVICE_CERTIFICATE =
            new CertificateLookup("service-certificate.file", "service-certificate.", StoreLocation.LOCAL_MACHINE);

    /** {@code certificateReference} of an {@code identity}. */
    static final CertificateLookup IDENTITY =
            new CertificateLookup("identity.certificate-file", "identity.", StoreLocation.LOCAL_MACHINE);

    void translate(ConfigElement element, Translation translation) {
        Optional<StoreLocation> location = location(element, translation);
        Optional<StoreName> name = name(element, translation);
        find(element, translation);
        // A file, or the type of a store that is no file, from outside stands for the store of this certificate.
        if (!translation.isGiven(file) && !translation.isGiven(prefix + STORE_TYPE)) {
            location.flatMap(where -> name.flatMap(
                            which -> new CertificateStores(translation).find(where, which, element, STORE_LOCATION)))
                    .ifPresent(store -> put(store, element, translation));
        }
    }

    /** Returns whether the element has nothing to look for, as some editors write it. */
    static boolean findsNothing(ConfigElement element) {
        return element.attribute(FIND_VALUE).filter(value -> !value.isBlank()).isEmpty();
    }

    private void find(ConfigElement element, Translation translation) {
        Optional<String> value = element.attribute(FIND_VALUE).map(String::strip);
        Optional<String> type = translation.value(element, FIND_TYPE, WcfType.FIND_TYPE);
        if (value.filter(text -> !text.isEmpty()).isEmpty()) {
            translation.problem(
                    element,
                    "does not say which certificate (expected findValue=\"...\" with x509FindType=\"...\"). Add them");
            return;
        }
        translation.put(prefix + "find-value", value.get(), element, FIND_VALUE);
        // WCF and the native key have the same default.
        type.ifPresent(found -> translation.put(prefix + "find-type", found, element, FIND_TYPE));
    }

    private void put(CertificateStore store, ConfigElement element, Translation translation) {
        translation.put(file, store.file(), element, FIND_VALUE);
        if (isOfThisSide(translation)) {
            store.passwordFile()
                    .ifPresent(password -> translation.put(prefix + "password-file", password, element, FIND_VALUE));
        } else {
            refusePasswordFile(store, element, FIND_VALUE, translation);
        }
    }

    // Only the certificate of this side has a key beside it, and therefore a password.
    private boolean isOfThisSide(Translation translation) {
        return SettingKey.named(SettingKey.PREFIX + prefix + "password-file")
                .filter(key -> key.belongsTo(translation.side()))
                .isPresent();
    }

    /** Notes a problem if a store with certificates of other parties has a password file of its own. */
    static void refusePasswordFile(
            CertificateStore store, ConfigElement element, String attribute, Translation translation) {
        store.passwordFile()
                .ifPresent(password -> translation.problem(
                        element,
                        attribute,
                        "looks in '" + store.file() + "', and its password-file '" + password
                                + "' is not supported for certificates of others (expected the password in the file"
                                + " <stem>.password beside the key store, or a file without keys). Put the password"
                                + " there, and remove the key " + SettingKey.PREFIX
                                + StoreKey.PREFIX + "<...>.password-file"));
    }

    private Optional<StoreLocation> location(ConfigElement element, Translation translation) {
        return location(element, STORE_LOCATION, standard, translation);
    }

    /** Returns the store location in an attribute; empty if it is malformed, which becomes a problem. */
    static Optional<StoreLocation> location(
            ConfigElement element, String attribute, StoreLocation standard, Translation translation) {
        if (element.attribute(attribute).isEmpty()) {
            return Optional.of(standard);
        }
        return translation
                .value(element, attribute, names(StoreLocation.values()))
                .flatMap(text -> named(StoreLocation.values(), text));
    }

    private static Optional<StoreName> name(ConfigElement element, Translation translation) {
        if (element.attribute(STORE_NAME).isEmpty()) {
            return Optional.of(StoreName.MY);
        }
        return translation
                .value(element, STORE_NAME, names(StoreName.values()))
                .flatMap(text -> named(StoreName.values(), text));
    }

    private static WcfType names(Enum<?>[] values) {
        return WcfType.oneOf(Arrays.stream(values).map(Enum::toString).toArray(String[]::new));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Arrays.stream(values)
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }
}
