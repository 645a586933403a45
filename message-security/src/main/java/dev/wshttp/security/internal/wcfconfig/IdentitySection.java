// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.EndpointIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code identity}: the service that a client expects, or the identity that a service publishes. */
final class IdentitySection {
    private static final String ENCODED = "encodedValue";

    private final Translation translation;

    IdentitySection(Translation translation) {
        this.translation = translation;
    }

    /** Translates the identity that a client expects: a name, a certificate, or a certificate in a store. */
    void ofClient(ConfigElement identity) {
        translation.apply(CredentialElements.IDENTITY, identity);
        Optional<ConfigElement> dns = dns(identity);
        Optional<ConfigElement> certificate = translation.child(identity, "certificate");
        Optional<ConfigElement> reference = reference(identity);
        if (Stream.of(dns, certificate, reference).filter(Optional::isPresent).count() > 1) {
            translation.problem(
                    identity,
                    "has several identities (expected one of <dns>, <certificate> and <certificateReference>). Keep the"
                            + " one that holds");
        }
        certificate.ifPresent(this::translateCertificate);
        reference.ifPresent(found -> CertificateLookup.IDENTITY.translate(found, translation));
    }

    /** Translates the identity that a service publishes, which can be a name only: without one the service publishes its certificate. */
    void ofService(ConfigElement identity) {
        translation.apply(CredentialElements.IDENTITY, identity);
        dns(identity);
        Stream.concat(translation.child(identity, "certificate").stream(), reference(identity).stream())
                .forEach(found -> {
                    found.leaveAlone();
                    translation.problem(
                            found,
                            "is not supported on a service (expected <dns>): its certificate is the one of"
                                    + " <serviceCertificate>. Remove it");
                });
    }

    private Optional<ConfigElement> dns(ConfigElement identity) {
        Optional<ConfigElement> dns = translation.child(identity, "dns");
        dns.ifPresent(found -> translation.apply(CredentialElements.DNS, found));
        return dns;
    }

    // Editors leave one behind that finds nothing.
    private Optional<ConfigElement> reference(ConfigElement identity) {
        List<ConfigElement> found =
                translation.child(identity, "certificateReference").stream().toList();
        found.forEach(each -> translation.apply(CredentialElements.CERTIFICATE_REFERENCE, each));
        return found.stream()
                .filter(each -> !CertificateLookup.findsNothing(each))
                .findFirst();
    }

    private void translateCertificate(ConfigElement certificate) {
        String text = certificate.attribute(ENCODED).orElse("").replaceAll("\\s", "");
        try {
            EndpointIdentity.encodedCertificate(text);
            translation.put("identity.certificate", text, certificate, ENCODED);
        } catch (MessageSecurityException refused) {
            translation.problem(certificate, "is not supported: " + refused.getMessage());
        }
    }
}
