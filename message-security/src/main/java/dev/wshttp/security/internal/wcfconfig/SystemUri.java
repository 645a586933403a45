// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An address in the form that .NET's {@code System.Uri} compares: scheme and host in lower case, no default port, the root for an empty path, and
 * neither user nor fragment.
 */
record SystemUri(String scheme, String host, int port, String path, String query) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Reads an absolute address; returns empty if the text is none. */
    static Optional<SystemUri> of(String text) {
        try {
            URI uri = URI.create(text.strip()).normalize();
            return uri.isAbsolute() && uri.getRawAuthority() != null ? Optional.of(of(uri)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static SystemUri of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        return new SystemUri(
                scheme,
                // Java has no host where its name has an underscore.
                Objects.requireNonNullElse(uri.getHost(), uri.getRawAuthority()).toLowerCase(Locale.ROOT),
                uri.getPort() == defaultPort(scheme) ? -1 : uri.getPort(),
                path.isEmpty() ? "/" : path,
                Objects.requireNonNullElse(uri.getRawQuery(), ""));
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> HTTP_PORT;
            case "https" -> HTTPS_PORT;
            default -> -1;
        };
    }
}
