// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.Refusals;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void tellsTheLineOnWhichEachTagBegins() throws IOException {
        ConfigElement root = read("""
                <?xml version="1.0"?>
                <!-- a comment
                     of two lines --><configuration>
                  <one
                     a="1"
                     b="2"/><two/>
                  text
                  <three><![CDATA[

                  ]]><four/></three>
                </configuration>
                """);

        assertThat(root).hasToString("line 3, <configuration>");
        assertThat(root.children("one").get(0)).hasToString("line 4, <one>");
        assertThat(root.children("two").get(0)).hasToString("line 6, <two>");
        assertThat(root.children("three").get(0)).hasToString("line 8, <three>");
        assertThat(root.children("three").get(0).children("four").get(0).line()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, true", "UTF-8, false", "UTF-16LE, true", "UTF-16BE, true"})
    void readsFilesAsEditorsWriteThem(String charset, boolean hasMark) throws IOException {
        String name = charset.startsWith("UTF-16") ? "UTF-16" : charset;
        String xml = (hasMark ? "\uFEFF" : "") + "<?xml version=\"1.0\" encoding=\"" + name
                + "\"?>\r\n<configuration>\r\n<a b=\"\u00e4\"/></configuration>";
        Path file = Files.write(directory.resolve("App.config"), xml.getBytes(Charset.forName(charset)));

        ConfigElement element = ConfigFile.read(file).children("a").get(0);

        assertThat(element.attribute("b")).contains("\u00e4");
        assertThat(element.line()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE configuration><configuration/>",
                "<!DOCTYPE configuration [<!ENTITY a 'b'>]><configuration c='&a;'/>",
                "<!DOCTYPE configuration [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><configuration>&a;</configuration>",
                "<!DOCTYPE configuration [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><configuration>&b;</configuration>"
            })
    void refusesDocumentTypes(String xml) {
        assertRefused("\n" + xml, "line 2 has a document type");
    }

    @Test
    void fetchesNothing() throws IOException {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/a.dtd";
            assertRefused("<!DOCTYPE configuration SYSTEM '" + url + "'><configuration/>", "has a document type");
            assertRefused(
                    "<!DOCTYPE configuration [<!ENTITY % p SYSTEM '" + url + "'> %p;]><configuration/>",
                    "has a document type");
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesInclusionOfOtherFiles() {
        assertRefused("""
                <configuration>
                  <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="other.config"/>
                </configuration>
                """, "line 2, <xi:include> includes another file");
    }

    @Test
    void refusesFilesThatAreTooLarge() {
        assertRefused("<configuration>" + " ".repeat(1 << 20) + "</configuration>", "more than 1048576 bytes");
    }

    @Test
    void refusesElementsThatAreNestedTooDeeply() {
        assertRefused("<configuration>" + "<a>".repeat(64), "nested more than 64 deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<system.serviceModel/>|line 1, <system.serviceModel> is the root",
                "<configuration>|no well-formed XML",
                "<configuration a='1' a='2'/>|no well-formed XML",
                "<configuration>&unknown;</configuration>|no well-formed XML",
                "message-security.address=http://localhost/|no well-formed XML",
                "''|no well-formed XML"
            })
    void refusesWhatIsNoConfigurationFile(String xml, String found) {
        assertRefused(xml, found);
    }

    @Test
    void refusesOctetsThatAreNoText() throws IOException {
        Path file = Files.write(
                directory.resolve("App.config"), "<configuration a='\u00e4'/>".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Refusals.textOf(() -> ConfigFile.read(file))).contains("no well-formed XML");
    }

    @Test
    void refusesFilesThatAreNotThere() {
        assertThat(Refusals.textOf(() -> ConfigFile.read(directory.resolve("absent.config"))))
                .contains("there is no such file", "Check the path");
        assertThat(Refusals.textOf(() -> ConfigFile.read(directory))).contains("it is a folder");
    }

    private void assertRefused(String xml, String found) {
        var refused = Refusals.refusal(() -> read(xml));
        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining(found).hasMessageContaining("(expected an App.config or Web.config");
    }

    private ConfigElement read(String xml) throws IOException {
        return ConfigFile.read(Files.writeString(directory.resolve("App.config"), xml));
    }
}
