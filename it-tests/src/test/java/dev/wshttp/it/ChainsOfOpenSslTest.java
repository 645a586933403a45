// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateVerifier;
import dev.wshttp.certs.VerificationPolicy;
import dev.wshttp.certs.VerificationReport;
import dev.wshttp.it.process.RequiresPrograms;
import dev.wshttp.it.program.OpenSsl;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509CertificateValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Library and cert-tools judge chains that openssl made, and give one reason. */
@RequiresPrograms(value = "openssl", packages = "openssl", mandatoryIf = "WSHTTP_REQUIRE_OPENSSL")
class ChainsOfOpenSslTest {
    private static final String PAST = " -startdate 20200101000000Z -enddate 20210101000000Z";
    private static final String PRESENT = " -startdate 20200101000000Z -enddate 21200101000000Z";
    private static final String AUTHORITY = "basicConstraints=critical,CA:TRUE";
    private static final String SERVICE =
            "keyUsage=critical,keyEncipherment\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:svc.example.test";

    @TempDir
    static Path folder;

    private static OpenSsl openssl;

    @BeforeAll
    static void makeCertificates() {
        openssl = new OpenSsl(folder);
        write("ca.cnf", """
                [ca]
                default_ca=a
                [a]
                database=%1$s/index
                new_certs_dir=%1$s
                rand_serial=yes
                default_md=sha256
                unique_subject=no
                policy=p
                [p]
                commonName=supplied
                """.formatted(folder));
        write("index", "");
        key("root", "Root");
        key("twin", "Root");
        key("middle", "Middle");
        key("low", "Low");
        key("leaf", "svc.example.test");
        issue("root", "root", "root", AUTHORITY, PRESENT);
        issue("root-old", "root", "root", AUTHORITY, PAST);
        issue("twin", "twin", "twin", AUTHORITY, PRESENT);
        issue(
                "root-partner",
                "root",
                "root",
                AUTHORITY + "\nnameConstraints=critical,permitted;dirName:partner\n[partner]\nO=Partner",
                PRESENT);
        issue(
                "root-mixed",
                "root",
                "root",
                AUTHORITY + "\nnameConstraints=critical,permitted;DNS:example.test,permitted;dirName:partner"
                        + "\n[partner]\nO=Partner",
                PRESENT);
        issue("middle", "middle", "root", AUTHORITY, PRESENT);
        issue("middle-old", "middle", "root", AUTHORITY, PAST);
        issue("middle-plain", "middle", "root", "subjectKeyIdentifier=hash", PRESENT);
        issue("middle-short", "middle", "root", AUTHORITY + ",pathlen:0", PRESENT);
        issue(
                "middle-names",
                "middle",
                "root",
                AUTHORITY + "\nnameConstraints=critical,permitted;DNS:other.test",
                PRESENT);
        issue("middle-crl", "middle", "root", AUTHORITY + "\nkeyUsage=critical,cRLSign", PRESENT);
        issue("middle-odd", "middle", "root", AUTHORITY + "\n1.3.6.1.4.1.311.21.10=critical,DER:0500", PRESENT);
        issue("low", "low", "middle", AUTHORITY, PRESENT);
        issue("of-root", "leaf", "root", SERVICE, PRESENT);
        issue("of-middle", "leaf", "middle", SERVICE, PRESENT);
        issue("of-low", "leaf", "low", SERVICE, PRESENT);
    }

    @ParameterizedTest
    @CsvSource({
        "of-root, '', root-old root",
        "of-root, '', twin root-old root",
        "of-middle, middle, root-old root twin",
        "of-middle, '', middle-old middle root",
        "of-middle, middle-old middle, root",
        "of-low, middle low, root",
        "of-low, low, middle-short middle root"
    })
    void trusts(String leaf, String shown, String trusted) {
        List<X509Certificate> authorities = new ArrayList<>(certificates(trusted));
        for (int turn = 0; turn < authorities.size(); turn++) {
            Collections.rotate(authorities, 1);
            assertThat(library(leaf, shown, authorities)).isEmpty();
            assertThat(certTools(leaf, shown, authorities).isTrusted()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "of-root | '' | root-old | which expired at '2021-01-01T00:00:00Z'",
                "of-root | '' | twin | another key signed it than that of",
                "of-middle | '' | root | whose certificate is not at hand",
                "of-middle | middle | twin | another key signed it than that of",
                "of-middle | middle-old | root | which expired at '2021-01-01T00:00:00Z'",
                "of-middle | middle-plain | root | which is not marked as an authority",
                "of-middle | middle | root-partner | do not permit: those of 'CN=Middle'",
                "of-middle | middle | root-mixed | do not permit: those of 'CN=Middle'",
                "of-low | low middle-short | root | permits '0' authorities below itself",
                "of-middle | middle-names | root | do not permit: those of 'CN=svc.example.test'",
                "of-middle | middle-crl | root | does not permit to sign certificates",
                "of-middle | middle-odd | root | has the critical extension '1.3.6.1.4.1.311.21.10'",
                "of-middle | middle root | twin | it has the name, but not the key, of"
            })
    void refusesForOneReason(String leaf, String shown, String trusted, String reason) {
        List<X509Certificate> authorities = certificates(trusted);

        MessageSecurityException refused =
                library(leaf, shown, authorities).orElseThrow(() -> new AssertionError("trusted"));

        assertThat(refused.getMessage()).contains(reason);
        assertThat(certTools(leaf, shown, authorities).toText())
                .contains(reason)
                .contains("NOT trusted.");
    }

    /** openssl verify, too, finds the chain that has an expired root beside the valid one. */
    @Test
    void opensslAgreesOnTheRenewedRoot() {
        write("both.pem", text("root-old.pem") + text("root.pem"));

        assertThat(openssl.print("verify -CAfile @both.pem @of-root.pem")).endsWith("OK");
    }

    private static Optional<MessageSecurityException> library(
            String leaf, String shown, List<X509Certificate> authorities) {
        var validator = new X509CertificateValidator(
                CertificateTrust.chain(authorities), X509CertificateValidator.Role.SERVICE, Clock.systemUTC());
        return Optional.ofNullable(catchThrowableOfType(
                MessageSecurityException.class,
                () -> validator.require(certificates(leaf).get(0), certificates(shown))));
    }

    private static VerificationReport certTools(String leaf, String shown, List<X509Certificate> authorities) {
        var chain = new ArrayList<>(certificates(leaf));
        chain.addAll(certificates(shown));
        var policy = new VerificationPolicy(
                authorities, List.of(), Optional.of(CertificateProfile.SERVICE), Optional.of("svc.example.test"));
        return new CertificateVerifier(policy).verify(chain, Instant.now());
    }

    private static List<X509Certificate> certificates(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> CertificateTrust.readCertificate(folder.resolve(name + ".pem")))
                .toList();
    }

    private static void key(String name, String subject) {
        openssl.print("req -new -newkey rsa:2048 -nodes -subj /CN=" + subject + " -keyout @" + name + "-key.pem -out @"
                + name + ".csr");
    }

    private static void issue(String name, String subject, String issuer, String extensions, String validity) {
        write(name + ".ext", extensions + "\n");
        String by = subject.equals(issuer)
                ? "-selfsign -keyfile @" + issuer + "-key.pem"
                : "-cert @" + issuer + ".pem -keyfile @" + issuer + "-key.pem";
        openssl.print("ca -batch -notext -config @ca.cnf -in @" + subject + ".csr " + by + " -extfile @" + name
                + ".ext -out @" + name + ".pem" + validity);
    }

    private static String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    private static void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}
