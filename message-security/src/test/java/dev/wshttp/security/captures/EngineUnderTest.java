// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.SecureRandom;

/** Makes the engine that the tests of a JVM are about: {@code message-security.engine}, or both of them, compared step by step. */
public final class EngineUnderTest {
    /** The system property that compares both engines in every test that has no transport. */
    private static final boolean BOTH = Boolean.getBoolean("test.both-engines");

    private EngineUnderTest() {}

    public static SecurityEngine of(WsHttpBinding binding, Freshness freshness) {
        return BOTH
                ? new BothEngines(binding, freshness)
                : Engines.of(MessageEngine.ofSystem(), binding, freshness, new SecureRandom());
    }
}
