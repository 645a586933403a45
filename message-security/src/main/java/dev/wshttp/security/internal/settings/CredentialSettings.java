// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_FIND_VALUE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_KEY_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_PASSWORD;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_PASSWORD_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_PROVIDER_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_STORE_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FIND_VALUE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_KEY_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_PASSWORD;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_PASSWORD_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_PROVIDER_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_STORE_TYPE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.PasswordFile;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that name one side's own key and certificate: a key store with its password, two PEM files, or a key store that is no file. */
record CredentialSettings(
        SettingKey file,
        SettingKey passwordFile,
        SettingKey password,
        SettingKey keyFile,
        SettingKey storeType,
        SettingKey providerFile,
        FindSettings find) {
    private static final String PKCS11 = "pkcs11";

    static final CredentialSettings OF_CLIENT = new CredentialSettings(
            CLIENT_CERTIFICATE_FILE,
            CLIENT_CERTIFICATE_PASSWORD_FILE,
            CLIENT_CERTIFICATE_PASSWORD,
            CLIENT_CERTIFICATE_KEY_FILE,
            CLIENT_CERTIFICATE_STORE_TYPE,
            CLIENT_CERTIFICATE_PROVIDER_FILE,
            new FindSettings(CLIENT_CERTIFICATE_FIND_TYPE, CLIENT_CERTIFICATE_FIND_VALUE));

    static final CredentialSettings OF_SERVICE = new CredentialSettings(
            SERVICE_CERTIFICATE_FILE,
            SERVICE_CERTIFICATE_PASSWORD_FILE,
            SERVICE_CERTIFICATE_PASSWORD,
            SERVICE_CERTIFICATE_KEY_FILE,
            SERVICE_CERTIFICATE_STORE_TYPE,
            SERVICE_CERTIFICATE_PROVIDER_FILE,
            new FindSettings(SERVICE_CERTIFICATE_FIND_TYPE, SERVICE_CERTIFICATE_FIND_VALUE));

    /** Opens the credential; a failure becomes a problem of the settings. */
    Optional<X509Credential> read(Settings settings) {
        if (settings.isSet(storeType) || settings.isSet(providerFile)) {
            return readSystemStore(settings);
        }
        var certificate = settings.requiredFile(
                file,
                "a PKCS#12 file, a folder, or a PEM file with its key, or together with " + keyFile + "; or "
                        + storeType + " instead");
        if (settings.isSet(keyFile)) {
            return readPem(settings, certificate);
        }
        return certificate
                        .filter(file -> X509Store.isPem(file) && !X509Store.isPemWithKey(file))
                        .isPresent()
                ? settings.from(file, () -> refuseLonePem(certificate.get()))
                : readStore(settings, certificate);
    }

    /** Reads a key from a store that is no file. It is read once: there is no file to look at, and a token counts wrong PINs. */
    private Optional<X509Credential> readSystemStore(Settings settings) {
        for (SettingKey ofFiles : List.of(file, keyFile)) {
            if (settings.isSet(ofFiles)) {
                settings.conflict(ofFiles, settings.isSet(storeType) ? storeType : providerFile);
            }
        }
        Optional<String> type = settings.required(storeType, Format.STORE_TYPE);
        Optional<Path> configuration = type.flatMap(name -> configuration(settings, name));
        boolean hasPassword = settings.isSet(password) || settings.isSet(passwordFile);
        Optional<Secret> secret = hasPassword ? givenPassword(settings) : Optional.empty();
        Optional<FindSettings.Choice> choice = find.read(settings);
        boolean isIncomplete = (hasPassword && secret.isEmpty())
                || find.areRefused(settings)
                || (configuration.isEmpty()
                        && type.filter(CredentialSettings::isToken).isPresent())
                || settings.isSet(file)
                || settings.isSet(keyFile);
        return type.filter(name -> !isIncomplete)
                .flatMap(name -> settings.from(
                        storeType, () -> choose(open(name, configuration, secret.map(Secret::value)), choice)));
    }

    private Optional<Path> configuration(Settings settings, String type) {
        if (isToken(type)) {
            return settings.requiredFile(
                    providerFile,
                    "the configuration file of the JDK's PKCS#11 provider, with name, library and slotListIndex");
        }
        if (settings.isSet(providerFile)) {
            settings.refuseValue(
                    storeType,
                    type,
                    providerFile + " is for a token (expected '" + PKCS11 + "'). Remove one of the two");
        }
        return Optional.empty();
    }

    private static boolean isToken(String type) {
        return type.equalsIgnoreCase(PKCS11);
    }

    private static X509Store open(String type, Optional<Path> configuration, Optional<Supplier<char[]>> secret) {
        Optional<char[]> password = secret.map(Supplier::get);
        try {
            return configuration
                    .map(file ->
                            password.map(pin -> X509Store.pkcs11(file, pin)).orElseGet(() -> X509Store.pkcs11(file)))
                    .orElseGet(() -> password.map(known -> X509Store.ofType(type, known))
                            .orElseGet(() -> X509Store.ofType(type)));
        } finally {
            password.ifPresent(known -> Arrays.fill(known, '\0'));
        }
    }

    private X509Credential refuseLonePem(Path pem) {
        String places = X509Store.keyPlaces(pem).stream()
                .map(place -> "'" + place.getFileName() + "'")
                .collect(Collectors.joining(" nor "));
        throw new MessageSecurityException(
                SecurityFault.CREDENTIAL_UNREADABLE,
                "Cannot read a key store from '" + pem
                        + "': it is PEM without a key, and there is no " + places
                        + " beside it (expected a PKCS#12 or JKS file, a folder, or PEM with its key). Set "
                        + keyFile
                        + " to the file of the key.");
    }

    private Optional<X509Credential> readPem(Settings settings, Optional<Path> certificate) {
        Optional<Path> key = settings.file(keyFile);
        boolean isEncrypted = key.filter(X509Store::isPemWithEncryptedKey).isPresent();
        for (SettingKey ofStore : List.of(passwordFile, password, find.findType(), find.findValue())) {
            boolean isOfEncryptedKey = isEncrypted && (ofStore == passwordFile || ofStore == password);
            if (settings.isSet(ofStore) && !isOfEncryptedKey) {
                settings.conflict(ofStore, keyFile);
            }
        }
        if (isEncrypted && (settings.isSet(password) || settings.isSet(passwordFile))) {
            return givenPassword(settings)
                    .flatMap(secret -> certificate.flatMap(chain -> key.flatMap(pem -> settings.from(
                            keyFile,
                            () -> X509Credential.fromFiles(
                                    secret.with(List.of(chain, pem)),
                                    () -> X509Credential.fromPem(
                                            chain, pem, secret.value().get()))))));
        }
        return certificate.flatMap(chain ->
                key.flatMap(pem -> settings.from(keyFile, () -> X509Credential.fromPem(chain, pem))));
    }

    private Optional<X509Credential> readStore(Settings settings, Optional<Path> place) {
        Optional<FindSettings.Choice> choice = find.read(settings);
        Optional<Opener> store = place.flatMap(path -> opener(settings, path));
        return store.filter(opener -> !find.areRefused(settings))
                .flatMap(opener -> settings.from(
                        file,
                        () -> X509Credential.fromFiles(
                                opener.files(), () -> choose(opener.store().get(), choice))));
    }

    private static X509Credential choose(X509Store store, Optional<FindSettings.Choice> choice) {
        return choice.map(wanted -> store.credential(wanted.type(), wanted.value()))
                .orElseGet(store::credential);
    }

    /** Opens a store, again and again. */
    private record Opener(List<Path> files, Supplier<X509Store> store) {}

    /** Returns what opens the store. If no password is set, a password file beside the store is required. */
    private Optional<Opener> opener(Settings settings, Path place) {
        List<Path> files = X509Store.filesOf(place);
        if (settings.isSet(password) || settings.isSet(passwordFile)) {
            return givenPassword(settings)
                    .map(secret -> new Opener(
                            secret.with(files),
                            () -> X509Store.open(place, secret.value().get())));
        }
        if (!Files.isDirectory(place)
                && !X509Store.isPem(place)
                && !PasswordFile.beside(place).exists()) {
            settings.missing(
                    passwordFile,
                    "a file whose first line is the password of the key store, or that file as '"
                            + PasswordFile.beside(place).file() + "'");
            return Optional.empty();
        }
        return Optional.of(new Opener(files, () -> X509Store.open(place)));
    }

    /**
     * A password that is set.
     *
     * @param file where it is; empty if it does not change
     */
    private record Secret(Optional<Path> file, Supplier<char[]> value) {
        static Secret in(Path file) {
            var password = new PasswordFile(file);
            // Now, so that a mistake is told with its key.
            char[] present = password.password();
            if (!Files.isRegularFile(file)) {
                // A pipe gives its content once.
                return new Secret(Optional.empty(), present::clone);
            }
            Arrays.fill(present, '\0');
            return new Secret(Optional.of(file), password::password);
        }

        List<Path> with(List<Path> others) {
            return Stream.concat(others.stream(), file.stream()).distinct().toList();
        }
    }

    private Optional<Secret> givenPassword(Settings settings) {
        if (!settings.isSet(password)) {
            return settings.file(passwordFile).flatMap(path -> settings.from(passwordFile, () -> Secret.in(path)));
        }
        Optional<String> secret = settings.password(password, passwordFile);
        if (secret.isPresent() && settings.isSet(passwordFile)) {
            settings.conflict(password, passwordFile);
        }
        return secret.map(fixed -> new Secret(Optional.empty(), fixed::toCharArray));
    }
}
