// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CONFIGURATION_INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Authorities and peers that are replaced while a validator uses them. */
class RotatedTrustTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final TestPki OTHER = new TestPki();

    @TempDir
    Path folder;

    @RegisterExtension
    final FileLog log = new FileLog();

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final X509Certificate ofOne = PKI.client().certificate();
    private final X509Certificate ofOther = OTHER.client().certificate();

    @Test
    void refusesAtOnceWhoseAuthorityIsRemovedAndAcceptsWhoseAuthorityIsAdded() throws IOException {
        write("ca.pem", PKI.authorityCertificate());
        var validator = validator(CertificateTrust.chain(folder.resolve("ca.pem")));
        assertAccepted(validator, ofOne);
        assertThat(faultOf(() -> validator.require(ofOther))).isEqualTo(CERTIFICATE_NOT_TRUSTED);

        write("ca.pem", PKI.authorityCertificate(), OTHER.authorityCertificate());
        clock.advance(FileSource.PAUSE);
        assertAccepted(validator, ofOne);
        assertAccepted(validator, ofOther);
        write("ca.pem", OTHER.authorityCertificate());
        clock.advance(FileSource.PAUSE);

        assertThat(faultOf(() -> validator.require(ofOne)))
                .as("accepted less than a minute ago")
                .isEqualTo(CERTIFICATE_NOT_TRUSTED);
        assertThat(faultOf(() -> validator.requireTrusted(ofOne))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
        assertAccepted(validator, ofOther);
    }

    @Test
    void keepsTheAuthoritiesWhileTheirFileIsNotRight() throws IOException {
        write("ca.pem", PKI.authorityCertificate(), OTHER.authorityCertificate());
        var validator = validator(CertificateTrust.chain(folder.resolve("ca.pem")));
        String whole = Files.readString(folder.resolve("ca.pem"));

        for (String bad : List.of("", "no certificate", whole.substring(0, whole.length() - 100), pem(ofOne))) {
            Files.writeString(folder.resolve("ca.pem"), bad);
            clock.advance(FileSource.PAUSE);
            assertAccepted(validator, ofOne);
            assertAccepted(validator, ofOther);
        }
        Files.delete(folder.resolve("ca.pem"));
        clock.advance(FileSource.PAUSE);

        assertAccepted(validator, ofOther);
        assertThat(log.warnings()).hasSize(5).allMatch(line -> line.contains("the present trust stays"));
    }

    @Test
    void readsAFolderOfPeersAgain() throws IOException {
        Path people = Files.createDirectory(folder.resolve("people"));
        write("people/one.pem", ofOne);
        var validator = validator(CertificateTrust.peers(people));
        assertThat(faultOf(() -> validator.require(ofOther))).isEqualTo(CERTIFICATE_NOT_TRUSTED);

        write("people/other.pem", ofOther);
        Files.delete(people.resolve("one.pem"));
        clock.advance(FileSource.PAUSE);

        assertAccepted(validator, ofOther);
        assertThat(faultOf(() -> validator.require(ofOne))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAllOnceTheLastOneIsRemovedFromItsFolder(X509CertificateValidationMode mode) throws IOException {
        boolean ofPeers = mode == X509CertificateValidationMode.PEER_TRUST;
        Path trusted = Files.createDirectory(folder.resolve("trusted"));
        X509Certificate last = ofPeers ? ofOne : PKI.authorityCertificate();
        write("trusted/last.pem", last);
        var validator = validator(CertificateTrust.fromFiles(
                mode,
                Optional.of(trusted).filter(any -> !ofPeers),
                Optional.of(trusted).filter(any -> ofPeers)));
        assertAccepted(validator, ofOne);

        Files.delete(trusted.resolve("last.pem"));
        clock.advance(FileSource.PAUSE);
        assertThat(faultOf(() -> validator.require(ofOne))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
        write("trusted/another.pem", last);
        clock.advance(FileSource.PAUSE);

        assertAccepted(validator, ofOne);
    }

    @Test
    void startsWithNoEmptyFolder() throws IOException {
        Path people = Files.createDirectory(folder.resolve("people"));

        assertThat(faultOf(() -> CertificateTrust.peers(people))).isEqualTo(CONFIGURATION_INVALID);
    }

    /** A removal that does not happen is dangerous, so one line in the log is not enough. */
    @Test
    void saysEachHourThatAPeerWasNotRemovedBecauseOfAnotherFile() throws IOException {
        Path people = Files.createDirectory(folder.resolve("people"));
        write("people/one.pem", ofOne);
        write("people/other.pem", ofOther);
        var validator = validator(CertificateTrust.peers(people));

        Files.writeString(people.resolve("other.pem"), "no certificate");
        Files.delete(people.resolve("one.pem"));
        for (int minutes : List.of(1, 59, 1)) {
            clock.advance(Duration.ofMinutes(minutes));
            assertAccepted(validator, ofOne);
        }
        assertThat(log.warnings()).hasSize(2).allMatch(line -> line.contains("other.pem"));
        write("people/other.pem", ofOther);
        clock.advance(FileSource.PAUSE);

        assertThat(faultOf(() -> validator.require(ofOne))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void readsPeersAndAuthoritiesEachFromItsFile() throws IOException {
        write("ca.pem", PKI.authorityCertificate());
        write("peers.pem", OTHER.service().certificate());
        var validator = validator(CertificateTrust.fromFiles(
                X509CertificateValidationMode.PEER_OR_CHAIN_TRUST,
                Optional.of(folder.resolve("ca.pem")),
                Optional.of(folder.resolve("peers.pem"))));
        assertThat(faultOf(() -> validator.require(ofOther))).isEqualTo(CERTIFICATE_NOT_TRUSTED);

        Files.writeString(folder.resolve("peers.pem"), "no certificate");
        clock.advance(FileSource.PAUSE);
        assertAccepted(validator, ofOne);
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("'" + folder.resolve("peers.pem") + "' changed and cannot be used"));
        write("peers.pem", ofOther);
        clock.advance(FileSource.PAUSE);

        assertAccepted(validator, ofOne);
        assertAccepted(validator, ofOther);
    }

    @Test
    void keepsWhatWasAddedToTheFilesInCode() throws IOException {
        write("ca.pem", PKI.authorityCertificate());
        PKI.writeTrust(Files.createDirectory(folder.resolve("lists")));
        var trust = CertificateTrust.chain(folder.resolve("ca.pem"))
                .withRevocationList(folder.resolve("lists").resolve("ca.crl"))
                .withRevocationMode(X509RevocationMode.ONLINE);

        write("ca.pem", PKI.authorityCertificate(), OTHER.authorityCertificate());
        CertificateTrust current = trust.current(PKI.now());

        assertThat(current.authorities()).containsExactly(PKI.authorityCertificate(), OTHER.authorityCertificate());
        assertThat(current.revocationMode()).isEqualTo(X509RevocationMode.ONLINE);
        assertThat(current.revocationListFile()).isEqualTo(trust.revocationListFile());
        assertThat(current.current(PKI.now())).isSameAs(current);
    }

    private void write(String name, X509Certificate... certificates) throws IOException {
        var text = new StringBuilder();
        for (X509Certificate each : certificates) {
            text.append(pem(each));
        }
        Files.writeString(folder.resolve(name), text);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509CertificateValidator validator(CertificateTrust trust) {
        return new X509CertificateValidator(trust, X509CertificateValidator.Role.CLIENT, clock);
    }

    private static void assertAccepted(X509CertificateValidator validator, X509Certificate certificate) {
        assertThatNoException().isThrownBy(() -> validator.require(certificate));
    }
}
