// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki.Role;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CertificateReportTest {

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration NO_NOTICE = Duration.ZERO;

    @Test
    void saysWhatEachKindIsGoodFor() {
        assertThat(report(PKI.service()).goodFor()).containsExactly(CertificateProfile.SERVICE);
        assertThat(report(PKI.client()).goodFor()).containsExactly(CertificateProfile.CLIENT);
        assertThat(CertificateReport.of(PKI.authorityCertificate(), PKI.now(), NO_NOTICE)
                        .goodFor())
                .containsExactly(CertificateProfile.ROOT);
    }

    @Test
    void hasNothingToWarnOfGoodCertificates() {
        assertThat(report(PKI.service()).warnings()).isEmpty();
        assertThat(report(PKI.client()).warnings()).isEmpty();
        assertThat(CertificateReport.of(PKI.authorityCertificate(), PKI.now(), NO_NOTICE)
                        .warnings())
                .isEmpty();
    }

    @Test
    void warnsInsideTheNoticeOnly() {
        var end = PKI.service().certificate().getNotAfter().toInstant();
        var notice = Duration.ofHours(2);

        assertThat(warnings(end.minus(notice), notice)).isEmpty();
        assertThat(warnings(end.minus(notice).plusSeconds(1), notice))
                .singleElement()
                .asString()
                .contains("expires");
        assertThat(warnings(end.plusSeconds(1), notice))
                .singleElement()
                .asString()
                .contains("expired");
    }

    @Test
    void warnsBeforeValidityStarts() {
        assertThat(report(PKI.notYetValid(Role.SERVICE)).warnings())
                .singleElement()
                .asString()
                .contains("not valid before");
    }

    @Test
    void warnsOfWeakKey() {
        assertThat(report(PKI.weakKey(Role.SERVICE)).warnings())
                .singleElement()
                .asString()
                .contains("'1024'");
    }

    @Test
    void tellsScriptsTheSameAsPeople() {
        var json = report(PKI.service()).toJson();
        var text = report(PKI.service()).toText();

        assertThat(json.getString("subject")).isEqualTo("CN=Contoso.com");
        assertThat(json.getJsonArray("goodFor").getValuesAs(JsonString::getString))
                .containsExactly("service");
        assertThat(json.getJsonArray("dnsNames").getValuesAs(JsonString::getString))
                .containsExactly("Contoso.com", "localhost");
        assertThat(json.getInt("keySizeBits")).isEqualTo(2048);
        assertThat(json.getBoolean("validNow")).isTrue();
        assertThat(json.getString("sha1")).matches("[0-9A-F]{40}");
        assertThat(text)
                .contains(json.getString("sha1"), json.getString("serial"), "Contoso.com or localhost", "serverAuth");
    }

    private static CertificateReport report(TestCredential credential) {
        return CertificateReport.of(credential.certificate(), PKI.now(), NO_NOTICE);
    }

    private static List<String> warnings(Instant at, Duration notice) {
        return CertificateReport.of(PKI.service().certificate(), at, notice).warnings();
    }
}
