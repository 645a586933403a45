// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey;
import dev.wshttp.security.internal.settings.StoreKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code appSettings}: .NET's place for the keys of programs. Native keys there win over the model; keys of other programs are ignored. */
final class AppSettings {
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9._-]+");

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
            new Leftovers(translation).note(settings);
        }
    }

    private void readEntry(ConfigElement entry) {
        String key = entry.attribute(KEY).orElse("");
        switch (entry.name()) {
            case "add" -> add(entry, key);
            case "remove" -> translation.removeNative(List.of(key, lowerCase(key)));
            case "clear" -> translation.removeNatives();
            default ->
                translation.problem(entry, "is not supported here (expected <add>, <remove> or <clear>). Remove it");
        }
    }

    private void add(ConfigElement entry, String key) {
        String value = entry.attribute(VALUE).orElse("");
        // .NET finds a key in any case.
        String ours = lowerCase(key);
        if (!ours.startsWith(SettingKey.PREFIX)
                && !ours.startsWith(lowerCase(translation.host().prefix()))) {
            return;
        }
        problem(key, ours)
                .ifPresentOrElse(
                        problem -> translation.problem(entry, KEY, problem),
                        () -> translation.putNative(key, value, entry));
    }

    private Optional<String> problem(String key, String ours) {
        if (ours.endsWith(".password")) {
            return Optional.of("is a password (expected none in a file). Remove it here and set " + ours
                    + "-file, or the environment variable " + SettingKey.environmentName(ours));
        }
        if (ours.startsWith(SettingKey.PREFIX) && !isKnown(ours)) {
            return Optional.of("is no key (expected a key of a " + translation.side() + "). "
                    + SettingKey.nearest(ours, translation.side())
                            .map(nearest -> "Did you mean '" + nearest + "'?")
                            .orElse("Remove it, or look up the key in the list of keys."));
        }
        if (!PLAIN_NAME.matcher(key).matches()) {
            return Optional.of("is no name of a key (expected letters, digits, '.', '-' and '_'). Correct it");
        }
        return key.equals(ours)
                ? Optional.empty()
                : Optional.of("has capital letters (expected '" + ours + "', as keys of Java mind them). Correct it");
    }

    private static boolean isKnown(String key) {
        return SettingKey.named(key).isPresent() || StoreKey.isKey(key);
    }

    private static String lowerCase(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
