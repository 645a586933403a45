// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Amazon's Corretto Crypto Provider, which a JVM that is started with these options asks before the providers of the JDK.
 *
 * @param jar has to be on the class path of the JVM
 * @param options of the JVM
 */
record Corretto(Path jar, List<String> options) {
    Corretto {
        options = List.copyOf(options);
    }

    /**
     * Returns nothing on a platform for which the provider is not on the class path.
     *
     * @param folder where to write a file
     */
    static Optional<Corretto> installedBy(Path folder) throws IOException {
        if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
            return Optional.empty();
        }
        var providers = new ArrayList<>(List.of(AmazonCorrettoCryptoProvider.class.getName()));
        Arrays.stream(Security.getProviders()).forEach(provider -> providers.add(provider.getName()));
        var lines = new ArrayList<String>();
        providers.forEach(name -> lines.add("security.provider." + (lines.size() + 1) + "=" + name));
        Path file = Files.write(folder.resolve("corretto.security"), lines);
        return Optional.of(new Corretto(jarOfProvider(), List.of("-Djava.security.properties=" + file)));
    }

    private static Path jarOfProvider() {
        try {
            return Path.of(AmazonCorrettoCryptoProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("A class path has files", impossible);
        }
    }
}
