// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key store that is no file: a token or a store of the operating system, whose private keys stay where they are. What is in it is read once. Not safe for use by
 * several threads.
 */
final class SystemKeyStore {
    private static final String PKCS11 = "PKCS11";
    private static final String PROVIDER = "SunPKCS11";

    // Without a file such a store is empty, and nothing would say why.
    private static final Set<String> IN_FILES = Set.of("pkcs12", "jks", "jceks", "dks", "caseexactjks", "bks");

    private final String name;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<X509Credential> credentials = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

    private SystemKeyStore(String name) {
        this.name = name;
    }

    /**
     * Reads the key store of a type.
     *
     * @param password null if the store wants none
     */
    static SystemKeyStore ofType(String type, char @Nullable [] password) {
        String lower = type.toLowerCase(Locale.ROOT);
        if (IN_FILES.contains(lower)) {
            throw unreadable(
                    "Cannot open the key store '" + type
                            + "': it is the type of a file (expected a store that is no file,"
                            + " such as 'Windows-MY'). Give the file, without a type.",
                    null);
        }
        if (lower.equals("pkcs11") && noToken()) {
            throw unreadable(
                    "Cannot open the key store 'PKCS11': no provider knows a token (expected the configuration file of one)."
                            + " Set provider-file, or call X509Store.pkcs11.",
                    null);
        }
        return new SystemKeyStore(type).load(type, null, password);
    }

    private static boolean noToken() {
        return Security.getAlgorithms("KeyStore").stream().noneMatch(PKCS11::equalsIgnoreCase);
    }

    /**
     * Reads the token of a configuration of the JDK's PKCS#11 provider, which is installed if it is not yet.
     *
     * @param pin null if the token asks for it itself, or wants none
     */
    static SystemKeyStore pkcs11(Path configuration, char @Nullable [] pin) {
        Provider provider = installed(configuration);
        return new SystemKeyStore(provider.getName()).load(PKCS11, provider, pin);
    }

    private static Provider installed(Path configuration) {
        Provider template = Security.getProvider(PROVIDER);
        if (template == null) {
            throw unreadable(
                    "Cannot use the token of '" + configuration + "': this Java has no provider '" + PROVIDER
                            + "' (expected a JDK with the module jdk.crypto.cryptoki, and the provider in its java.security)."
                            + " Use such a Java.",
                    null);
        }
        if (!Files.isReadable(configuration)) {
            throw unreadable(
                    "Cannot use the token of '" + configuration
                            + "': there is no such file, or this process may not read it (expected the configuration of the JDK's"
                            + " PKCS#11 provider). Correct the name of the file, or who may read it.",
                    null);
        }
        try {
            Provider configured = template.configure(configuration.toString());
            Provider before = Security.getProvider(configured.getName());
            if (before != null) {
                return before;
            }
            // Signatures and decryption find the provider of a key among those that are installed.
            Security.addProvider(configured);
            return configured;
        } catch (InvalidParameterException | ProviderException | UnsupportedOperationException refused) {
            throw unreadable(
                    "Cannot use the token of '" + configuration + "': the provider says '" + reason(refused)
                            + "' (expected lines such as 'name = token', 'library = /usr/lib/...so' and 'slotListIndex = 0'). Correct"
                            + " the file, and see that the token is there.",
                    refused);
        }
    }

    private SystemKeyStore load(String type, @Nullable Provider provider, char @Nullable [] password) {
        try {
            KeyStore store = provider == null ? KeyStore.getInstance(type) : KeyStore.getInstance(type, provider);
            store.load(null, password);
            for (String alias : Collections.list(store.aliases())) {
                add(store, alias);
            }
            return this;
        } catch (KeyStoreException unknown) {
            throw unreadable(
                    "Cannot open the key store '" + type + "': this Java has no such type (expected one of "
                            + Security.getAlgorithms("KeyStore")
                            + "). 'Windows-MY' is there on Windows only; another type needs its provider, which has to be installed before.",
                    unknown);
        } catch (GeneralSecurityException | IOException | ProviderException refused) {
            throw unreadable(
                    "Cannot open the key store '" + name + "': '" + reason(refused)
                            + "' (expected one that opens with the password or PIN, if it has one). A token locks itself after a few"
                            + " wrong ones: correct it before the next attempt.",
                    refused);
        }
    }

    private void add(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate certificate = store.getCertificate(alias);
        if (!(certificate instanceof X509Certificate own)) {
            return;
        }
        certificates.add(own);
        if (store.isKeyEntry(alias)) {
            try {
                credentials.add(X509Credential.of((PrivateKey) store.getKey(alias, null), chain(store, alias, own)));
            } catch (MessageSecurityException | GeneralSecurityException | ClassCastException refused) {
                unusable.add("The key '" + alias + "' in '" + name + "' cannot be used: " + refused.getMessage());
            }
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias, X509Certificate own)
            throws KeyStoreException {
        Certificate[] chain = store.getCertificateChain(alias);
        return chain == null || chain.length == 0
                ? List.of(own)
                : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    /** Returns the deepest reason: the providers wrap what the token says. */
    private static String reason(Throwable refused) {
        Throwable deepest = refused;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private static MessageSecurityException unreadable(String text, @Nullable Throwable cause) {
        return cause == null
                ? new MessageSecurityException(CREDENTIAL_UNREADABLE, text)
                : new MessageSecurityException(CREDENTIAL_UNREADABLE, text, cause);
    }

    String name() {
        return name;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<X509Credential> credentials() {
        return credentials;
    }

    /** Returns why keys that are there cannot be used, each as a sentence. */
    List<String> unusable() {
        return unusable;
    }
}
