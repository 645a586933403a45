// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_FIND_VALUE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_KEY_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_PASSWORD;
import static dev.wshttp.security.internal.settings.SettingKey.CLIENT_CERTIFICATE_PASSWORD_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_FIND_VALUE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_KEY_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_PASSWORD;
import static dev.wshttp.security.internal.settings.SettingKey.SERVICE_CERTIFICATE_PASSWORD_FILE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.PasswordFile;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The keys that name one side's own key and certificate: a key store with its password, or two PEM files. */
record CredentialSettings(
        SettingKey file, SettingKey passwordFile, SettingKey password, SettingKey keyFile, FindSettings find) {

    static final CredentialSettings OF_CLIENT = new CredentialSettings(
            CLIENT_CERTIFICATE_FILE,
            CLIENT_CERTIFICATE_PASSWORD_FILE,
            CLIENT_CERTIFICATE_PASSWORD,
            CLIENT_CERTIFICATE_KEY_FILE,
            new FindSettings(CLIENT_CERTIFICATE_FIND_TYPE, CLIENT_CERTIFICATE_FIND_VALUE));

    static final CredentialSettings OF_SERVICE = new CredentialSettings(
            SERVICE_CERTIFICATE_FILE,
            SERVICE_CERTIFICATE_PASSWORD_FILE,
            SERVICE_CERTIFICATE_PASSWORD,
            SERVICE_CERTIFICATE_KEY_FILE,
            new FindSettings(SERVICE_CERTIFICATE_FIND_TYPE, SERVICE_CERTIFICATE_FIND_VALUE));

    /** Opens the credential; a failure becomes a problem of the settings. */
    Optional<X509Credential> read(Settings settings) {
        var certificate = settings.requiredFile(
                file, "a PKCS#12 file, a folder, or a PEM file with its key, or together with " + keyFile);
        if (settings.isSet(keyFile)) {
            return readPem(settings, certificate);
        }
        return certificate
                        .filter(file -> X509Store.isPem(file) && !X509Store.isPemWithKey(file))
                        .isPresent()
                ? settings.from(file, () -> refuseLonePem(certificate.get()))
                : readStore(settings, certificate);
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
                    .flatMap(secret -> certificate.flatMap(chain -> key.flatMap(
                            pem -> settings.from(keyFile, () -> X509Credential.fromPem(chain, pem, secret)))));
        }
        return certificate.flatMap(chain ->
                key.flatMap(pem -> settings.from(keyFile, () -> X509Credential.fromPem(chain, pem))));
    }

    private Optional<X509Credential> readStore(Settings settings, Optional<Path> place) {
        Optional<FindSettings.Choice> choice = find.read(settings);
        Optional<Supplier<X509Store>> store = place.flatMap(path -> opener(settings, path));
        return store.filter(opener -> !find.areRefused(settings))
                .flatMap(opener -> settings.from(file, () -> choose(opener.get(), choice)));
    }

    private static X509Credential choose(X509Store store, Optional<FindSettings.Choice> choice) {
        return choice.map(wanted -> store.credential(wanted.type(), wanted.value()))
                .orElseGet(store::credential);
    }

    /** Returns what opens the store. If no password is set, a password file beside the store is required. */
    private Optional<Supplier<X509Store>> opener(Settings settings, Path place) {
        if (settings.isSet(password) || settings.isSet(passwordFile)) {
            return givenPassword(settings).map(secret -> () -> X509Store.open(place, secret));
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
        return Optional.of(() -> X509Store.open(place));
    }

    private Optional<char[]> givenPassword(Settings settings) {
        if (!settings.isSet(password)) {
            return settings.file(passwordFile)
                    .flatMap(path -> settings.from(passwordFile, () -> new PasswordFile(path).password()));
        }
        Optional<String> secret = settings.password(password, passwordFile);
        if (secret.isPresent() && settings.isSet(passwordFile)) {
            settings.conflict(password, passwordFile);
        }
        return secret.map(String::toCharArray);
    }
}
