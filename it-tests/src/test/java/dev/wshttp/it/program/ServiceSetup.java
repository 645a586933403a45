// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.testing.Certificates;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings of a service under test; file names are those of {@link Certificates}. Tests with equal settings share a service. */
public record ServiceSetup(Map<String, String> settings) {
    private static final String PREFIX = "message-security.";

    // Tests open sessions that are never used, and faster than any client.
    private static final String PENDING_SESSIONS = "10000";

    public ServiceSetup {
        settings = Map.copyOf(settings);
    }

    /** Direct mode, the good certificate, and clients of the test authority. */
    public static ServiceSetup standard() {
        return standard(Mode.DIRECT);
    }

    /** Returns the same in another mode. */
    public static ServiceSetup standard(Mode mode) {
        return new ServiceSetup(Map.of())
                .with("negotiate-service-credential", String.valueOf(mode.negotiates()))
                .with("establish-security-context", String.valueOf(mode.hasSession()))
                .with("session.max-pending", PENDING_SESSIONS)
                .with("service-certificate.file", "service.p12")
                .with("service-certificate.password-file", "password")
                .with("trust.file", "ca.pem")
                .with("trust.revocation-list", "ca.crl");
    }

    /** Returns the same with one other setting of the binding, named without its prefix. */
    public ServiceSetup with(String key, String value) {
        var changed = new TreeMap<>(settings);
        changed.put(PREFIX + key, value);
        return new ServiceSetup(changed);
    }

    /** Returns the same with a setting of the binding where it has none yet. */
    public ServiceSetup withDefault(String key, String value) {
        return settings.containsKey(PREFIX + key) ? this : with(key, value);
    }

    /** Returns the content of the settings file. */
    public String asProperties() {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}
