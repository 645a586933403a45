// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address that a servlet container tells; the one of the JDK's server is told in {@link HandshakeFloodTest}. */
class RemoteAddressTest {
    private static final String API =
            "package jakarta.servlet; public interface ServletRequest { String getRemoteAddr(); }";
    private static final String CONTAINER = """
            package container;
            class Request implements jakarta.servlet.ServletRequest {
                private final String address;
                Request(String address) { this.address = address; }
                public String getRemoteAddr() { return address; }
            }
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "::1", "::ffff:192.0.2.1"})
    void isTheOneThatTheContainerTells(String address) throws Exception {
        assertThat(RemoteAddress.ofServlet(request(address))).contains(InetAddress.getByName(address));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "unknown", "attacker.example", "fade.bed", "1.2.3.4.attacker.example", "300.1.1.1:80"})
    void isNeverLookedUpByAName(String text) throws Exception {
        assertThat(RemoteAddress.ofServlet(request(text))).isEmpty();
    }

    @Test
    void isUnknownOfARequestOfAnotherKind() {
        assertThat(RemoteAddress.ofServlet("no request")).isEmpty();
    }

    /** A request of a class that is not public, as those of containers are; the servlet API is no dependency of this module. */
    private Object request(String address) throws Exception {
        compile("jakarta/servlet/ServletRequest.java", API);
        compile("container/Request.java", CONTAINER);
        var constructor = new URLClassLoader(new URL[] {directory.toUri().toURL()})
                .loadClass("container.Request")
                .getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        return constructor.newInstance(address);
    }

    private void compile(String name, String source) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        directory.toString(),
                        "-d",
                        directory.toString(),
                        file.toString());
        assertThat(result).isZero();
    }
}
