// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the files of an {@link X509Store} and collects their content. Not safe for use by several threads. */
final class StoreReader {
    private static final Set<String> KEY_STORES = Set.of("p12", "pfx", "jks");
    private static final Set<String> CERTIFICATES = Set.of("pem", "crt", "cer", "der");

    private final Function<Path, char[]> passwords;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<X509Credential> credentials = new ArrayList<>();

    private StoreReader(Function<Path, char[]> passwords) {
        this.passwords = passwords;
    }

    static StoreReader read(Path fileOrFolder, Function<Path, char[]> passwords) {
        var reader = new StoreReader(passwords);
        if (Files.isDirectory(fileOrFolder)) {
            reader.addFolder(fileOrFolder);
        } else {
            reader.addFile(fileOrFolder);
        }
        return reader;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<X509Credential> credentials() {
        return credentials;
    }

    static boolean isKeyStore(Path file) {
        return KEY_STORES.contains(extension(file));
    }

    static char[] passwordBeside(Path keyStore) {
        var beside = PasswordFile.beside(keyStore);
        if (!beside.exists()) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "Cannot open the key store '" + keyStore + "': its password is not known (expected in the file '"
                            + beside.file()
                            + "'). Write it there, or name a file without keys; if the setting names a folder, remove the"
                            + " key store from it.");
        }
        return beside.password();
    }

    private void addFolder(Path folder) {
        var problems = new ArrayList<String>();
        for (Path file : files(folder)) {
            try {
                addFile(file);
            } catch (MessageSecurityException unreadable) {
                problems.add(unreadable.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new MessageSecurityException(CREDENTIAL_UNREADABLE, String.join(" ", problems));
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> isKeyStore(file) || CERTIFICATES.contains(extension(file)))
                    .filter(file -> !isPemOfAnotherKind(file))
                    .sorted()
                    .toList();
        } catch (IOException refused) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "The folder '" + folder + "' cannot be listed (expected a folder that this process may read)."
                            + " Check who may read it.",
                    refused);
        }
    }

    // A PEM file with only a key, a certificate request or a revocation list is no certificate of the store.
    private static boolean isPemOfAnotherKind(Path file) {
        return !isKeyStore(file) && CredentialFiles.isPem(file) && !CredentialFiles.isPemCertificate(file);
    }

    private void addFile(Path file) {
        if (isKeyStore(file) || !(CERTIFICATES.contains(extension(file)) || CredentialFiles.isPem(file))) {
            addKeyStore(file);
            return;
        }
        Optional<Path> key = keyBeside(file);
        if (key.isPresent()) {
            add(X509Credential.fromPem(file, key.get()));
        } else {
            certificates.addAll(CredentialFiles.readCertificates(file));
        }
    }

    private static Optional<Path> keyBeside(Path certificate) {
        String stem = stem(certificate);
        return Stream.of(stem + "-key.pem", stem + ".key")
                .map(certificate::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private void addKeyStore(Path file) {
        CredentialFiles.requireKeyStore(file);
        char[] password = passwords.apply(file);
        KeyStore store = CredentialFiles.readKeyStore(file, password);
        try {
            for (String alias : Collections.list(store.aliases())) {
                addEntry(store, alias, password);
            }
        } catch (GeneralSecurityException unreadable) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "A key in the key store '" + file + "' cannot be opened: " + unreadable.getMessage()
                            + " (expected the password of the file). Write the store again with one password.",
                    unreadable);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private void addEntry(KeyStore store, String alias, char[] password) throws GeneralSecurityException {
        if (store.isCertificateEntry(alias)) {
            certificates.add((X509Certificate) store.getCertificate(alias));
        } else if (store.getKey(alias, password) instanceof PrivateKey key) {
            add(X509Credential.of(key, chain(store, alias)));
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(alias);
        return chain == null
                ? List.of()
                : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    private void add(X509Credential credential) {
        credentials.add(credential);
        certificates.add(credential.certificate());
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
