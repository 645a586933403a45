// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import java.util.List;

/** {@code appSettings}: .NET's place for keys of programs. Native keys may stand there and win over the model; others are somebody else's. */
final class AppSettings {
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final Translation translation;

    AppSettings(Translation translation) {
        this.translation = translation;
    }

    void read(ConfigElement configuration) {
        for (ConfigElement settings : configuration.children("appSettings")) {
            for (String reference : new String[] {"file", "configSource"}) {
                if (settings.attribute(reference).isPresent()) {
                    translation.problem(
                            settings,
                            reference,
                            "refers to another file (expected the keys themselves). Put its content here");
                }
            }
            settings.children().forEach(this::readEntry);
        }
    }

    private void readEntry(ConfigElement entry) {
        String key = entry.attribute(KEY).orElse("");
        switch (entry.name()) {
            case "add" -> add(entry, key);
            case "remove" -> translation.removeNative(List.of(key));
            case "clear" -> translation.removeNatives();
            default ->
                translation.problem(entry, "is not supported here (expected <add>, <remove> or <clear>). Remove it");
        }
    }

    private void add(ConfigElement entry, String key) {
        if (!key.startsWith(SettingKey.PREFIX)
                && !key.startsWith(translation.host().prefix())) {
            return;
        }
        if (key.endsWith(".password")) {
            translation.problem(
                    entry,
                    KEY,
                    "is a password (expected none in a file). Remove it here and set " + key
                            + "-file, or the environment variable " + SettingKey.environmentName(key));
            return;
        }
        translation.putNative(key, entry.attribute(VALUE).orElse(""), entry);
    }
}
