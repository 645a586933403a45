// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.pkcs.Pfx;

/** Writes and reads password-protected stores with a key and its chain (RFC 7292), as keytool, OpenSSL and .NET do. */
public final class Pkcs12 {

    private static final String TYPE = "PKCS12";
    private static final byte[] JKS_MAGIC = {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED};
    private static final byte DER_SEQUENCE = 0x30;

    private Pkcs12() {}

    /**
     * Writes a store with one entry.
     *
     * @param alias the name of the entry
     * @param password the password of the store and the key; not kept
     */
    public static byte[] encode(String alias, IssuedCertificate credential, char[] password) {
        try {
            var store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            store.setKeyEntry(
                    alias, credential.key(), password, credential.chain().toArray(Certificate[]::new));
            var bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The store for '" + alias + "' could not be built", e);
        }
    }

    /**
     * Reads the only key of a store.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if the content is not a store or does not hold exactly one key, or the password is wrong
     */
    public static IssuedCertificate credential(byte[] content, char[] password, String source) {
        var store = load(content, password, source);
        try {
            var aliases = keyAliases(store);
            if (aliases.size() != 1) {
                throw new CredentialFileException("The store '" + source + "' holds '" + aliases.size()
                        + "' private keys (expected: exactly one). Keep each key in a store of its own.");
            }
            var key = (PrivateKey) store.getKey(aliases.get(0), password);
            return new IssuedCertificate(key, chain(store, aliases.get(0)));
        } catch (GeneralSecurityException e) {
            throw new CredentialFileException(
                    "The key in '" + source + "' could not be read (expected: protected by the password of the store). "
                            + "Write the store again with one password.",
                    e);
        }
    }

    /**
     * Reads the certificates of a store: first those of keys with their chains, then the others.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if the content is not a store or holds no certificate, or the password is wrong
     */
    public static List<X509Certificate> certificates(byte[] content, char[] password, String source) {
        var found = isPkcs12(content)
                ? StoreContents.read(content, password, source).certificates()
                : certificates(load(content, password, source));
        if (found.isEmpty()) {
            throw new CredentialFileException("No certificate was found in '" + source
                    + "' (expected: a PKCS#12 store with at least one). Check that this is the right file.");
        }
        return found;
    }

    /**
     * Reads the certificates of a store that service and client take for authorities, if it is their store of trust.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if the content is not a store, or the password is wrong
     */
    public static List<X509Certificate> authorities(byte[] content, char[] password, String source) {
        if (isPkcs12(content)) {
            return StoreContents.read(content, password, source).authorities();
        }
        var store = load(content, password, source);
        try {
            var found = new ArrayList<X509Certificate>();
            for (var alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate
                        && certificate.getBasicConstraints() >= 0) {
                    found.add(certificate);
                }
            }
            return List.copyOf(found);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A loaded store can always be listed", e);
        }
    }

    /**
     * Returns what the owner of a store should know of it, as sentences: what service and client will not read of it, and keys that are not encrypted.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if the content is not a store, or the password is wrong
     */
    public static List<String> notes(byte[] content, char[] password, String source) {
        return isPkcs12(content) ? StoreContents.read(content, password, source).notes() : List.of();
    }

    /** Returns whether content is a key store, PKCS#12 or JKS, whatever its file is called. */
    public static boolean isStore(byte[] content) {
        return isPkcs12(content)
                || (content.length > JKS_MAGIC.length
                        && Arrays.equals(Arrays.copyOf(content, JKS_MAGIC.length), JKS_MAGIC));
    }

    private static boolean isPkcs12(byte[] content) {
        try {
            return content.length > 0 && content[0] == DER_SEQUENCE && Pfx.getInstance(content) != null;
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException another) {
            return false;
        }
    }

    private static List<X509Certificate> certificates(KeyStore store) {
        try {
            var found = new ArrayList<X509Certificate>();
            for (var alias : keyAliases(store)) {
                found.addAll(chain(store, alias));
            }
            for (var alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    found.add((X509Certificate) store.getCertificate(alias));
                }
            }
            return List.copyOf(found);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A loaded store can always be listed", e);
        }
    }

    private static List<String> keyAliases(KeyStore store) throws GeneralSecurityException {
        var aliases = new ArrayList<String>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                aliases.add(alias);
            }
        }
        return aliases;
    }

    private static List<X509Certificate> chain(KeyStore store, String alias) throws GeneralSecurityException {
        return Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static KeyStore load(byte[] content, char[] password, String source) {
        try {
            var store = KeyStore.getInstance(TYPE);
            store.load(new ByteArrayInputStream(content), password);
            return store;
        } catch (IOException e) {
            throw new CredentialFileException(loadFailure(e, source), e);
        } catch (GeneralSecurityException e) {
            throw new CredentialFileException(
                    "The store '" + source + "' uses an algorithm that this Java does not have "
                            + "(expected: a PKCS#12 store). Write it again with 'cert-tools issue' or keytool.",
                    e);
        }
    }

    // KeyStore.load reports a wrong password as an IOException caused by an UnrecoverableKeyException.
    private static String loadFailure(IOException failure, String source) {
        return failure.getCause() instanceof UnrecoverableKeyException
                ? "The store '" + source
                        + "' cannot be opened: the password is wrong (expected: the password with which it was "
                        + "written). Check the password file beside the store."
                : "The content of '" + source + "' could not be read as a key store (expected: PKCS#12). "
                        + "Check that this is the right file and that it is complete.";
    }
}
