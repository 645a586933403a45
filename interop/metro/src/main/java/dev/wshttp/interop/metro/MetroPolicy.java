// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PolicyWsdl;
import dev.wshttp.interop.Side;
import java.nio.file.Path;

/** WCF's policy with what Metro wants to know beside it: where the stores are. */
final class MetroPolicy {
    private MetroPolicy() {}

    static PolicyWsdl of(Mode mode, CredentialFolder folder, Side side) {
        Path keys = folder.write(folder.keys(side), "metro-" + side.alias() + ".jks", side);
        Path trusted = folder.write(folder.trusted(side), "metro-" + side.alias() + "-trust.jks", side);
        return PolicyWsdl.of(mode).withAssertions("""
                <sc:KeyStore xmlns:sc="http://schemas.sun.com/2006/03/wss/%s" location="%s" type="JKS" storepass="%s" alias="%s"/>
                <sc:TrustStore xmlns:sc="http://schemas.sun.com/2006/03/wss/%1$s" location="%s" type="JKS" storepass="%3$s" peeralias="%s"/>
                """.formatted(
                        side == Side.SERVICE ? "server" : "client",
                        keys,
                        folder.password(side),
                        side.alias(),
                        trusted,
                        side.other().alias()));
    }
}
