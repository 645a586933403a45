// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.credential.X509FindType.FIND_BY_SERIAL_NUMBER;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_DISTINGUISHED_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_THUMBPRINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wshttp.certs.TestPki;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class X509FindTypeTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final X509Certificate certificate = PKI.client().certificate();

    @ParameterizedTest
    @ValueSource(strings = {"Cohowinery.com", "cohoWINERY.com", "Coho", "winery"})
    void findsByPartOfTheSubject(String value) {
        assertThat(FIND_BY_SUBJECT_NAME.matches(certificate, value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso.com", "CN=", "Cohowinery.com2"})
    void doesNotFindByOtherText(String value) {
        assertThat(FIND_BY_SUBJECT_NAME.matches(certificate, value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=Cohowinery.com", "cn=cohowinery.com", "CN = Cohowinery.com"})
    void findsByDistinguishedName(String value) {
        assertThat(FIND_BY_SUBJECT_DISTINGUISHED_NAME.matches(certificate, value))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cohowinery.com", "CN=Cohowinery", "CN=Cohowinery.com, O=Coho", ""})
    void doesNotFindByOtherDistinguishedName(String value) {
        assertThat(FIND_BY_SUBJECT_DISTINGUISHED_NAME.matches(certificate, value))
                .isFalse();
    }

    @Test
    void findsByThumbprintAsWindowsShowsIt() {
        String hex = Thumbprint.of(certificate).hex();
        String spaced = hex.toLowerCase(Locale.ROOT).replaceAll("(..)", "$1 ").strip();

        assertThat(FIND_BY_THUMBPRINT.matches(certificate, hex)).isTrue();
        assertThat(FIND_BY_THUMBPRINT.matches(certificate, spaced)).isTrue();
        assertThat(FIND_BY_THUMBPRINT.matches(certificate, hex.substring(1))).isFalse();
        assertThat(FIND_BY_THUMBPRINT.matches(PKI.service().certificate(), hex)).isFalse();
    }

    @Test
    void findsBySerialNumberInEitherBase() {
        String hex = certificate.getSerialNumber().toString(16);

        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, hex)).isTrue();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, "00" + hex.toUpperCase(Locale.ROOT)))
                .isTrue();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(
                        certificate, certificate.getSerialNumber().toString()))
                .isTrue();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(certificate, hex + "0")).isFalse();
        assertThat(FIND_BY_SERIAL_NUMBER.matches(PKI.service().certificate(), hex))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "FindBySubjectName, FIND_BY_SUBJECT_NAME",
        "find-by-subject-distinguished-name, FIND_BY_SUBJECT_DISTINGUISHED_NAME",
        "FIND_BY_THUMBPRINT, FIND_BY_THUMBPRINT",
        "findbyserialnumber, FIND_BY_SERIAL_NUMBER",
    })
    void isFoundByItsName(String name, X509FindType type) {
        assertThat(X509FindType.named(name)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FindByIssuerName", "find"})
    void refusesUnknownName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X509FindType.named(name))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("find-by-thumbprint");
    }

    /** An empty or white value must not silently select just anything by key properties. */
    @ParameterizedTest
    @EnumSource(value = X509FindType.class, mode = EnumSource.Mode.EXCLUDE, names = "FIND_BY_SUBJECT_NAME")
    void findsNothingByAnEmptyValue(X509FindType type) {
        assertThat(type.matches(certificate, "")).isFalse();
    }
}
