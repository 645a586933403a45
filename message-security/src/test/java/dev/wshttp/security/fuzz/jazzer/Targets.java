// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All targets, by the names that commands use. None is loaded before it is asked for: Jazzer has to come first. */
public enum Targets {
    /** Octets to a verified message, under the keys of a recorded one. */
    ENVELOPE("dev.wshttp.security.fuzz.jazzer.EnvelopeTarget"),
    /** Token requests and responses, the legs of a negotiation among them. */
    TRUST("dev.wshttp.security.fuzz.jazzer.TrustTarget"),
    /** TLS flights, on both sides and at each step of a handshake. */
    FLIGHT("dev.wshttp.security.internal.negotiation.FlightTarget"),
    /** A service's WSDL. */
    WSDL("dev.wshttp.security.fuzz.jazzer.WsdlTarget"),
    /** WCF's configuration files. */
    CONFIG("dev.wshttp.security.fuzz.jazzer.ConfigTarget"),
    /** What HTTP says about a message, and what of a message goes into the log. */
    HEADER("dev.wshttp.security.internal.jaxws.HeaderTarget");

    private final String className;

    Targets(String className) {
        this.className = className;
    }

    /** The target of a name. */
    public static Targets named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The name in commands and folders. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Makes it ready. */
    public Target load() {
        try {
            return Class.forName(className)
                    .asSubclass(Target.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Inputs to start from. */
    public List<byte[]> seeds() {
        return switch (this) {
            case ENVELOPE -> Seeds.envelopes();
            case TRUST -> Seeds.tokenMessages();
            case FLIGHT -> Seeds.flights();
            case WSDL ->
                Seeds.documents(Stream.of(
                                "1-nonego-nosession", "2-nonego-session", "3-nego-session-DEFAULT", "4-nego-nosession")
                        .map(folder -> "captures/wsdl/" + folder + "/singleWsdl.xml"));
            case CONFIG -> Seeds.documents(Stream.of("wcf/App.config", "wcf/Web.config"));
            case HEADER -> Seeds.headers();
        };
    }
}
