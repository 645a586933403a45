// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Side;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;

/** Reads the files of a folder as credentials of this library. */
final class BenchmarkCredentials {
    /** The identity that the client expects. */
    static final EndpointIdentity SERVICE_IDENTITY = EndpointIdentity.dns("Contoso.com");

    private BenchmarkCredentials() {}

    static ServiceCredentials ofService(CredentialFolder folder) {
        return ServiceCredentials.of(own(folder, Side.SERVICE), trust(folder));
    }

    /** Returns the credentials of a client that has not been given the service's certificate. */
    static ClientCredentials ofClient(CredentialFolder folder) {
        return ClientCredentials.of(own(folder, Side.CLIENT), trust(folder));
    }

    /** Returns the key and the certificate of a side. */
    static X509Credential own(CredentialFolder folder, Side side) {
        return X509Credential.fromKeyStore(
                folder.path().resolve(side.alias() + ".p12"),
                folder.password(side).toCharArray());
    }

    private static CertificateTrust trust(CredentialFolder folder) {
        return CertificateTrust.chain(folder.path().resolve("ca.pem"));
    }
}
