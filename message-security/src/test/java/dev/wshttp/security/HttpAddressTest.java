// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What .NET's {@code System.Uri} and WCF's {@code EndpointAddress.UriEquals} say of the same addresses. */
class HttpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://app_server01:22000/x, app_server01, 22000, /x",
        "http://m\u00fcller.example:81/x, xn--mller-kva.example, 81, /x",
        "http://m\u00fcller_1:81/x, xn--mller_1-n2a, 81, /x",
        "http://server.2024:8080, server.2024, 8080, /",
        "http://10.0.0.1:81/, 10.0.0.1, 81, /",
        "http://[::1]:81/x, [::1], 81, /x",
        "http://-odd-.name-/x, -odd-.name-, 80, /x",
        "HTTPS://Host/x, Host, 443, /x",
        "http://host:/x, host, 80, /x",
        "http://host:0/x, host, 0, /x"
    })
    void hasTheHostAndThePortOfEveryName(String text, String host, int port, String path) {
        HttpAddress address = HttpAddress.parse(text).orElseThrow();

        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.rawPath()).isEqualTo(path);
        assertThat(HttpAddress.of(address.uri())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/x",
                "http:",
                "http:x",
                "http:/x",
                "http://",
                "http:///x",
                "http://:80/x",
                "http://h:65536/",
                "http://h:x/",
                "http://h:-1/",
                "http://h:123456/",
                "http://a b/x",
                "http://a/\nx",
                "http://a/\u0000",
                "http://a/\ud800",
                "http://a:1:2/x",
                "http://::1/x",
                "http://[x]/",
                "http://[::1/x",
                "http://a%20b/",
                "http://a!b/",
                "ftp://h/x",
                "urn:x",
                "//h/x",
                "file:///x",
                "net.tcp://h/x",
                "http://\u200b/x"
            })
    void isNoOtherText(String text) {
        assertThat(HttpAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/My Calc/Service.svc, http://h/My%20Calc/Service.svc",
        "http://h/Gr\u00f6\u00dfe, http://h/Gr%C3%B6%C3%9Fe",
        "http://h/gr%c3%b6, http://h/gr%C3%B6",
        "http://h/%41%7e%2D, http://h/A~-",
        "http://h/100%, http://h/100%25",
        "http://h/a\\b, http://h/a/b",
        "http://h/a/./b/../c, http://h/a/c",
        "http://h/../a/.., http://h/",
        "http://h/a/%2e%2e/b, http://h/b",
        "http://h/a%2Fb+c;d, http://h/a%2Fb+c;d",
        "http://h?q=a b, http://h?q=a%20b",
        "' http://h/x ', http://h/x",
        "http://user@h/x#f, http://h/x"
    })
    void isWrittenAsDotNetWritesIt(String text, String canonical) {
        HttpAddress address = HttpAddress.parse(text).orElseThrow();

        assertThat(address).hasToString(canonical);
        assertThat(address.uri()).hasToString(canonical);
    }

    @Test
    void knowsWhetherThereWasAUserOrAFragment() {
        assertThat(HttpAddress.parse("http://u@h/").orElseThrow().hasUser()).isTrue();
        assertThat(HttpAddress.parse("http://h/").orElseThrow().hasUser()).isFalse();
        assertThat(HttpAddress.parse("http://h/#").orElseThrow().hasFragment()).isTrue();
        assertThat(HttpAddress.parse("http://h/?q").orElseThrow().rawQuery()).contains("q");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/Calculator, http://other/Calculator",
        "http://h/Calculator, http://h:80/Calculator",
        "http://h/Calculator, http://h/calculator",
        "http://h/Calculator, http://h/Calculator/",
        "http://h/Calculator, http://h/CALCULATOR/?query#fragment",
        "http://h/My%20Calc, http://h/my calc",
        "http://h/Gr%C3%B6%C3%9Fe, http://h/GR\u00d6\u00dfE",
        "http://h/a%2Fb, http://h/a/b",
        "http://h/%ff, http://h/%FF",
        "http://h, http://h/",
        "https://h/x, https://h:443/x"
    })
    void isTheSameEndpointWhereWcfSaysSo(String own, String to) {
        assertThat(HttpAddress.parse(own)
                        .orElseThrow()
                        .isSameEndpoint(HttpAddress.parse(to).orElseThrow()))
                .isTrue();
        assertThat(HttpAddress.parse(to)
                        .orElseThrow()
                        .isSameEndpoint(HttpAddress.parse(own).orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/Calculator, https://h/Calculator",
        "http://h/Calculator, http://h:81/Calculator",
        "http://h/Calculator, http://h/Calculator//",
        "http://h/Calculator, http://h/Calculato",
        "http://h/Calculator, http://h/Calculator/x",
        "http://h/Calculator, http://h/",
        "http://h/Calculator, http://h//Calculator",
        "http://h/a%252Fb, http://h/a%2Fb",
        "http://h/a+b, http://h/a b",
        "http://h/k, http://h/\u212a",
        "http://h/s, http://h/\u017f",
        "http://h/i, http://h/\u0131",
        "http://h/\u00df, http://h/ss",
        "http://h/%FF, http://h/%FE"
    })
    void isAnotherEndpointWhereWcfSaysSo(String own, String to) {
        assertThat(HttpAddress.parse(own)
                        .orElseThrow()
                        .isSameEndpoint(HttpAddress.parse(to).orElseThrow()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/a/service?wsdl, ?wsdl=wsdl0, http://h/a/service?wsdl=wsdl0",
        "http://h_1:81/a/service?wsdl, service?xsd=xsd0, http://h_1:81/a/service?xsd=xsd0",
        "http://h/a/service?wsdl, /other, http://h/other",
        "http://h/a/service?wsdl, ../other, http://h/other",
        "http://h/a/service?wsdl, './x y', http://h/a/x%20y",
        "http://h/a/service?wsdl, '', http://h/a/service?wsdl",
        "http://h/a/service?wsdl, //other:1/x, http://other:1/x",
        "https://h/a, //other/x, https://other/x",
        "http://h?wsdl, x, http://h/x",
        "http://h/a, https://h/b, https://h/b",
        "http://h/a, file:///etc/passwd, file:///etc/passwd",
        "http://h/a, urn:x, urn:x"
    })
    void resolvesReferencesAsRfc3986Does(String base, String reference, String resolved) {
        assertThat(HttpAddress.parse(base).orElseThrow().resolve(reference)).hasToString(resolved);
    }

    @Test
    void refusesReferencesToNothing() {
        HttpAddress base = HttpAddress.parse("http://h/a").orElseThrow();

        assertThatIllegalArgumentException().isThrownBy(() -> base.resolve("http://a b/"));
        assertThatIllegalArgumentException().isThrownBy(() -> HttpAddress.of(URI.create("urn:x")));
    }

    @Test
    void takesAnotherPort() {
        assertThat(HttpAddress.parse("http://my_host:0/x").orElseThrow().withPort(81))
                .hasToString("http://my_host:81/x");
    }
}
