// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.CONFIGURATION_INVALID;
import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;
import static dev.wshttp.security.SecurityFault.POLICY_NOT_SUPPORTED;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the endpoint of a service that this client can call (WCF: {@code WsdlImporter}). Not safe for use by several threads. */
public final class WsdlReader {
    private static final String EXPECTED = "(expected WSHttpBinding with SecurityMode.Message and client certificates)";

    private final URI location;
    private final MetadataSource source;

    /** Creates a reader of the WSDL at an {@code http} address or of a {@code file}. */
    public WsdlReader(URI location) {
        this(location, MetadataSource.LONGEST);
    }

    WsdlReader(URI location, Duration longest) {
        this.location = location;
        this.source = new MetadataSource(location, longest);
    }

    /** A port with its endpoint if it can be called, or else its problems. */
    private record Candidate(String name, Optional<PublishedEndpoint> endpoint, List<PolicyProblem> problems) {}

    /**
     * Reads the endpoint of this name, or the only one that can be called.
     *
     * @throws MessageSecurityException as {@code ServiceEndpoint.fromWsdl}
     */
    public PublishedEndpoint read(Optional<String> name) {
        var metadata = new MetadataSet(location, source::read);
        var policies = new PolicyReader(metadata::definitionsOf);
        List<MetadataSet.Port> ports = metadata.ports();
        List<MetadataSet.Port> meant = name.map(wanted -> named(ports, wanted)).orElse(ports);
        List<Candidate> candidates =
                meant.stream().map(port -> candidate(metadata, policies, port)).toList();
        return only(candidates);
    }

    private List<MetadataSet.Port> named(List<MetadataSet.Port> ports, String name) {
        List<MetadataSet.Port> found = ports.stream()
                .filter(port -> port.element().attribute("name").equals(name))
                .toList();
        if (found.size() == 1) {
            return found;
        }
        String names = ports.stream().map(MetadataSet.Port::name).collect(Collectors.joining("', '", "'", "'"));
        throw new MessageSecurityException(
                CONFIGURATION_INVALID,
                "The WSDL at '" + location + "' has '" + found.size() + "' endpoints of the name '"
                        + MetadataXml.printable(name) + "' (expected one of " + names
                        + "). Correct the name of the endpoint.");
    }

    private Candidate candidate(MetadataSet metadata, PolicyReader policies, MetadataSet.Port port) {
        ServicePort.Reading reading = ServicePort.read(metadata, policies, port);
        var problems = new ArrayList<>(reading.problems());
        Optional<EndpointAddress> address = EndpointAddress.read(port.element(), problems);
        if (source.isNetwork()) {
            NetworkLevels.requireSigned(reading.requirements(), problems);
            reading.security().flatMap(PublishedSecurity::suite).ifPresent(suite -> requireStrong(suite, problems));
        }
        Optional<PublishedEndpoint> endpoint = reading.security()
                .flatMap(security ->
                        address.map(known -> endpoint(reading.name(), security, known, reading.requirements())))
                .filter(known -> problems.isEmpty());
        return new Candidate(reading.name(), endpoint, problems);
    }

    private static void requireStrong(AlgorithmSuite suite, List<PolicyProblem> problems) {
        if (suite.isWeak()) {
            problems.add(
                    new PolicyProblem(
                            "sp:" + suite.policyName(),
                            "sp:AlgorithmSuite",
                            "the suite is weak, and the document came over the network, where anyone may have changed it to say so",
                            "Set one of the suites Basic128 to Basic256 on the service; or, if this one is wanted, read the WSDL from a file of your own."));
        }
    }

    private PublishedEndpoint endpoint(
            String name, PublishedSecurity security, EndpointAddress address, ProtectionRequirements requirements) {
        Optional<EndpointIdentity> expected = source.isNetwork()
                ? Optional.of(EndpointIdentity.dns(HttpAddress.of(location).host()))
                : address.identity();
        return new PublishedEndpoint(
                name,
                security.binding(),
                address.uri(),
                expected,
                address.identity()
                        .filter(EndpointIdentity.Certificate.class::isInstance)
                        .map(claimed -> ((EndpointIdentity.Certificate) claimed).expected()),
                source.isNetwork() ? NetworkLevels.of(requirements) : requirements);
    }

    private PublishedEndpoint only(List<Candidate> candidates) {
        List<PublishedEndpoint> usable = candidates.stream()
                .flatMap(candidate -> candidate.endpoint().stream())
                .toList();
        if (usable.size() == 1) {
            return usable.get(0);
        }
        if (usable.isEmpty()) {
            throw candidates.isEmpty() ? noPort() : notSupported(candidates);
        }
        String names = usable.stream().map(PublishedEndpoint::name).collect(Collectors.joining("', '", "'", "'"));
        throw new MessageSecurityException(
                CONFIGURATION_INVALID,
                "The WSDL at '" + location + "' has '" + usable.size() + "' endpoints that this client can call: "
                        + names
                        + " (expected the name of one). Set the key endpoint, or give the name to ServiceEndpoint.fromWsdl.");
    }

    private MessageSecurityException noPort() {
        return new MessageSecurityException(
                METADATA_UNREADABLE,
                "The WSDL at '" + location + "' has no endpoint " + EXPECTED
                        + ". Ask for the WSDL of the service itself: its address with '?wsdl'.");
    }

    private MessageSecurityException notSupported(List<Candidate> candidates) {
        List<PolicyProblem> problems = candidates.stream()
                .flatMap(candidate -> candidate.problems().stream())
                .toList();
        String names = candidates.stream().map(Candidate::name).collect(Collectors.joining("', '", "'", "'"));
        return new MessageSecurityException(
                POLICY_NOT_SUPPORTED,
                "This client cannot call " + names + " of the WSDL at '" + location + "' " + EXPECTED + ":"
                        + PolicyProblem.lines(problems));
    }
}
