// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WSDL that an application has packed with its classes. */
class WsdlInJarTest {
    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void pack() throws IOException {
        jar = directory.resolve("app with blank.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("wsdl/service.wsdl"));
            out.write(WcfWsdl.DIRECT.text("singleWsdl.xml").getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
    }

    @Test
    void isReadAsOneOfItsOwn() {
        ServiceEndpoint endpoint = ServiceEndpoint.fromWsdl(inJar("wsdl/service.wsdl"));

        assertThat(endpoint.binding()).isEqualTo(WcfWsdl.DIRECT.binding(AlgorithmSuite.BASIC256));
        assertThat(endpoint.identity()).as("which only one's own file decides").isPresent();
    }

    @Test
    void leavesTheJarFreeToBeReplaced() throws IOException {
        ServiceEndpoint.fromWsdl(inJar("wsdl/service.wsdl"));

        Files.delete(jar);
        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(inJar("wsdl/service.wsdl")))
                        .fault())
                .isEqualTo(SecurityFault.METADATA_UNREADABLE);
    }

    @Test
    void isNotReadWhereItIsNot() {
        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(inJar("wsdl/other.wsdl")))
                        .fault())
                .isEqualTo(SecurityFault.METADATA_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jar:http://127.0.0.1:1/app.jar!/service.wsdl",
                "jar:file://127.0.0.1/share/app.jar!/service.wsdl",
                "jar:file:/app.jar!/a/../service.wsdl",
                "jar:file:/app.jar",
                "ftp://127.0.0.1/service.wsdl"
            })
    void isReadFromThisMachineOnly(String address) {
        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(URI.create(address))))
                .hasMessageStartingWith("Cannot read a WSDL from '");
    }

    private URI inJar(String entry) {
        return URI.create("jar:" + jar.toUri() + "!/" + entry);
    }
}
