// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.Growth;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistinguishedNameTest {
    /** What {@code X509Certificate2.SubjectName.Name} shows of names that RFC 2253 writes so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CN=a | CN=a",
                "CN=www.contoso.com,O=Contoso\\, Inc,C=US | CN=www.contoso.com, O=\"Contoso, Inc\", C=US",
                "1.2.840.113549.1.9.1=admin@contoso.com,CN=x | E=admin@contoso.com, CN=x",
                "CN=x,ST=Bayern,L=Ort,STREET=Weg 1 | CN=x, S=Bayern, L=Ort, STREET=Weg 1",
                "2.5.4.97=VATDE-123,CN=x | OID.2.5.4.97=VATDE-123, CN=x",
                "CN=Say \\\"hello\\\" | CN=\"Say \"\"hello\"\"\"",
                "CN=a=b | CN=\"a=b\"",
                "CN=a\\+b | CN=\"a+b\"",
                "CN=\\#1 | CN=\"#1\"",
                "CN=a\\;b | CN=\"a;b\"",
                "CN=\\ a | CN=\" a\"",
                "CN=a\\\\b | CN=a\\b",
                "CN=a+OU=b,O=c | CN=a + OU=b, O=c",
                "CN=a,DC=contoso,DC=com | CN=a, DC=contoso, DC=com",
                "UID=u,CN=x | OID.0.9.2342.19200300.100.1.1=u, CN=x",
                "2.5.4.5=7,2.5.4.12=Dr,2.5.4.4=Doe,2.5.4.42=Jo,2.5.4.43=J | SERIALNUMBER=7, T=Dr, SN=Doe, G=Jo, I=J",
                "CN=M\u00FCller \u20AC | CN=M\u00FCller \u20AC"
            })
    void isWrittenAsWindowsWritesItAndFoundByThat(String rfc2253, String windows) {
        var name = DistinguishedName.of(principal(rfc2253));

        assertThat(name).hasToString(windows);
        assertThat(name.is(windows)).isTrue();
        assertThat(name.is(principal(rfc2253).getName())).as("RFC 2253").isTrue();
        assertThat(name.is(principal(rfc2253).toString())).as("the JDK").isTrue();
        assertThat(name).isEqualTo(DistinguishedName.of(principal(rfc2253)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "C=US, CN=a",
                "CN=a",
                "CN=a, C=US, O=b",
                "CN=a, C=DE",
                "CN=a; C=US; ",
                "CN=a, X=US",
                "CN=a, C",
                "CN=a, =US",
                "CN=a, C=US +",
                "CN=\"a, C=US",
                "nothing"
            })
    void isNotFoundByAnotherText(String text) {
        assertThat(DistinguishedName.of(principal("CN=a,C=US")).is(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=a, C=US",
                "cn = A,c=us",
                "CN=a;C=US",
                "OID.2.5.4.3=a, 2.5.4.6=US",
                "CN=\"a\", C=\"US\"",
                "CN=a , C=US"
            })
    void isFoundHoweverItIsSpaced(String text) {
        assertThat(DistinguishedName.of(principal("CN=a,C=US")).is(text)).isTrue();
    }

    @Test
    void theAttributesOfOneRelativeNameHaveNoOrder() {
        assertThat(DistinguishedName.of(principal("CN=a+OU=b,O=c")).is("OU=b + CN=a, O=c"))
                .isTrue();
    }

    @Test
    void aBackslashOfWindowsIsALetter() {
        var name = DistinguishedName.of(principal("CN=DOMAIN\\\\user"));

        assertThat(name).hasToString("CN=DOMAIN\\user");
        assertThat(name.is("CN=DOMAIN\\user")).isTrue();
        assertThat(name.is("CN=DOMAIN\\\\user")).isTrue();
    }

    @Test
    void theKindOfStringDoesNotMatter() throws java.io.IOException {
        byte[] utf8 = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new org.bouncycastle.asn1.DERUTF8String("Contoso"))
                .build()
                .getEncoded();
        byte[] bmp = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new org.bouncycastle.asn1.DERBMPString("Contoso"))
                .build()
                .getEncoded();

        assertThat(DistinguishedName.of(new X500Principal(utf8)))
                .isEqualTo(DistinguishedName.of(new X500Principal(bmp)))
                .hasToString("CN=Contoso");
    }

    @Test
    void anEmptyNameIsEmptyAndFoundByNothing() {
        var empty = DistinguishedName.of(new X500Principal(""));

        assertThat(empty).hasToString("");
        assertThat(empty.is("")).isFalse();
    }

    @Test
    void readsALongTextInTimeThatGrowsWithIt() {
        var name = DistinguishedName.of(principal("CN=a"));

        Growth.assertLinear(length -> {
            assertThat(name.is("CN=".repeat(length / 3))).isFalse();
            assertThat(name.is("CN=\"" + "\"\"".repeat(length / 2))).isFalse();
            assertThat(name.is("CN=a,".repeat(length / 5))).isFalse();
        });
    }

    private static X500Principal principal(String rfc2253) {
        return new X500Principal(rfc2253, Map.of("EMAIL", "1.2.840.113549.1.9.1"));
    }
}
