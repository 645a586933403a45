// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.policy.ServiceEndpoint;

/** A service's WSDL, in a file. */
public final class WsdlTarget implements Target {
    private final InputFile file = InputFile.named("service.wsdl");

    @Override
    public void read(byte[] octets) {
        try {
            ServiceEndpoint.fromWsdl(file.with(octets).toUri());
        } catch (MessageSecurityException refused) {
            // As it has to be.
        }
    }
}
