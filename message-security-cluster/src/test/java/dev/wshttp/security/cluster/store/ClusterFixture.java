// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import dev.wshttp.security.cluster.ClusterInstances;
import dev.wshttp.security.cluster.ClusterSettings;
import dev.wshttp.security.cluster.Connecting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Instances with one file of keys, each with connections of its own, which end with the test. */
final class ClusterFixture implements AfterEachCallback, AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Path folder;
    private final Path keys;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> uris = new ArrayList<>();

    ClusterFixture() {
        try {
            folder = Files.createTempDirectory("cluster");
            keys = folder.resolve("cluster.keys");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        rotate();
    }

    /** Puts a new key before the others. */
    void rotate() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            String others = Files.exists(keys) ? Files.readString(keys) : "";
            Files.writeString(keys, Base64.getEncoder().encodeToString(key) + "\n" + others);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    ClusterInstances instance(String uri) {
        return instance(uri, builder -> builder);
    }

    ClusterInstances instance(String uri, UnaryOperator<ClusterSettings.Builder> change) {
        uris.add("'" + uri + "'");
        return closing(Connecting.atOnce(
                change.apply(ClusterSettings.builder(keys).uri(uri).timeout(TIMEOUT))
                        .build()));
    }

    /** Returns the addresses of the stores, in quotes as in the log. */
    List<String> uris() {
        return uris;
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        close();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
        Files.delete(keys);
        Files.delete(folder);
    }
}
