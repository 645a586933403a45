// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.config.ServiceModelConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativePropertiesTest {
    @TempDir
    Path directory;

    @Test
    void saysTheSameAsTheFile() throws IOException {
        ServiceModelConfigSource client = WcfFile.CLIENT.asClient(directory);
        ServiceModelConfigSource service = WcfFile.SERVICE.asService(directory);

        assertThat(read(client.asProperties())).isEqualTo(client.getProperties());
        assertThat(read(service.asProperties())).isEqualTo(service.getProperties());
    }

    @Test
    void keepsValuesThatAPropertiesFileWouldChange() throws IOException {
        ServiceModelConfigSource client = WcfFile.CLIENT
                .with("CN=Cohowinery.com", "CN=\u00c4, O=a\\b # c ! d: e=f")
                .withStore("current-user.my", "C:\\certs\\new.p12")
                .asClient(directory);

        assertThat(read(client.asProperties()))
                .isEqualTo(client.getProperties())
                .containsEntry("message-security.client-certificate.file", "C:\\certs\\new.p12");
    }

    @Test
    void keepsBlanksAndLineFeedsOfAppSettings() throws IOException {
        String value = " \ta\n b\r\nmessage-security.trust.mode=peer-trust\\\n ";
        ServiceModelConfigSource client = WcfFile.CLIENT
                .with(
                        "<configuration>",
                        "<configuration><appSettings><add key=\"client.note\" value=\""
                                + value.replace("\t", "&#9;")
                                        .replace("\n", "&#10;")
                                        .replace("\r", "&#13;")
                                + "\"/></appSettings>")
                .asClient(directory);

        assertThat(read(client.asProperties()))
                .isEqualTo(client.getProperties())
                .containsEntry("client.note", value)
                .containsEntry("message-security.trust.mode", "chain-trust");
    }

    @Test
    void tellsWhereEachSettingComesFromInTheOrderOfTheKeys() {
        List<String> lines = WcfFile.CLIENT
                .with("<message ", "<message algorithmSuite=\"Basic128\" ")
                .asClient(directory)
                .asProperties();

        assertThat(lines)
                .containsSequence(
                        "# line 13, <message algorithmSuite=\"Basic128\">",
                        "message-security.algorithm-suite=basic128",
                        "");
        assertThat(lines.stream().filter(line -> !line.startsWith("#") && !line.isEmpty()))
                .extracting(line -> line.replaceAll("=.*", ""))
                .startsWith("message-security.address", "message-security.client-credential-type");
    }

    @Test
    void leavesOutWhatComesFromOutside() {
        assertThat(WcfFile.CLIENT
                        .withOutside("message-security.max-clock-skew", "1m")
                        .withOutside("message-security.client-certificate.password", "secret")
                        .asClient(directory)
                        .asProperties())
                .noneMatch(line -> line.contains("max-clock-skew") || line.contains("secret"));
    }

    private static Map<String, String> read(List<String> lines) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(String.join("\n", lines)));
        var values = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
