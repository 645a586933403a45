// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import java.util.List;

/** The certificates of a test as the two sides hold them: each has its own, and believes the authority. */
public record PkiCredentials(TestPki pki) {
    public ClientCredentials client() {
        return ClientCredentials.of(of(pki.client()), trust())
                .withServiceCertificate(pki.service().certificate());
    }

    public ServiceCredentials service() {
        return ServiceCredentials.of(of(pki.service()), trust());
    }

    public CertificateTrust trust() {
        return CertificateTrust.chain(List.of(pki.authorityCertificate()));
    }

    public static X509Credential of(TestCredential made) {
        return X509Credential.of(made.key(), made.chain());
    }
}
