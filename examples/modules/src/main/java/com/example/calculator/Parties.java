// SPDX-License-Identifier: Apache-2.0
package com.example.calculator;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.RsaKeys;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509Credential;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A service, a client, and the authority that both trust: for an hour, in memory. */
record Parties(X509Credential service, X509Credential client, CertificateTrust trust) {
    private static final int KEY_SIZE_BITS = 2048;

    static Parties create() {
        var random = new SecureRandom();
        var validity = Validity.startingNow(Clock.systemUTC(), Duration.ofHours(1));
        var authority = CertificateAuthority.createRoot(
                CertificateRequest.subject("CN=Example authority"),
                RsaKeys.generate(KEY_SIZE_BITS, random),
                validity,
                random);
        return new Parties(
                issue(authority, CertificateProfile.SERVICE, "service.example", validity, random),
                issue(authority, CertificateProfile.CLIENT, "client.example", validity, random),
                CertificateTrust.chain(List.of(authority.certificate())));
    }

    private static X509Credential issue(
            CertificateAuthority authority,
            CertificateProfile profile,
            String name,
            Validity validity,
            SecureRandom random) {
        var issued = authority.issue(
                CertificateRequest.named(profile, validity, List.of(name)), RsaKeys.generate(KEY_SIZE_BITS, random));
        return X509Credential.of(issued.key(), issued.chain());
    }
}
