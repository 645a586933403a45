// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.policy.spi.AbstractQNameValidator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * Prevents warnings of the RI's client about the assertions of WCF's policies. The RI finds this class by its {@code ServiceLoader}.
 *
 * <p>For the client only. The RI still refuses an endpoint whose own WSDL requires security, because this class does not know whether that
 * endpoint has the feature.
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
