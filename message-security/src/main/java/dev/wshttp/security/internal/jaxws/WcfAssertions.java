// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.policy.PolicyAssertion;
import com.sun.xml.ws.policy.PolicyMap;
import com.sun.xml.ws.policy.spi.PolicyAssertionValidator;
import dev.wshttp.security.internal.policy.WsdlOfService;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * Tells the RI that this library knows the assertions of WCF's policies. The RI finds this class by its {@code ServiceLoader}.
 *
 * <p>For a client it only prevents warnings. For an endpoint the RI would refuse any WSDL with such an assertion (WSP1015), before it knows which features the
 * endpoint has. {@link MessageSecurityDecorator} judges instead: it refuses an endpoint without the feature, and one whose policy differs from its binding.
 * Where the RI would not call the decorator, this class knows no assertion of an endpoint, and the RI refuses.
 */
public final class WcfAssertions implements PolicyAssertionValidator {
    static final String SECURITY_POLICY = "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy";

    private static final Set<QName> OF_CLIENTS = Set.of(
            new QName(SECURITY_POLICY, "SymmetricBinding"),
            new QName(SECURITY_POLICY, "EndorsingSupportingTokens"),
            new QName(SECURITY_POLICY, "Wss11"),
            new QName(SECURITY_POLICY, "Trust10"),
            new QName(SECURITY_POLICY, "SignedParts"),
            new QName(SECURITY_POLICY, "EncryptedParts"),
            new QName("http://www.w3.org/2006/05/addressing/wsdl", "UsingAddressing"));

    /** For the {@code ServiceLoader}. */
    public WcfAssertions() {}

    @Override
    public Fitness validateClientSide(PolicyAssertion assertion) {
        return OF_CLIENTS.contains(assertion.getName()) ? Fitness.SUPPORTED : Fitness.UNKNOWN;
    }

    @Override
    public Fitness validateServerSide(PolicyAssertion assertion) {
        if (!WsdlOfService.NAMESPACES.contains(assertion.getName().getNamespaceURI())) {
            return Fitness.UNKNOWN;
        }
        return MessageSecurityFeatureValidator.isDecoratorCalled() ? Fitness.SUPPORTED : Fitness.UNSUPPORTED;
    }

    @Override
    public String[] declareSupportedDomains() {
        return WsdlOfService.NAMESPACES.toArray(String[]::new);
    }

    /** Returns an assertion of a WSDL that only this class has let pass; empty if there is none. */
    static Optional<QName> found(@Nullable PolicyMap policies) {
        return policies == null
                ? Optional.empty()
                : stream(policies)
                        .flatMap(WcfAssertions::stream)
                        .flatMap(WcfAssertions::stream)
                        .map(PolicyAssertion::getName)
                        .filter(name -> WsdlOfService.NAMESPACES.contains(name.getNamespaceURI()))
                        .findFirst();
    }

    private static <T> Stream<T> stream(Iterable<T> all) {
        return StreamSupport.stream(all.spliterator(), false);
    }
}
