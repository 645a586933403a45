// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.credential.X509CertificateValidationMode;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource({"5m, PT5M", "30s, PT30S", "PT5M, PT5M", "pt1h, PT1H", "250ms, PT0.25S", "1H, PT1H"})
    void readsDuration(String text, Duration expected) {
        assertThat(Format.CLOCK_SKEW.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "m", "-5m", "5 m", "00:05:00", "PT", "P5", "five", "99999999999m", "1d"})
    void refusesDurationThatHasNoUnitOrIsNone(String text) {
        assertThat(Format.CLOCK_SKEW.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"61m", "3601s", "PT1H0.001S", "PT-1S"})
    void refusesClockSkewOutOfRange(String text) {
        assertThat(Format.CLOCK_SKEW.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:0/", "http://localhost:65536/", "http://localhost:99999/"})
    void refusesPortThatNobodyCanConnectTo(String text) {
        assertThat(Format.HTTP_ADDRESS.parse(text)).isEmpty();
    }

    @Test
    void takesAnyPortButZeroOnlyWhereOneListens() {
        assertThat(Format.HTTP_ADDRESS.parse("http://localhost:65535/")).isPresent();
        assertThat(Format.HTTP_ADDRESS.parse("http://localhost:1/")).isPresent();
        assertThat(Format.LISTEN_ADDRESS.parse("http://localhost:0/")).isPresent();
        assertThat(Format.LISTEN_ADDRESS.parse("http://localhost:65536/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/Calculator",
                "http://[::1]:8080/c",
                "http://Contoso.com:80",
                "http://app_server01:81/c"
            })
    void readsAddress(String text) {
        assertThat(Format.HTTP_ADDRESS.parse(text)).contains(URI.create(text));
    }

    @Test
    void readsAddressAsDotNetDoes() {
        assertThat(Format.ADDRESS.parse("HTTPS://m\u00fcller.example/My Calc"))
                .contains(URI.create("https://xn--mller-kva.example/My%20Calc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/service?wsdl",
                "https://app_server01/service?wsdl",
                "file:///folder/service.wsdl",
                "file:/folder/service.wsdl",
                "FILE:///C:/folder/my%20service.wsdl"
            })
    void readsAddressOfAWsdl(String text) {
        assertThat(Format.WSDL_ADDRESS.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me@localhost/",
                "http://localhost/#top",
                "ftp://localhost/",
                "file://server/share/service.wsdl",
                "file:///folder/service.wsdl?x",
                "file:///folder/service.wsdl#x",
                "file:"
            })
    void refusesOtherAddressesOfAWsdl(String text) {
        assertThat(Format.WSDL_ADDRESS.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/",
                "localhost:8080",
                "/Calculator",
                "http:///Calculator",
                "http://me@localhost/",
                "http://localhost/?wsdl",
                "http://localhost/#top",
                "http://local host/"
            })
    void refusesAddressOfAnotherKind(String text) {
        assertThat(Format.HTTP_ADDRESS.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "", "truee"})
    void refusesFlagThatIsNeitherTrueNorFalse(String text) {
        assertThat(Format.FLAG.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e3", "65_536", "2147483648", "9999999999", "0x10"})
    void refusesCountThatIsNoWholeNumberFromOneOn(String text) {
        assertThat(Format.COUNT.parse(text)).isEmpty();
    }

    @Test
    void readsValidationModeInBothSpellings() {
        assertThat(Format.VALIDATION_MODE.parse("PeerOrChainTrust"))
                .isEqualTo(Format.VALIDATION_MODE.parse("peer-or-chain-trust"))
                .contains(X509CertificateValidationMode.PEER_OR_CHAIN_TRUST);
    }
}
