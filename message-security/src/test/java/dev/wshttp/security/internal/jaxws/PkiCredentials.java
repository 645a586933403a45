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
record PkiCredentials(TestPki pki) {
    ClientCredentials client() {
        return ClientCredentials.of(of(pki.client()), trust())
                .withServiceCertificate(pki.service().certificate());
    }

    ServiceCredentials service() {
        return ServiceCredentials.of(of(pki.service()), trust());
    }

    CertificateTrust trust() {
        return CertificateTrust.chain(List.of(pki.authorityCertificate()));
    }

    static X509Credential of(TestCredential made) {
        return X509Credential.of(made.key(), made.chain());
    }
}
