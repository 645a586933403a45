// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.policy;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.policy.PublishedEndpoint;
import dev.wshttp.security.internal.policy.WsdlReader;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * An endpoint of a service, as the WSDL of the service describes it (WCF: {@code ServiceEndpoint}, as its {@code WsdlImporter} makes it):
 *
 * <pre>{@code
 * var endpoint = ServiceEndpoint.fromWsdl(URI.create("http://localhost:8000/ServiceModelSamples/service?wsdl"));
 * var security = MessageSecurityFeature.forClient(endpoint.binding(), credentials, EndpointIdentity.dns("Contoso.com"))
 *         .withProtection(endpoint.protection());
 * }</pre>
 *
 * <p>A document that came over HTTP is not authenticated. It decides how messages are protected and where they go, which is safe: in each of the
 * modes only the expected service can read them. It does not decide which service is expected. Immutable and safe for use by several threads.
 *
 * @param name of the {@code wsdl:port}
 * @param binding the mode and the suite of the service; all else has WCF's defaults
 * @param address what messages are addressed to: the port's endpoint reference, or else its SOAP address
 * @param identity the expected service. From a file: what the endpoint reference in the document says, as in WCF, if it says anything. From the
 *     network: the DNS name of the host in the address of the WSDL; the document does not decide it
 * @param serviceCertificate the certificate that the endpoint reference shows, for bindings that do not negotiate it. It is a claim: it has to be
 *     trusted and to prove the identity as any other
 * @param protection the protection levels of messages and headers, for {@code MessageSecurityFeature.withProtection}. From a file: as it says. From
 *     the network: requests are encrypted whatever the document says, and answers may be readable but not unsigned
 * @see <a href="http://specs.xmlsoap.org/ws/2005/07/securitypolicy/ws-securitypolicy.pdf">WS-SecurityPolicy 1.1, July 2005</a>
 */
public record ServiceEndpoint(
        String name,
        WsHttpBinding binding,
        URI address,
        Optional<EndpointIdentity> identity,
        Optional<X509Certificate> serviceCertificate,
        ProtectionRequirements protection) {

    /**
     * Checks that nothing is missing.
     *
     * @throws NullPointerException if a part is null
     */
    public ServiceEndpoint {
        requireNonNull(name, "name");
        requireNonNull(binding, "binding");
        requireNonNull(address, "address");
        requireNonNull(identity, "identity");
        requireNonNull(serviceCertificate, "serviceCertificate");
        requireNonNull(protection, "protection");
    }

    /**
     * Reads the only endpoint of a service that this client can call. Imports are followed where they are needed: on the same host and port, or in the
     * same folder. Redirections are not. At most 16 documents of 1 MiB, together 4 MiB, within 20 seconds.
     *
     * @param wsdl an {@code http} address, normally of a service with {@code ?wsdl}, or a {@code file}, which may be in a jar: {@code
     *     Orders.class.getResource("/orders.wsdl").toURI()}
     * @throws MessageSecurityException with {@link SecurityFault#METADATA_UNREADABLE} if the WSDL cannot be read,
     *     {@link SecurityFault#POLICY_NOT_SUPPORTED} with all that is not supported, or {@link SecurityFault#CONFIGURATION_INVALID} if several
     *     endpoints can be called
     */
    public static ServiceEndpoint fromWsdl(URI wsdl) {
        return read(wsdl, Optional.empty());
    }

    /**
     * Reads the endpoint of this name. Otherwise as {@link #fromWsdl(URI)}.
     *
     * @param portName the name of the {@code wsdl:port}
     * @throws MessageSecurityException as {@link #fromWsdl(URI)}; with {@link SecurityFault#CONFIGURATION_INVALID} if there is no such endpoint
     */
    public static ServiceEndpoint fromWsdl(URI wsdl, String portName) {
        return read(wsdl, Optional.of(requireNonNull(portName, "portName")));
    }

    private static ServiceEndpoint read(URI wsdl, Optional<String> portName) {
        PublishedEndpoint published = new WsdlReader(requireNonNull(wsdl, "wsdl")).read(portName);
        return new ServiceEndpoint(
                published.name(),
                published.binding(),
                published.address(),
                published.identity(),
                published.serviceCertificate(),
                published.protection());
    }
}
