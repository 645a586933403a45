// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.interop.PolicyWsdl;
import dev.wshttp.interop.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the policies that tell Metro where its key stores are. A service has them in its WSDL, beside WCF's policy. A client has them in a file of
 * its own, whose policy Metro merges with the one that the service publishes.
 */
final class MetroPolicy {
    private static final String CLIENT_FILE = "META-INF/wsit-client.xml";
    private static final String CLIENT_POLICY = """
            <wsp:Policy xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" wsu:Id="endpoint"
                xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
              <wsp:ExactlyOne><wsp:All>%s</wsp:All></wsp:ExactlyOne>
            </wsp:Policy>
            """;

    private MetroPolicy() {}

    static PolicyWsdl ofService(Mode mode, CredentialFolder folder) {
        return PolicyWsdl.of(mode).withAssertions(stores(folder, Side.SERVICE));
    }

    /** Puts the client's file where Metro looks for it: on the class path of the thread. */
    static void useClientStores(CredentialFolder folder) {
        try {
            Path classPath = folder.path().resolve("metro-client");
            Path file = classPath.resolve(CLIENT_FILE);
            Files.createDirectories(file.getParent());
            PolicyWsdl.withEndpointPolicy(CLIENT_POLICY.formatted(stores(folder, Side.CLIENT)))
                    .writeTo(file);
            Thread.currentThread()
                    .setContextClassLoader(new URLClassLoader(
                            new URL[] {classPath.toUri().toURL()}, MetroPolicy.class.getClassLoader()));
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    private static String stores(CredentialFolder folder, Side side) {
        Path keys = folder.write(folder.keys(side), "metro-" + side.alias() + ".jks", side);
        Path trusted = folder.write(folder.trusted(side), "metro-" + side.alias() + "-trust.jks", side);
        return """
                <sc:KeyStore xmlns:sc="http://schemas.sun.com/2006/03/wss/%s" location="%s" type="JKS" storepass="%s" alias="%s"/>
                <sc:TrustStore xmlns:sc="http://schemas.sun.com/2006/03/wss/%1$s" location="%s" type="JKS" storepass="%3$s" peeralias="%s"/>
                """.formatted(
                        side == Side.SERVICE ? "server" : "client",
                        keys,
                        folder.password(side),
                        side.alias(),
                        trusted,
                        side.other().alias());
    }
}
