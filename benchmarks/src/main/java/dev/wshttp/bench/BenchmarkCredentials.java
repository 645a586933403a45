// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Side;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;

/** The files of a folder, as our library takes them. */
final class BenchmarkCredentials {
    /** Whom the client expects. */
    static final EndpointIdentity SERVICE_IDENTITY = EndpointIdentity.dns("Contoso.com");

    private BenchmarkCredentials() {}

    static ServiceCredentials ofService(CredentialFolder folder) {
        return ServiceCredentials.of(own(folder, Side.SERVICE), trust(folder));
    }

    /** Without the service's certificate. */
    static ClientCredentials ofClient(CredentialFolder folder) {
        return ClientCredentials.of(own(folder, Side.CLIENT), trust(folder));
    }

    /** A side's key with its certificate. */
    static X509Credential own(CredentialFolder folder, Side side) {
        return X509Credential.fromKeyStore(
                folder.path().resolve(side.alias() + ".p12"),
                folder.password(side).toCharArray());
    }

    private static CertificateTrust trust(CredentialFolder folder) {
        return CertificateTrust.chain(folder.path().resolve("ca.pem"));
    }
}
