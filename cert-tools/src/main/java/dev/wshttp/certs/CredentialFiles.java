// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of files that belong together. Either all of them are written or none. From its creation on, only the owner can
 * read a file. The set holds keys and passwords in memory. Immutable.
 */
public final class CredentialFiles {

    private static final String GIT_IGNORE = ".gitignore";
    private static final String KEYS_AND_PASSWORDS = """
            # Keys and passwords are never committed.
            *.p12
            *.pfx
            *.jks
            *.key
            *-key.pem
            *.password
            """;

    private final Map<String, byte[]> contents;

    private CredentialFiles(Map<String, byte[]> contents) {
        this.contents = contents;
    }

    /** Starts a set without files. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the names of the files, in the order they were added. */
    public List<String> names() {
        return List.copyOf(contents.keySet());
    }

    /**
     * Writes the files. Creates the directory if it does not exist.
     *
     * @return the written files, in the order they were added
     * @throws CredentialFileException if a file exists already or cannot be written; then nothing has changed
     */
    public List<Path> writeTo(Path directory, ExistingFiles existing) {
        return new FileTransaction(directory, existing).write(contents);
    }

    @Override
    public String toString() {
        return "CredentialFiles" + contents.keySet();
    }

    /** Collects the files. NAME is the first argument of each method. */
    public static final class Builder {

        private final Map<String, byte[]> contents = new LinkedHashMap<>();

        private Builder() {}

        /** Adds NAME.p12 with key and chain, and NAME.password with its password. */
        public Builder store(String name, IssuedCertificate credential, char[] password) {
            contents.put(name + ".p12", Pkcs12.encode(name, credential, password));
            contents.put(name + ".password", (new String(password) + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Adds the files of {@link #store}, NAME.pem with the certificate, and NAME-key.pem with the unencrypted key. */
        public Builder credential(String name, IssuedCertificate credential, char[] password) {
            store(name, credential, password);
            certificate(name, credential.certificate());
            contents.put(name + "-key.pem", Pem.encodeUnencrypted(credential.key()));
            return this;
        }

        /** Adds NAME.pem. */
        public Builder certificate(String name, X509Certificate certificate) {
            contents.put(name + ".pem", Pem.encode(certificate));
            return this;
        }

        /** Adds NAME.crl. */
        public Builder revocationList(String name, X509CRL list) {
            return revocationListAs(name + ".crl", list);
        }

        /** Adds a revocation list under a complete file name. */
        public Builder revocationListAs(String fileName, X509CRL list) {
            contents.put(fileName, Pem.encode(list));
            return this;
        }

        /** Adds NAME-key.pem with the unencrypted key. */
        public Builder key(String name, PrivateKey key) {
            contents.put(name + "-key.pem", Pem.encodeUnencrypted(key));
            return this;
        }

        /** Adds NAME.csr. */
        public Builder signingRequest(String name, SigningRequest request) {
            contents.put(name + ".csr", request.toPem());
            return this;
        }

        /** Adds .gitignore, so that Git takes no key and no password of the directory; not if the directory has one. */
        public Builder keepKeysOutOfGit(Path directory) {
            if (!Files.exists(directory.resolve(GIT_IGNORE), LinkOption.NOFOLLOW_LINKS)) {
                contents.put(GIT_IGNORE, KEYS_AND_PASSWORDS.getBytes(StandardCharsets.US_ASCII));
            }
            return this;
        }

        /** Returns the files that were added until now. Writes nothing. */
        public CredentialFiles build() {
            return new CredentialFiles(new LinkedHashMap<>(contents));
        }
    }
}
