// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey;
import dev.wshttp.security.internal.settings.StoreKey;
import dev.wshttp.security.internal.settings.StoreLocation;
import dev.wshttp.security.internal.settings.StoreName;
import java.util.Optional;

/** The stores of Windows, and the files or folders that stand for them by the keys of {@link StoreKey}. */
final class CertificateStores {
    private final Translation translation;

    CertificateStores(Translation translation) {
        this.translation = translation;
    }

    /** Returns the file or folder that stands for a store; a missing one becomes a problem. */
    Optional<CertificateStore> find(StoreLocation location, StoreName name, ConfigElement element, String attribute) {
        Optional<CertificateStore> store = find(location, name);
        if (store.isEmpty()) {
            String key = new StoreKey(location, name).fullName();
            translation.problem(
                    element,
                    attribute,
                    "needs the Windows store " + location + "/" + name
                            + ", and no file stands for it (expected a key store file, a PEM file or a folder of them)."
                            + " Set " + key + " by --set " + key + "=certs, by " + SettingKey.environmentName(key)
                            + "=certs or by <appSettings><add key=\"" + key + "\" value=\"certs\"/></appSettings>");
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
        var key = new StoreKey(location, name);
        translation.use(key);
        return translation
                .nativeValue(key.shortName())
                .map(file -> new CertificateStore(file, translation.nativeValue(key.passwordFile())));
    }

    /**
     * A file or folder that stands for a store.
     *
     * @param file a file or a folder
     * @param passwordFile the file with its password, if one was named
     */
    record CertificateStore(String file, Optional<String> passwordFile) {}
}
