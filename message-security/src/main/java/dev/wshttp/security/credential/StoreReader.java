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
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** Reads the files of an {@link X509Store} and collects their content. Not safe for use by several threads. */
final class StoreReader {
    private static final Set<String> KEY_STORES = Set.of("p12", "pfx", "jks");
    private static final Set<String> CERTIFICATES = Set.of("pem", "crt", "cer", "der", "p7b", "p7c");
    private static final Set<String> BESIDE_THEM = Set.of("key", "password");

    private final Function<Path, char[]> passwords;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<X509Credential> credentials = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

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

    /** Returns why keys that are there cannot be used, each as a sentence. A key that is not the one in use does no harm. */
    List<String> unusable() {
        return unusable;
    }

    static boolean isKeyStore(Path file) {
        return KEY_STORES.contains(extension(file));
    }

    /** Returns whether what a folder is as a store depends on a file in it. */
    static boolean isRelated(Path file) {
        return isKeyStore(file) || CERTIFICATES.contains(extension(file)) || BESIDE_THEM.contains(extension(file));
    }

    /** Returns the files on which the content of a store depends, whether they exist or not: itself, and keys and passwords beside it. */
    static List<Path> related(Path fileOrFolder) {
        if (Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        List<Path> keys = keyPlaces(fileOrFolder);
        return Stream.of(
                        Stream.of(
                                fileOrFolder, PasswordFile.beside(fileOrFolder).file()),
                        keys.stream(),
                        keys.stream().map(key -> PasswordFile.beside(key).file()))
                .flatMap(Function.identity())
                .distinct()
                .toList();
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
        Optional<Path> key = CredentialFiles.isPemKey(file) ? Optional.of(file) : keyBeside(file);
        if (key.isPresent()) {
            addWithKey(file, key.get());
        } else {
            certificates.addAll(CredentialFiles.readCertificates(file));
        }
    }

    private void addWithKey(Path file, Path key) {
        List<X509Certificate> chain = CredentialFiles.readCertificates(file);
        addIfUsable(chain.get(0), () -> {
            PrivateKey own = readKey(key);
            return X509Credential.of(own, ofKeyFirst(chain, own));
        });
    }

    private PrivateKey readKey(Path key) {
        return CredentialFiles.readPrivateKey(key, () -> passwords.apply(key));
    }

    /** Returns a chain in which the certificate of the key is the first; as it is if it has none. */
    static List<X509Certificate> ofKeyFirst(List<X509Certificate> chain, PrivateKey key) {
        var sorted = new ArrayList<>(chain);
        ofKey(chain, key).ifPresent(own -> {
            sorted.remove(own);
            sorted.add(0, own);
        });
        return sorted;
    }

    /** Returns the certificate of a key; of several, such as an expired one and its renewal, the one that is valid now. */
    private static Optional<X509Certificate> ofKey(List<X509Certificate> all, PrivateKey key) {
        return all.stream().filter(one -> KeyPairs.match(key, one)).max(CredentialFiles.BY_VALIDITY);
    }

    private void addIfUsable(X509Certificate certificate, Supplier<X509Credential> credential) {
        try {
            add(credential.get());
        } catch (MessageSecurityException refused) {
            certificates.add(certificate);
            unusable.add(String.valueOf(refused.getMessage()));
        }
    }

    static Optional<Path> keyBeside(Path certificate) {
        return keyPlaces(certificate).stream().filter(Files::isRegularFile).findFirst();
    }

    static List<Path> keyPlaces(Path certificate) {
        String stem = stem(certificate);
        return List.of(certificate.resolveSibling(stem + "-key.pem"), certificate.resolveSibling(stem + ".key"));
    }

    private void addKeyStore(Path file) {
        CredentialFiles.requireKeyStore(file);
        char[] password = passwords.apply(file);
        try {
            KeyStore store = CredentialFiles.readKeyStore(file, password);
            for (String alias : Collections.list(store.aliases())) {
                addEntry(file, store, alias, password);
            }
            addWhatJavaDoesNotShow(file, store, password);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A key store that is open can be listed", impossible);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private void addEntry(Path file, KeyStore store, String alias, char[] password) throws GeneralSecurityException {
        if (store.isCertificateEntry(alias)) {
            certificates.add((X509Certificate) store.getCertificate(alias));
            return;
        }
        List<X509Certificate> chain = chain(store, alias);
        if (!chain.isEmpty()) {
            addIfUsable(chain.get(0), () -> X509Credential.of(key(file, store, alias, password), chain));
        }
    }

    private static PrivateKey key(Path file, KeyStore store, String alias, char[] password) {
        try {
            return (PrivateKey) store.getKey(alias, password);
        } catch (GeneralSecurityException | ClassCastException locked) {
            throw new MessageSecurityException(
                    CREDENTIAL_UNREADABLE,
                    "The key '" + alias + "' in '" + file
                            + "' cannot be opened (expected the password of the file, and an algorithm that this Java has). Write the"
                            + " store again with one password.",
                    locked);
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(alias);
        return chain == null
                ? List.of()
                : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    /** Adds what a PKCS#12 file has and Java's key store keeps to itself. */
    private void addWhatJavaDoesNotShow(Path file, KeyStore store, char[] password) throws GeneralSecurityException {
        byte[] octets = CredentialFiles.octets(file, "a key store");
        if (!Pkcs12Content.isOne(octets) || isShownCompletely(store, octets)) {
            return;
        }
        Pkcs12Content content;
        try {
            content = Pkcs12Content.read(octets, password);
        } catch (IOException unusual) {
            // The key store read it, so what it showed is all that is known.
            return;
        }
        if (content.certificates().isEmpty() && !content.problems().isEmpty()) {
            throw CredentialFiles.unreadableStore(file, content.problems());
        }
        content.plainKeys().forEach(key -> addAlone(file, key, content.certificates()));
        for (String alias : Collections.list(store.aliases())) {
            // Java finds the certificate of a key only by an identifier that not every program writes.
            if (store.isKeyEntry(alias) && chain(store, alias).isEmpty()) {
                addAlone(file, store, alias, password, content.certificates());
            }
        }
        // Beside a key, a certificate without a mark of trust only completes its chain.
        if (!content.mayHaveKeys()) {
            certificates.addAll(content.certificates());
        }
        content.problems().stream()
                .map(problem -> "'" + file + "' cannot be read completely: " + problem
                        + " (expected algorithms that Java has, such as AES). Write the store again with AES.")
                .forEach(unusable::add);
    }

    /**
     * Returns whether Java shows each key of a file with its chain, so that nothing else in it counts. To find that out costs nothing, and to decrypt the file once more
     * takes a tenth of the time in which a client starts.
     */
    private boolean isShownCompletely(KeyStore store, byte[] octets) throws GeneralSecurityException {
        boolean hasKeys = false;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                hasKeys = true;
                if (chain(store, alias).isEmpty()) {
                    return false;
                }
            }
        }
        return hasKeys && unusable.isEmpty() && !Pkcs12Content.mayHavePlainKeys(octets);
    }

    private void addAlone(
            Path file, KeyStore store, String alias, char[] password, List<X509Certificate> certificatesThere) {
        try {
            addAlone(file, key(file, store, alias, password), certificatesThere);
        } catch (MessageSecurityException locked) {
            unusable.add(String.valueOf(locked.getMessage()));
        }
    }

    /** Adds a key whose certificate has to be found among those of the file. */
    private void addAlone(Path file, PrivateKey key, List<X509Certificate> all) {
        Optional<X509Certificate> own = ofKey(all, key);
        if (own.isEmpty()) {
            unusable.add(
                    "An '" + key.getAlgorithm() + "' key in '" + file
                            + "' cannot be used (expected an RSA key and its certificate in the same file). Write the store again.");
            return;
        }
        add(X509Credential.of(key, above(own.get(), all)));
    }

    /** Returns a certificate and those above it, by their names. */
    private static List<X509Certificate> above(X509Certificate certificate, List<X509Certificate> all) {
        var chain = new ArrayList<X509Certificate>(List.of(certificate));
        for (Optional<X509Certificate> next = Optional.of(certificate); next.isPresent(); ) {
            X500Principal issuer = next.get().getIssuerX500Principal();
            next = all.stream()
                    .filter(one -> one.getSubjectX500Principal().equals(issuer) && !chain.contains(one))
                    .findFirst();
            next.ifPresent(chain::add);
        }
        return chain;
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
