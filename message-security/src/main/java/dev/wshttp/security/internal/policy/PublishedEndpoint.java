// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * An endpoint of a service that a client can call, as its WSDL describes it.
 *
 * @param name of the {@code wsdl:port}
 * @param binding the mode and the suite; all else has WCF's defaults
 * @param identity the service to expect: the DNS name of the host in the address of a WSDL from the network, or what a file says
 * @param serviceCertificate the certificate that the endpoint reference shows; it is a claim
 * @param protection the levels of the messages
 */
public record PublishedEndpoint(
        String name,
        WsHttpBinding binding,
        URI address,
        Optional<EndpointIdentity> identity,
        Optional<X509Certificate> serviceCertificate,
        ProtectionRequirements protection) {}
