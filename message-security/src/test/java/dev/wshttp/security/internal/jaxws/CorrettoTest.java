// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Amazon's provider, which the user installs before those of the JDK: the library finds its algorithms by their names. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the tests have the provider for linux-x86_64")
@Timeout(120)
class CorrettoTest {
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void callsInAllModesWithoutTheAlgorithmsOfTheJdk(MessageEngine engine) throws Exception {
        Path log = folder.resolve("classes.log");

        String printed = OwnJvm.run(
                CallsInAllModes.class,
                folder,
                System.getProperty("java.class.path"),
                List.of(
                        "-Xlog:class+load:file=" + log,
                        "-Djava.security.properties=" + withProviderFirst(),
                        "-Dmessage-security.engine=" + engine));

        assertThat(printed)
                .contains("mode 0: Hello again", "mode 1: Hello again", "mode 2: Hello again", "mode 3: Hello again");
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains(" " + PROVIDER + " "))
                .noneMatch(line -> line.contains(" com.sun.crypto.provider.RSACipher "))
                .noneMatch(line -> line.contains(" com.sun.crypto.provider.AESCipher "))
                .noneMatch(line -> line.contains(" com.sun.crypto.provider.HmacSHA1 "))
                .noneMatch(line -> line.contains(" sun.security.rsa.RSASignature$SHA1withRSA "));
    }

    private Path withProviderFirst() throws IOException {
        var providers = new ArrayList<>(List.of(PROVIDER));
        Arrays.stream(Security.getProviders()).forEach(provider -> providers.add(provider.getName()));
        var lines = new ArrayList<String>();
        providers.forEach(name -> lines.add("security.provider." + (lines.size() + 1) + "=" + name));
        return Files.write(folder.resolve("java.security"), lines);
    }
}
