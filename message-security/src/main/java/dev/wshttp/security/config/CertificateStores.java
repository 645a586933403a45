// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stores of Windows, and the files or folders that stand for them by the keys {@code message-security.stores.<location>.<name>},
 * for example {@code message-security.stores.local-machine.my}. A key {@code ...password-file} beside it names the file with its
 * password.
 */
final class CertificateStores {
    static final String PREFIX = "stores.";
    private static final String PASSWORD_FILE = ".password-file";

    private final Translation translation;

    CertificateStores(Translation translation) {
        this.translation = translation;
    }

    /** Whether this is the name of such a key, or of its environment variable. */
    static boolean isKey(String name) {
        return keys().flatMap(key -> Stream.of(key, key + PASSWORD_FILE))
                .anyMatch(key -> key.equals(name) || environmentName(key).equals(name));
    }

    /** Whether this key stands for a store, and not for its password. */
    static boolean isStore(String key) {
        return keys().anyMatch(key::equals);
    }

    private static Stream<String> keys() {
        return Arrays.stream(StoreLocation.values())
                .flatMap(location -> Arrays.stream(StoreName.values()).map(name -> key(location, name)))
                .map(key -> SettingKey.PREFIX + key);
    }

    /** The file or folder that stands for a store; that there is none becomes a problem. */
    Optional<CertificateStore> find(StoreLocation location, StoreName name, ConfigElement element, String attribute) {
        Optional<CertificateStore> store = find(location, name);
        if (store.isEmpty()) {
            String key = SettingKey.PREFIX + key(location, name);
            translation.problem(
                    element,
                    attribute,
                    "needs the Windows store " + location + "/" + name
                            + ", and no file stands for it (expected a key store file, a PEM file or a folder of them)."
                            + " Set " + key + " by --set " + key + "=certs, by " + environmentName(key) + "=certs or by"
                            + " <appSettings><add key=\"" + key + "\" value=\"certs\"/></appSettings>");
        }
        return store;
    }

    // In Windows a user's stores show those of the machine, too, except for the personal one.
    private Optional<CertificateStore> find(StoreLocation location, StoreName name) {
        Optional<CertificateStore> store = at(location, name);
        return location == StoreLocation.CURRENT_USER && name != StoreName.MY
                ? store.or(() -> at(StoreLocation.LOCAL_MACHINE, name))
                : store;
    }

    private Optional<CertificateStore> at(StoreLocation location, StoreName name) {
        String key = key(location, name);
        translation.use(key);
        return translation
                .nativeValue(key)
                .map(file -> new CertificateStore(file, translation.nativeValue(key + PASSWORD_FILE)));
    }

    private static String key(StoreLocation location, StoreName name) {
        return PREFIX + WcfType.kebab(location.name()) + "." + WcfType.kebab(name.name());
    }

    private static String environmentName(String name) {
        return SettingKey.environmentName(name);
    }

    /**
     * What stands for a store.
     *
     * @param file a file or a folder
     * @param passwordFile the file with its password, if one was named
     */
    record CertificateStore(String file, Optional<String> passwordFile) {}
}
