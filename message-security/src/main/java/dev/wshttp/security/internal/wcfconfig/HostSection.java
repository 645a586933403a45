// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code host}, and the address of an endpoint, which is absolute or starts at the service's base address for http. */
final class HostSection {
    private static final String ADDRESS = "address";
    private static final String BASE = "baseAddress";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    private final Translation translation;

    HostSection(Translation translation) {
        this.translation = translation;
    }

    /** Returns the endpoint's address; empty if there is none, which becomes a problem unless a key gives one. */
    Optional<String> translate(ConfigElement service, ConfigElement endpoint) {
        Optional<ConfigElement> host = translation.child(service, "host");
        host.flatMap(found -> translation.child(found, "timeouts"))
                .ifPresent(found -> translation.apply(EndpointElements.HOST_TIMEOUTS, found));
        Optional<ConfigElement> base =
                host.flatMap(found -> translation.child(found, "baseAddresses")).flatMap(this::baseAddress);
        String written = endpoint.attribute(ADDRESS).orElse("").strip();
        Optional<String> address = isAbsolute(written)
                ? Optional.of(written)
                : base.flatMap(found -> found.attribute(BASE)).map(start -> below(start.strip(), written));
        if (address.isEmpty() && !translation.isGiven(ADDRESS)) {
            translation.problem(
                    endpoint,
                    ADDRESS,
                    "is relative, and the service has no base address for http (expected <host><baseAddresses><add"
                            + " baseAddress=\"http://...\"/>, an absolute address, or the key " + SettingKey.ADDRESS
                            + "). Add one");
        }
        return address.flatMap(found -> put(found, isAbsolute(written) ? endpoint : base.orElse(endpoint), endpoint));
    }

    private Optional<String> put(String address, ConfigElement origin, ConfigElement endpoint) {
        Optional<String> usable = WcfType.HTTP_ADDRESS.translate(address);
        usable.ifPresentOrElse(
                found -> translation.put(ADDRESS, found, endpoint, ADDRESS),
                () -> translation.problem(
                        origin,
                        origin == endpoint ? ADDRESS : BASE,
                        "is not supported: it makes '" + address + "' (expected " + WcfType.HTTP_ADDRESS.expected()
                                + "). Correct it"));
        return usable;
    }

    // Those for https, net.tcp and so on are for endpoints of other bindings.
    private Optional<ConfigElement> baseAddress(ConfigElement addresses) {
        List<ConfigElement> all = addresses.items("add");
        all.forEach(each -> translation.apply(EndpointElements.BASE_ADDRESS, each));
        List<ConfigElement> forHttp = all.stream()
                .filter(each -> each.attribute(BASE)
                        .filter(text -> text.strip().toLowerCase(Locale.ROOT).startsWith("http:"))
                        .isPresent())
                .toList();
        forHttp.stream()
                .skip(1)
                .forEach(again -> translation.problem(
                        again, BASE, "is a second base address for http (expected one of each scheme). Remove one"));
        return forHttp.stream().findFirst();
    }

    private static boolean isAbsolute(String address) {
        return SCHEME.matcher(address).lookingAt();
    }

    // WCF puts what is relative behind the whole base address.
    static String below(String base, String relative) {
        return relative.isEmpty() ? base : withoutSlashesAtItsEnd(base) + "/" + withoutSlashesAtItsStart(relative);
    }

    private static String withoutSlashesAtItsEnd(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String withoutSlashesAtItsStart(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '/') {
            start++;
        }
        return text.substring(start);
    }
}
