// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.security.config.SettingKey.CLIENT_CERTIFICATE_FILE;
import static dev.wshttp.security.config.SettingKey.CLIENT_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.config.SettingKey.CLIENT_CERTIFICATE_FIND_VALUE;
import static dev.wshttp.security.config.SettingKey.CLIENT_CERTIFICATE_KEY_FILE;
import static dev.wshttp.security.config.SettingKey.CLIENT_CERTIFICATE_PASSWORD;
import static dev.wshttp.security.config.SettingKey.CLIENT_CERTIFICATE_PASSWORD_FILE;
import static dev.wshttp.security.config.SettingKey.SERVICE_CERTIFICATE_FILE;
import static dev.wshttp.security.config.SettingKey.SERVICE_CERTIFICATE_FIND_TYPE;
import static dev.wshttp.security.config.SettingKey.SERVICE_CERTIFICATE_FIND_VALUE;
import static dev.wshttp.security.config.SettingKey.SERVICE_CERTIFICATE_KEY_FILE;
import static dev.wshttp.security.config.SettingKey.SERVICE_CERTIFICATE_PASSWORD;
import static dev.wshttp.security.config.SettingKey.SERVICE_CERTIFICATE_PASSWORD_FILE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509FindType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The keys that name one side's own key and certificate: a key store with its password, or two PEM files. */
record CredentialSettings(
        SettingKey file,
        SettingKey passwordFile,
        SettingKey password,
        SettingKey keyFile,
        SettingKey findType,
        SettingKey findValue) {

    private static final int PEM_BEGINS_WITHIN_BYTES = 8192;

    static final CredentialSettings OF_CLIENT = new CredentialSettings(
            CLIENT_CERTIFICATE_FILE,
            CLIENT_CERTIFICATE_PASSWORD_FILE,
            CLIENT_CERTIFICATE_PASSWORD,
            CLIENT_CERTIFICATE_KEY_FILE,
            CLIENT_CERTIFICATE_FIND_TYPE,
            CLIENT_CERTIFICATE_FIND_VALUE);

    static final CredentialSettings OF_SERVICE = new CredentialSettings(
            SERVICE_CERTIFICATE_FILE,
            SERVICE_CERTIFICATE_PASSWORD_FILE,
            SERVICE_CERTIFICATE_PASSWORD,
            SERVICE_CERTIFICATE_KEY_FILE,
            SERVICE_CERTIFICATE_FIND_TYPE,
            SERVICE_CERTIFICATE_FIND_VALUE);

    /** Opens the credential; whatever prevents it becomes a problem of the settings. */
    Optional<X509Credential> read(Settings settings) {
        var certificate = settings.requiredFile(file, "a PKCS#12 file, or a PEM file together with " + keyFile);
        if (settings.isSet(keyFile)) {
            return readPem(settings, certificate);
        }
        return certificate.filter(CredentialSettings::isPem).isPresent()
                ? settings.from(file, () -> refuseLonePem(certificate.get()))
                : readKeyStore(settings, certificate);
    }

    private static boolean isPem(Path file) {
        try (var content = Files.newInputStream(file)) {
            return new String(content.readNBytes(PEM_BEGINS_WITHIN_BYTES), StandardCharsets.US_ASCII)
                    .contains("-----BEGIN ");
        } catch (IOException unreadable) {
            return false; // Reading it as a key store says why.
        }
    }

    private X509Credential refuseLonePem(Path pem) {
        throw new MessageSecurityException(
                SecurityFault.CREDENTIAL_UNREADABLE,
                "Cannot read a key store from '" + pem + "': it is PEM (expected a PKCS#12 or JKS file). For PEM, set "
                        + keyFile + " too and remove password-file.");
    }

    private Optional<X509Credential> readPem(Settings settings, Optional<Path> certificate) {
        for (SettingKey ofKeyStore : new SettingKey[] {passwordFile, password, findType, findValue}) {
            if (settings.isSet(ofKeyStore)) {
                settings.conflict(ofKeyStore, keyFile);
            }
        }
        Optional<Path> key = settings.file(keyFile);
        return certificate.flatMap(chain ->
                key.flatMap(pem -> settings.from(keyFile, () -> X509Credential.fromPem(chain, pem))));
    }

    private Optional<X509Credential> readKeyStore(Settings settings, Optional<Path> store) {
        Optional<char[]> opener = readPassword(settings);
        Optional<X509FindType> type = settings.optional(findType, Format.FIND_TYPE);
        Optional<String> value = settings.optional(findValue, Format.TEXT);
        if (settings.isSet(findType) && value.isEmpty()) {
            settings.missing(findValue, "what " + findType + " is to look for");
        }
        return store.filter(path -> !settings.isRefused(findType))
                .flatMap(path -> opener.flatMap(secret -> settings.from(file, () -> open(path, secret, type, value))));
    }

    // WCF: x509FindType is FindBySubjectDistinguishedName unless said otherwise.
    private static X509Credential open(
            Path store, char[] password, Optional<X509FindType> type, Optional<String> value) {
        return value.map(wanted -> X509Credential.fromKeyStore(
                        store, password, type.orElse(X509FindType.FIND_BY_SUBJECT_DISTINGUISHED_NAME), wanted))
                .orElseGet(() -> X509Credential.fromKeyStore(store, password));
    }

    private Optional<char[]> readPassword(Settings settings) {
        if (!settings.isSet(password)) {
            return settings.requiredFile(passwordFile, "a file whose first line is the password of the key store")
                    .flatMap(path -> settings.from(passwordFile, () -> new PasswordFile(path).password()));
        }
        Optional<String> secret = settings.password(password, passwordFile);
        if (secret.isPresent() && settings.isSet(passwordFile)) {
            settings.conflict(password, passwordFile);
        }
        return secret.map(String::toCharArray);
    }
}
