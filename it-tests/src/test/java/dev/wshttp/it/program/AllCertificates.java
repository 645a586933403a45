// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.testing.Certificates;

/** Makes the certificate folder of the tests, with good and bad credentials. */
final class AllCertificates {
    private AllCertificates() {}

    static Certificates create() {
        var certificates = Certificates.create();
        certificates.write(certificates.pki().otherName());
        for (Role role : Role.values()) {
            for (TestCredential bad : certificates.pki().badCredentials(role)) {
                certificates.write(bad);
            }
        }
        return certificates;
    }
}
