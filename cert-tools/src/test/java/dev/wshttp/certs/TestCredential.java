// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A key with its certificate, good or bad, made by {@link TestPki}. Two credentials are equal if they have the same name
 * and certificates.
 *
 * @param name the property that distinguishes it, for error texts and test names
 * @param key the private key
 * @param chain the owner's certificate first, the root last
 */
public record TestCredential(String name, PrivateKey key, List<X509Certificate> chain) {

    public TestCredential {
        chain = List.copyOf(chain);
    }

    /** Returns the owner's certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Writes key and chain as a store readable by its owner only, under its name as the alias. */
    public void writePkcs12(Path file, char[] password) {
        write(file, Pkcs12.encode(name, new IssuedCertificate(key, chain), password));
    }

    /** Writes the owner's certificate as PEM. */
    public void writeCertificate(Path file) {
        write(file, Pem.encode(certificate()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestCredential that && name.equals(that.name) && chain.equals(that.chain);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + chain.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    static void write(Path file, byte[] content) {
        var absolute = file.toAbsolutePath();
        new FileTransaction(absolute.resolveSibling("."), ExistingFiles.REFUSE)
                .write(Map.of(absolute.getFileName().toString(), content));
    }
}
