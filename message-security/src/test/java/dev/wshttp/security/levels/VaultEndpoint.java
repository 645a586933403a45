// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says what it got. */
@WebService(
        endpointInterface = "dev.wshttp.security.levels.Vault",
        targetNamespace = Vault.NAMESPACE,
        serviceName = "VaultService",
        portName = "VaultPort")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class VaultEndpoint implements Vault {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public String store(String item, String secret, String tenant, String trace, Holder<String> receipt) {
        receipt.value = "receipt for " + secret;
        return saw("store", item + "," + secret + "," + tenant + "," + trace);
    }

    @Override
    public String look(String item) throws VaultClosedException {
        if (item.equals("closed")) {
            throw new VaultClosedException("closed today", "until noon");
        }
        if (item.equals("broken")) {
            throw new IllegalStateException("undeclared");
        }
        return saw("look", item);
    }

    @Override
    public String ping(String item) {
        return saw("ping", item);
    }

    @Override
    public String ask(String item) {
        return saw("ask", item);
    }

    @Override
    public String tell(String item) {
        return saw("tell", item);
    }

    @Override
    public String keep(String item) {
        return saw("keep", item);
    }

    private String saw(String operation, String what) {
        seen.add(operation + " " + what);
        return operation + " " + what;
    }
}
