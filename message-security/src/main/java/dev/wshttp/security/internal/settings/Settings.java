// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.UntrustedText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one side from a configuration. What is missing or malformed becomes a problem and an empty value, so that
 * reading goes on to the next key. Not safe for use by several threads.
 */
public final class Settings {
    private static final String ENVIRONMENT = "the environment";
    // SmallRye Config names these two after its classes, and puts the name of a class around the name of a file.
    private static final Map<String, String> SOURCE_NAMES =
            Map.of("EnvConfigSource", ENVIRONMENT, "SysPropConfigSource", "the system properties");
    private static final Pattern DECORATED_SOURCE = Pattern.compile("^\\w+\\[source=(.*)]$");

    private final ConfigValues values;
    private final Path baseDirectory;
    private final SettingKey.Side side;
    private final Problems problems = new Problems();
    private final Set<SettingKey> refused = EnumSet.noneOf(SettingKey.class);

    Settings(ConfigValues values, Path baseDirectory, SettingKey.Side side) {
        this.values = values;
        this.baseDirectory = baseDirectory;
        this.side = side;
        noteUnknownKeys();
    }

    /** Returns the value of a key; empty if there is none, or if it is malformed, which becomes a problem. */
    <T> Optional<T> optional(SettingKey key, Format<T> format) {
        return text(key).flatMap(text -> parse(key, text, format));
    }

    /** Returns the value of a key; a missing value becomes a problem, too. */
    <T> Optional<T> required(SettingKey key, Format<T> format) {
        if (text(key).isEmpty()) {
            missing(key, format.expected());
        }
        return optional(key, format);
    }

    /** Returns the file that a key names; relative names start at the base directory. */
    Optional<Path> file(SettingKey key) {
        return text(key).flatMap(name -> resolve(key, name));
    }

    /** Returns the file of a name that a key's value has in it. */
    Optional<Path> file(SettingKey key, String name) {
        return resolve(key, name);
    }

    /** Returns the file that a key names; a missing value becomes a problem. */
    Optional<Path> requiredFile(SettingKey key, String expected) {
        if (text(key).isEmpty()) {
            missing(key, expected);
        }
        return file(key);
    }

    /** Returns the password in a key; one from another place than the environment or a system property becomes a problem. */
    Optional<String> password(SettingKey key, SettingKey passwordFile) {
        // As it is: a dollar in a password is no expression.
        Optional<String> password = values.source(key.fullName()).map(source -> source.getValue(key.fullName()));
        if (password.isPresent() && !isOutsideFiles(key, password.get())) {
            refuse(
                    key,
                    "is set in '" + source(key)
                            + "' (expected no password in a settings file or on a command line). Remove it there and set "
                            + passwordFile + ", or the environment variable " + key.environmentName());
            return Optional.empty();
        }
        return password;
    }

    /** Makes a value from a key's file; a failure becomes a problem of that key. */
    <T> Optional<T> from(SettingKey key, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (MessageSecurityException refused) {
            problems.add(key + (isSet(key) ? " (in '" + source(key) + "')" : ""), refused);
            return Optional.empty();
        }
    }

    /** Makes a value from several keys; a failure becomes a problem. */
    <T> Optional<T> from(String what, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (MessageSecurityException refused) {
            problems.add(what, refused);
            return Optional.empty();
        }
    }

    boolean isSet(SettingKey key) {
        return text(key).isPresent();
    }

    /** Returns whether the key has a value that became a problem when it was read. */
    boolean isRefused(SettingKey key) {
        return refused.contains(key);
    }

    void missing(SettingKey key, String expected) {
        if (!isRefused(key)) {
            problems.add(key + " is missing (expected " + expected
                    + "). Add it to the settings file, or set the environment variable " + key.environmentName());
        }
    }

    /** Notes why the value of a key is not accepted. */
    void refuseValue(SettingKey key, String value, @Nullable String reason) {
        refuse(key, "is '" + value + "' in '" + source(key) + "': " + reason);
    }

    /** Notes a key that excludes another one. */
    void conflict(SettingKey key, SettingKey other) {
        problems.add(key + " is set in '" + source(key) + "' and " + other + " in '" + source(other)
                + "' (expected one of the two). Remove one");
    }

    /** Notes a key whose value differs from what another key leads to. */
    void contradiction(SettingKey key, SettingKey other, String found) {
        problems.add(
                key + " is '" + text(key).orElse("") + "' in '" + source(key) + "', but what " + other + " names in '"
                        + source(other) + "' says '" + found + "' (expected the same). Remove " + key
                        + ", or correct it on the side that is wrong");
    }

    /**
     * Notes a key that counts for other values of a second key only. A source that sets the second key cannot take the first one away from a source below it, so
     * only a key beside it is noted.
     */
    void withoutEffect(SettingKey key, SettingKey other, String values) {
        if (!isSet(key) || (isSet(other) && !source(key).equals(source(other)))) {
            return;
        }
        problems.add(key + " is set in '" + source(key) + "' and would not count (expected together with " + other
                + " '" + values.replace(" or ", "' or '") + "' only). Set " + other + ", or remove " + key);
    }

    /** Notes a key that chooses among endpoints although there is only one. */
    void nothingToChoose(SettingKey key) {
        problems.add(key + " is set in '" + source(key)
                + "' and chooses among endpoints (expected together with a WSDL, an App.config or a Web.config only)."
                + " Remove it");
    }

    /** Returns whether one of the sources is an {@code App.config} or {@code Web.config}. */
    boolean hasServiceModel() {
        return values.hasWcfFile();
    }

    /** Ends the reading: throws if there are problems. */
    void refuseProblems() {
        problems.refuse();
    }

    private void noteUnknownKeys() {
        for (String name : values.config().getPropertyNames()) {
            if (name.startsWith(SettingKey.PREFIX) || name.startsWith(SettingKey.ENVIRONMENT_PREFIX)) {
                noteIfUnknown(name);
            }
        }
    }

    private void noteIfUnknown(String name) {
        if (StoreKey.isKey(name)) {
            noteIfWithoutEffect(name);
            return;
        }
        Optional<SettingKey> key = SettingKey.named(name);
        if (key.isEmpty()) {
            String remedy = SettingKey.nearest(name, side)
                    .map(nearest -> "Did you mean '" + nearest + "'?")
                    .orElse("Remove it, or look up the key in the list of keys.");
            problems.add("'" + name + "' is set in '" + source(name) + "' and is no key (expected a key of a " + side
                    + "). " + remedy);
        } else if (!key.get().belongsTo(side)) {
            problems.add("'" + name + "' is set in '" + source(name) + "' and does not belong to a " + side
                    + " (expected in the settings of the other side only). Remove it here");
        }
    }

    // Stores are WCF's way to name files; a settings file of ours names the files.
    private void noteIfWithoutEffect(String name) {
        if (hasServiceModel()) {
            return;
        }
        problems.add("'" + name + "' is set in '" + source(name)
                + "' and stands for a store of Windows (expected together with an App.config or Web.config only). Remove it,"
                + " and name the files");
    }

    private <T> Optional<T> parse(SettingKey key, String text, Format<T> format) {
        Optional<T> value = format.parse(text);
        if (value.isEmpty()) {
            refuse(
                    key,
                    "is '" + UntrustedText.withEscapes(text) + "' in '" + source(key) + "' (expected "
                            + format.expected() + "). Correct it there");
        }
        return value;
    }

    private Optional<Path> resolve(SettingKey key, String name) {
        String path = name.strip();
        if (path.codePoints().anyMatch(Character::isISOControl)) {
            refuseFileName(
                    key,
                    path,
                    ", without characters that cannot be seen). A backslash in a properties file begins an escape: write / between"
                            + " folders, or each backslash twice");
            return Optional.empty();
        }
        try {
            return Optional.of(baseDirectory.resolve(path).normalize());
        } catch (InvalidPathException malformed) {
            refuseFileName(key, path, "). Correct it there");
            return Optional.empty();
        }
    }

    private void refuseFileName(SettingKey key, String name, String remedy) {
        refuse(
                key,
                "is '" + UntrustedText.withEscapes(name) + "' in '" + source(key) + "' (expected the name of a file"
                        + remedy);
    }

    /** Returns the text of a key; empty if there is none, or if it is empty, which becomes a problem. */
    Optional<String> text(SettingKey key) {
        try {
            Optional<String> text = values.value(key.fullName());
            if (text.filter(String::isBlank).isPresent()) {
                refuse(key, "is empty in '" + source(key) + "' (expected a value). Set it or remove the line");
                return Optional.empty();
            }
            return text;
        } catch (NoSuchElementException unresolved) {
            refuse(key, "refers to another setting that is missing (expected a value): " + unresolved.getMessage());
            return Optional.empty();
        }
    }

    private void refuse(SettingKey key, String problem) {
        problems.add(key + " " + problem);
        refused.add(key);
    }

    // The specification gives no portable way to recognize the two sources, so the sources themselves are asked.
    private static boolean isOutsideFiles(SettingKey key, String password) {
        return password.equals(System.getenv(key.environmentName()))
                || password.equals(System.getProperty(key.fullName()));
    }

    private String source(SettingKey key) {
        return source(key.fullName());
    }

    private String source(String name) {
        @Nullable
        String source = values.wcfFile(name)
                .map(ConfigSource::getName)
                .orElseGet(() -> values.config().getConfigValue(name).getSourceName());
        return source == null ? ENVIRONMENT : SOURCE_NAMES.getOrDefault(source, withoutDecoration(source));
    }

    private static String withoutDecoration(String source) {
        return DECORATED_SOURCE.matcher(source).replaceFirst("$1");
    }
}
