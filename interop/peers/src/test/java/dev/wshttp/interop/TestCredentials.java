// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Fresh certificates in the files that {@code cert-tools init} makes, for both sides.
 *
 * @param folder good credentials
 * @param ofAnotherAuthority the same service, and a client of the same name from an authority that neither side trusts
 */
public record TestCredentials(CredentialFolder folder, CredentialFolder ofAnotherAuthority, TestPki pki) {
    private static final String PASSWORD = "Kq7-not-in-any-log";

    /** Makes them in an empty folder. */
    public static TestCredentials in(Path empty) {
        var pki = new TestPki();
        return new TestCredentials(
                write(empty.resolve("good"), pki, pki.client()),
                write(empty.resolve("other-authority"), pki, pki.untrustedTwin(Role.CLIENT)),
                pki);
    }

    /** Returns the client's name as WCF spells it, and our service. */
    public String callerIdentity() {
        return "CN=Cohowinery.com; " + thumbprint(pki.client());
    }

    private static CredentialFolder write(Path path, TestPki pki, TestCredential client) {
        try {
            Files.createDirectories(path);
            pki.writeTrust(path);
            write(path, "service", pki.service());
            write(path, "client", client);
            return new CredentialFolder(path);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    private static void write(Path path, String side, TestCredential credential) throws IOException {
        credential.writePkcs12(path.resolve(side + ".p12"), PASSWORD.toCharArray());
        credential.writeCertificate(path.resolve(side + ".pem"));
        Files.writeString(path.resolve(side + ".password"), PASSWORD);
    }

    private static String thumbprint(TestCredential credential) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest(credential.certificate().getEncoded());
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
