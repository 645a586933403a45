// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.Problems;
import dev.wshttp.security.internal.settings.SettingKey;
import dev.wshttp.security.internal.settings.SettingKey.Side;
import dev.wshttp.security.internal.settings.StoreKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the native keys of one configuration file of WCF, and what is wrong with the file. Not safe for use by several threads.
 */
final class Translation {
    private static final Logger LOG = LoggerFactory.getLogger(Translation.class);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private final String file;
    private final Side side;
    private final HostSettings host;
    private final Config outside;
    private final Problems problems = new Problems();
    private final Map<String, NativeSetting> fromModel = new LinkedHashMap<>();
    private final Map<String, NativeSetting> fromAppSettings = new LinkedHashMap<>();
    private final Set<String> usedStores = new HashSet<>();

    Translation(String file, Side side, HostSettings host, Config outside) {
        this.file = file;
        this.side = side;
        this.host = host;
        this.outside = outside;
    }

    Side side() {
        return side;
    }

    HostSettings host() {
        return host;
    }

    /** Applies the rows of an element's table. */
    void apply(ElementRules rules, ConfigElement element) {
        rules.apply(element, this);
    }

    /** Returns the value of an attribute in its native form; empty if there is none, or if it is malformed, which becomes a problem. */
    Optional<String> value(ConfigElement element, String attribute, WcfType type) {
        Optional<String> text = element.attribute(attribute);
        Optional<String> value = text.flatMap(type::translate);
        if (text.isPresent() && value.isEmpty()) {
            problem(element, attribute, "is not supported (expected " + type.expected() + "). Correct it");
        }
        return value;
    }

    /** Returns the only child element of this name; a problem if there are several. */
    Optional<ConfigElement> child(ConfigElement parent, String name) {
        List<ConfigElement> found = parent.children(name);
        found.stream().skip(1).forEach(again -> {
            again.leaveAlone();
            problem(again, "stands in <" + parent.name() + "> a second time (expected it once). Remove one");
        });
        return found.stream().findFirst();
    }

    /**
     * Returns the first element that matches. The others have no effect, and a second match becomes a problem.
     *
     * @param meant tells which elements match
     * @param attribute the attribute that tells them apart
     * @param same what a second match has in common with the first
     */
    Optional<ConfigElement> only(
            List<ConfigElement> all, Predicate<ConfigElement> meant, String attribute, String same, String remedy) {
        List<ConfigElement> found = all.stream().filter(meant).toList();
        all.stream().filter(each -> found.isEmpty() || each != found.get(0)).forEach(ConfigElement::leaveAlone);
        found.stream()
                .skip(1)
                .forEach(again -> problem(
                        again,
                        attribute,
                        same + " of the one on line " + found.get(0).line() + " " + remedy));
        return found.stream().findFirst();
    }

    /** Notes a setting, named without {@code message-security.}. */
    void put(String key, String value, ConfigElement element, String attribute) {
        fromModel.put(SettingKey.PREFIX + key, new NativeSetting(value, element.at(attribute)));
    }

    /** Notes a setting of the program around the endpoint. */
    void putHostSetting(String setting, String value, String standard, ConfigElement element, String attribute) {
        Optional<String> key = host.key(setting);
        if (host.isUnknown()) {
            LOG.info("{}, {}: {} is '{}'; the program around the endpoint decides it", file, element, setting, value);
        } else if (key.isPresent()) {
            hostValue(value, element, attribute)
                    .ifPresent(text -> fromModel.put(key.get(), new NativeSetting(text, element.at(attribute))));
        } else if (!value.equals(standard) && !value.equals(canonical(standard))) {
            problem(
                    element,
                    attribute,
                    "has no equivalent in this program (expected '" + standard + "', or no such attribute). Remove it");
        }
    }

    // Programs count their timeouts in seconds.
    private Optional<String> hostValue(String value, ConfigElement element, String attribute) {
        Optional<Duration> time = duration(value);
        if (time.isEmpty()) {
            return Optional.of(value);
        }
        if (time.get().isZero() || !time.get().equals(time.get().truncatedTo(java.time.temporal.ChronoUnit.SECONDS))) {
            problem(element, attribute, "is not supported (expected whole seconds, one or more). Correct it");
            return Optional.empty();
        }
        return Optional.of(String.valueOf(time.get().dividedBy(ONE_SECOND)));
    }

    private static Optional<Duration> duration(String value) {
        return value.startsWith("PT") ? Optional.of(Duration.parse(value)) : WcfType.time(value);
    }

    private static String canonical(String standard) {
        return WcfType.TIME.translate(standard).orElse(standard);
    }

    /** Notes a native key that stands in the file itself; it wins over what the model says. */
    void putNative(String key, String value, ConfigElement element) {
        fromAppSettings.put(key, new NativeSetting(value, element.at("key")));
    }

    void removeNative(Collection<String> keys) {
        fromAppSettings.keySet().removeAll(keys);
    }

    void removeNatives() {
        fromAppSettings.clear();
    }

    /** Returns the value of a native key that wins over the model: from outside, or else from the file's own {@code appSettings}. */
    Optional<String> nativeValue(String key) {
        String fullName = SettingKey.PREFIX + key;
        return outside.getOptionalValue(fullName, String.class)
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(fromAppSettings.get(fullName)).map(NativeSetting::value));
    }

    /** Notes that the model uses a store. */
    void use(StoreKey key) {
        usedStores.add(key.fullName());
    }

    boolean isGiven(String key) {
        return nativeValue(key).isPresent();
    }

    /** Notes what is wrong with an attribute. */
    void problem(ConfigElement element, String attribute, String text) {
        problems.add(file + ", " + element.at(attribute) + " " + text);
    }

    /** Notes what is wrong with an element. */
    void problem(ConfigElement element, String text) {
        problems.add(file + ", " + element + " " + text);
    }

    /**
     * Returns the native keys.
     *
     * @throws dev.wshttp.security.MessageSecurityException if there are problems, naming all of them
     */
    Map<String, NativeSetting> settings() {
        problems.refuse();
        warnOfUnusedStores();
        var all = new LinkedHashMap<>(fromModel);
        all.putAll(fromAppSettings);
        all.keySet().removeIf(StoreKey::isKey);
        all.remove(SettingKey.ENDPOINT.fullName());
        return all;
    }

    // A file of both sides has stores of both, so this is no error.
    private void warnOfUnusedStores() {
        fromAppSettings.keySet().stream()
                .filter(StoreKey::isStore)
                .filter(key -> !usedStores.contains(key))
                .forEach(key -> LOG.warn("'{}' stands for a store that the {} in '{}' does not use", key, side, file));
    }
}
