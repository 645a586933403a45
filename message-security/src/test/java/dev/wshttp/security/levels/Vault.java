// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import dev.wshttp.security.protection.MessageProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebService;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.FaultAction;
import jakarta.xml.ws.Holder;

/** A contract with every level: of operations, directions, headers and a declared fault. */
@WebService(targetNamespace = Vault.NAMESPACE)
@MessageProtection
public interface Vault {
    String NAMESPACE = "urn:test:vault";
    String HEADERS = "urn:test:vault:headers";

    @WebMethod
    @Action(input = NAMESPACE + ":store", output = NAMESPACE + ":stored")
    String store(
            @WebParam(name = "item") String item,
            @WebParam(name = "Secret", header = true, targetNamespace = HEADERS) String secret,
            @WebParam(name = "Tenant", header = true, targetNamespace = HEADERS)
                    @MessageProtection(ProtectionLevel.SIGN)
                    String tenant,
            @WebParam(name = "Trace", header = true, targetNamespace = HEADERS) @MessageProtection(ProtectionLevel.NONE)
                    String trace,
            @WebParam(name = "Receipt", header = true, mode = WebParam.Mode.OUT, targetNamespace = HEADERS)
                    Holder<String> receipt);

    @WebMethod
    @Action(
            input = NAMESPACE + ":look",
            output = NAMESPACE + ":looked",
            fault = @FaultAction(className = VaultClosedException.class, value = NAMESPACE + ":closed"))
    @MessageProtection(ProtectionLevel.SIGN)
    String look(@WebParam(name = "item") String item) throws VaultClosedException;

    @WebMethod
    @Action(input = NAMESPACE + ":ping", output = NAMESPACE + ":pinged")
    @MessageProtection(ProtectionLevel.NONE)
    String ping(@WebParam(name = "item") String item);

    @WebMethod
    @Action(input = NAMESPACE + ":ask", output = NAMESPACE + ":asked")
    @MessageProtection(request = ProtectionLevel.SIGN)
    String ask(@WebParam(name = "item") String item);

    @WebMethod
    @Action(input = NAMESPACE + ":tell", output = NAMESPACE + ":told")
    @MessageProtection(reply = ProtectionLevel.NONE)
    String tell(@WebParam(name = "item") String item);

    /** The one operation whose body and header have the default. */
    @WebMethod
    @Action(input = NAMESPACE + ":keep", output = NAMESPACE + ":kept")
    String keep(@WebParam(name = "item") String item);
}
