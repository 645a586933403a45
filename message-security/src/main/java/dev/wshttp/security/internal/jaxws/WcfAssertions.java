// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.policy.spi.AbstractQNameValidator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * Tells the RI's client that the assertions of WCF's policies are nothing to warn of. The RI finds this class by its {@code ServiceLoader}.
 *
 * <p>For the client only: an endpoint whose own WSDL demands security is still refused by the RI, for nothing here knows whether
 * that endpoint has the feature.
 */
public final class WcfAssertions extends AbstractQNameValidator {
    static final String SECURITY_POLICY = "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy";

    private static final List<QName> ASSERTIONS = Stream.concat(
                    Stream.of(
                                    "SymmetricBinding",
                                    "EndorsingSupportingTokens",
                                    "Wss11",
                                    "Trust10",
                                    "SignedParts",
                                    "EncryptedParts")
                            .map(name -> new QName(SECURITY_POLICY, name)),
                    Stream.of(new QName("http://www.w3.org/2006/05/addressing/wsdl", "UsingAddressing")))
            .toList();

    /** For the {@code ServiceLoader}. */
    public WcfAssertions() {
        super(List.of(), ASSERTIONS);
    }
}
