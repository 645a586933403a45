// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine of octets in a JVM of its own: it needs no WSS4J and no Santuario, and its calls build no DOM. */
@Timeout(120)
class EngineAloneTest {
    @TempDir
    private Path folder;

    @Test
    void callsInAllModesWithoutWss4jAndWithoutDom() throws Exception {
        Path log = folder.resolve("classes.log");

        String printed = calls("octets", "-Xlog:class+load:file=" + log);

        assertThat(printed).contains("mode 0: Hello again", "mode 1: Hello", "mode 2: Hello", "mode 3: Hello again");
        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded).anyMatch(line -> line.contains("dev.wshttp.security.internal.wss.octets.OctetsEngine "));
        assertThat(loaded)
                .noneMatch(line -> line.contains(" org.apache.wss4j."))
                .noneMatch(line -> line.contains(" org.apache.xml.security."))
                .noneMatch(line -> line.contains(" dev.wshttp.security.internal.wss.dom."))
                .noneMatch(line -> line.contains(" com.sun.org.apache.xerces.internal.dom."));
    }

    @Test
    void tellsWhichLibraryTheReferenceNeeds() throws Exception {
        assertThat(calls("wss4j"))
                .contains("message-security.engine is 'wss4j'")
                .contains("is not on the class path (expected Apache WSS4J)")
                .contains("org.apache.wss4j:wss4j-ws-security-dom");
    }

    private String calls(String engine, String... options) throws IOException, InterruptedException {
        String withoutWss4j = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(wss4j|xmlsec).*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        var all = new ArrayList<>(List.of(options));
        all.add("-Dmessage-security.engine=" + engine);
        return OwnJvm.run(CallsInAllModes.class, folder, withoutWss4j, all);
    }
}
