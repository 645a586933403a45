// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The modes in which the demo can run: the two switches of WCF. */
enum DemoMode {
    /** WCF's default: a negotiation, then a session. */
    DEFAULT(true, true, "as WCF does by default: a negotiation, then a session"),
    /** A negotiation, and no session. */
    NEGOTIATED(true, false, "by a negotiation, without a session"),
    /** A session that the certificates open. */
    SESSION(false, true, "in a session that the certificates open"),
    /** Certificates in each request. */
    DIRECT(false, false, "in each request");

    private final boolean negotiates;
    private final boolean converses;
    private final String story;

    DemoMode(boolean negotiates, boolean converses, String story) {
        this.negotiates = negotiates;
        this.converses = converses;
        this.story = story;
    }

    /**
     * Returns the mode of this name.
     *
     * @throws DemoFailure if there is none
     */
    static DemoMode named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new DemoFailure(
                                "There is no mode '" + name
                                        + "' (expected default, negotiated, session or direct). Run mvn -P demo -Ddemo.mode=direct, for example."));
    }

    /** Returns what the mode does, in words. */
    String story() {
        return story;
    }

    boolean negotiates() {
        return negotiates;
    }

    /** Returns the options of both programs. */
    List<String> settings() {
        return List.of(
                "--set",
                "message-security.negotiate-service-credential=" + negotiates,
                "--set",
                "message-security.establish-security-context=" + converses);
    }

    /** Returns the options of the client, which has to be given the service's certificate if it is not negotiated. */
    List<String> clientSettings(Path certificates) {
        var settings = new ArrayList<>(settings());
        if (!negotiates) {
            settings.add("--set");
            settings.add("message-security.service-certificate.file=" + certificates.resolve("service.pem"));
        }
        return settings;
    }
}
