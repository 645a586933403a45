// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * The files that {@code cert-tools init} makes, in the form that a peer needs: JKS stores. Metro takes its key out of the store for every
 * message, and in a PKCS#12 store it is behind ten thousand rounds of key derivation.
 *
 * @param path where the files are
 */
public record CredentialFolder(Path path) {
    private static final String AUTHORITY = "ca";

    /** Returns the password of the side's stores. */
    public String password(Side side) {
        try {
            return Files.readString(file(side, ".password")).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException("Make the files with cert-tools init", missing);
        }
    }

    /** Returns the side's key with its certificates, under the alias of the side. */
    public KeyStore keys(Side side) {
        char[] password = password(side).toCharArray();
        try (InputStream file = Files.newInputStream(file(side, ".p12"))) {
            KeyStore source = KeyStore.getInstance("PKCS12");
            source.load(file, password);
            String alias = source.aliases().nextElement();
            KeyStore keys = empty();
            keys.setKeyEntry(side.alias(), source.getKey(alias, password), password, source.getCertificateChain(alias));
            return keys;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException("Cannot read the key of the " + side.alias() + " in " + path, unusable);
        }
    }

    /** Returns what the side trusts: the authority, and the other side's own certificate under its alias. */
    public KeyStore trusted(Side side) {
        try {
            KeyStore trusted = empty();
            trusted.setCertificateEntry(AUTHORITY, certificate(path.resolve("ca.pem")));
            trusted.setCertificateEntry(side.other().alias(), certificate(file(side.other(), ".pem")));
            return trusted;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException("Cannot read the certificates in " + path, unusable);
        }
    }

    /** Writes a store with the side's password into this folder, in the place of an earlier one. */
    public Path write(KeyStore store, String name, Side side) {
        Path file = path.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            store.store(out, password(side).toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException noSpace) {
            throw new IllegalStateException("Cannot write " + file, noSpace);
        }
    }

    private Path file(Side side, String ending) {
        return path.resolve(side.alias() + ending);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
