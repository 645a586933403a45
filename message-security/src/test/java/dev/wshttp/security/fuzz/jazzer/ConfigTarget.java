// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.config.HostKeys;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.config.ServiceModelConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** WCF's configuration files, as a client's and as a service's, to the point where credentials would be read. */
public final class ConfigTarget implements Target {
    private static final Config OUTSIDE = new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "message-security.stores.current-user.my", "none",
                            "message-security.stores.local-machine.my", "none",
                            "message-security.stores.current-user.root", "none.pem",
                            "message-security.stores.local-machine.root", "none.pem"),
                    "outside",
                    500))
            .build();

    private final InputFile file = InputFile.named("App.config");

    @Override
    public void read(byte[] octets) {
        Path config = file.with(octets);
        refusable(() -> settings(ServiceModelConfigSource.ofClient(config, OUTSIDE, HostKeys.NONE))
                .client());
        refusable(() -> settings(ServiceModelConfigSource.ofService(config, OUTSIDE, HostKeys.NONE))
                .service());
    }

    private MessageSecurityConfiguration settings(ServiceModelConfigSource source) {
        Config config = new SmallRyeConfigBuilder().withSources(source).build();
        return MessageSecurityConfiguration.of(config, file.path().resolveSibling("credentials"));
    }

    private static void refusable(Runnable reading) {
        try {
            reading.run();
        } catch (MessageSecurityException refused) {
            // As it has to be.
        }
    }
}
