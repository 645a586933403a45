// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.engine;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.octets.OctetsEngine;
import java.lang.reflect.InvocationTargetException;
import java.security.SecureRandom;

/** Makes engines. */
public final class Engines {
    // By name, so that the default neither loads nor needs it.
    private static final String WSS4J = "dev.wshttp.security.internal.wss.dom.Wss4jEngine";

    private Engines() {}

    /**
     * Returns a new engine.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if its libraries are missing
     */
    public static SecurityEngine of(
            MessageEngine engine, WsHttpBinding binding, Freshness freshness, SecureRandom random) {
        return engine == MessageEngine.OCTETS
                ? new OctetsEngine(binding, freshness, random)
                : wss4j(binding, freshness, random);
    }

    private static SecurityEngine wss4j(WsHttpBinding binding, Freshness freshness, SecureRandom random) {
        try {
            return Class.forName(WSS4J)
                    .asSubclass(SecurityEngine.class)
                    .getConstructor(WsHttpBinding.class, Freshness.class, SecureRandom.class)
                    .newInstance(binding, freshness, random);
        } catch (ClassNotFoundException | NoClassDefFoundError missing) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    MessageEngine.PROPERTY + " is 'wss4j', and '" + missing.getMessage()
                            + "' is not on the class path (expected Apache WSS4J). Add org.apache.wss4j:wss4j-ws-security-dom, or leave the"
                            + " setting out: the default engine needs no such library.",
                    missing);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("The engine of WSS4J cannot start", refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("The engine of WSS4J has another constructor", impossible);
        }
    }
}
