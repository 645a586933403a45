// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes native settings as a properties file, in the order of our own sample files. */
final class NativeProperties {
    private NativeProperties() {}

    static List<String> lines(String file, Map<String, NativeSetting> settings) {
        var lines = new ArrayList<String>();
        lines.add("# " + file.replaceAll("\\s", " ") + " in native keys. What is not here has WCF's default.");
        lines.add("# File names start at the directory of this file.");
        settings.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, NativeSetting>>comparingInt(entry -> rank(entry.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    lines.add("");
                    lines.add("# " + entry.getValue().origin().replaceAll("\\s+", " "));
                    lines.add(entry.getKey() + "=" + escaped(entry.getValue().value()));
                });
        return List.copyOf(lines);
    }

    private static int rank(String key) {
        return SettingKey.named(key).map(SettingKey::ordinal).orElse(SettingKey.values().length);
    }

    // java.util.Properties, method load: a backslash escapes, blanks before a value are skipped. MicroProfile Config,
    // "Property Expressions": a backslash keeps a dollar from beginning one.
    private static String escaped(String value) {
        String escaped = value.replace("$", "\\$")
                .replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }
}
