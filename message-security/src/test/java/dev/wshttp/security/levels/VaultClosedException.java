// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import jakarta.xml.ws.WebFault;

/** A declared fault, at the level of its operation. */
@WebFault(name = "Closed", targetNamespace = Vault.NAMESPACE)
public class VaultClosedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String faultInfo;

    public VaultClosedException(String message, String faultInfo) {
        super(message);
        this.faultInfo = faultInfo;
    }

    public VaultClosedException(String message, String faultInfo, Throwable cause) {
        super(message, cause);
        this.faultInfo = faultInfo;
    }

    public String getFaultInfo() {
        return faultInfo;
    }
}
