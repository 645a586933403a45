// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.util.Locale;
import java.util.Objects;

/**
 * The implementation that protects and verifies messages. Both send the same messages and accept the same messages. The system property
 * {@value #PROPERTY} chooses the one that is used where no other is set; without it that is {@link #OCTETS}.
 */
public enum MessageEngine {
    /** Reads and writes the octets of a message itself. It is several times as fast, and needs no other library. */
    OCTETS,
    /** Works on a tree (DOM) with Apache WSS4J and Apache Santuario, which have to be on the class path. The reference that the other is tested against. */
    WSS4J;

    /** The name of the setting and of the system property. */
    public static final String PROPERTY = "message-security.engine";

    /**
     * Returns the engine that is used where no other is set.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the system property names none
     */
    public static MessageEngine ofSystem() {
        return named(Objects.requireNonNullElse(System.getProperty(PROPERTY), "octets"));
    }

    /**
     * Returns the engine with this name: {@code octets} or {@code wss4j}.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if there is none
     */
    public static MessageEngine named(String name) {
        for (MessageEngine engine : values()) {
            if (engine.toString().equals(name)) {
                return engine;
            }
        }
        throw new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID, PROPERTY + " is '" + name + "' (expected octets or wss4j).");
    }

    /** Returns the name that settings use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
