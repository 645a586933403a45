// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The key of the file or folder that stands for a store of Windows: {@code message-security.stores.<location>.<name>}, for example
 * {@code message-security.stores.local-machine.my}. The key {@code ...password-file} beside it names the file with its password.
 */
public record StoreKey(StoreLocation location, StoreName name) {
    /** The beginning of these keys, without that of all keys. */
    public static final String PREFIX = "stores.";

    private static final String PASSWORD_FILE = ".password-file";

    /** Returns whether this is the name of such a key, or of its environment variable. */
    public static boolean isKey(String name) {
        return all().flatMap(key -> Stream.of(key, key + PASSWORD_FILE))
                .anyMatch(key ->
                        key.equals(name) || SettingKey.environmentName(key).equals(name));
    }

    /** Returns whether this key stands for a store, and not for its password. */
    public static boolean isStore(String key) {
        return all().anyMatch(key::equals);
    }

    private static Stream<String> all() {
        return Arrays.stream(StoreLocation.values())
                .flatMap(location -> Arrays.stream(StoreName.values()).map(name -> new StoreKey(location, name)))
                .map(StoreKey::fullName);
    }

    /** Returns the key without {@code message-security.}. */
    public String shortName() {
        return PREFIX + new ConstantName(location.name()).kebab() + "." + new ConstantName(name.name()).kebab();
    }

    /** Returns the key as a settings file has it. */
    public String fullName() {
        return SettingKey.PREFIX + shortName();
    }

    /** Returns the key of the password file, without {@code message-security.}. */
    public String passwordFile() {
        return shortName() + PASSWORD_FILE;
    }
}
