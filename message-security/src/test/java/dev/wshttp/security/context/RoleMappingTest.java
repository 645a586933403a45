// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.context.CallerCondition.Kind;
import dev.wshttp.security.credential.FileSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleMappingTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "SUBJECT, CN=Cohowinery.com, true",
        "SUBJECT, cn=COHOWINERY.COM, true",
        "SUBJECT, CN=Cohowinery.com.evil, false",
        "SUBJECT, CN=ohowinery.com, false",
        "SUBJECT, 'CN=Cohowinery.com, O=Other', false",
        "ISSUER, CN=Cohowinery.com, false",
        "DNS, cohowinery.com, true",
        "THUMBPRINT, 0000000000000000000000000000000000000000, false"
    })
    void comparesTheWholeName(Kind kind, String value, boolean expected) {
        assertThat(roles(RoleMapping.NONE.with("clerk", new CallerCondition(kind, value))))
                .isEqualTo(expected ? Set.of("clerk") : Set.of());
    }

    @Test
    void comparesIssuers() {
        String issuer = PKI.authorityCertificate().getSubjectX500Principal().getName();

        assertThat(roles(RoleMapping.NONE.with("clerk", new CallerCondition(Kind.ISSUER, issuer))))
                .containsExactly("clerk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256"})
    void comparesThumbprintsAsToolsWriteThem(String algorithm) throws Exception {
        byte[] digest = MessageDigest.getInstance(algorithm)
                .digest(PKI.client().certificate().getEncoded());

        for (HexFormat written : List.of(HexFormat.of(), HexFormat.of().withUpperCase(), HexFormat.ofDelimiter(":"))) {
            assertThat(roles(RoleMapping.NONE.with(
                            "clerk", new CallerCondition(Kind.THUMBPRINT, "\u200E" + written.formatHex(digest)))))
                    .containsExactly("clerk");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DNS, Manager.Contoso.com, true",
        "DNS, *.contoso.com, false",
        "DNS, contoso.com, false",
        "EMAIL, ann@contoso.com, true",
        "EMAIL, Ann@contoso.com, false",
        "URI, urn:person:1, true",
        "URI, urn:person:11, false",
        "EMAIL, urn:person:1, false"
    })
    void comparesAlternativeNamesOfItsKindOnly(Kind kind, String value, boolean expected) throws IOException {
        var names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "manager.contoso.com"),
            new GeneralName(GeneralName.rfc822Name, "ann@contoso.com"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "urn:person:1")
        });
        var caller = new X509Identity(PKI.withExtensions(
                        "names",
                        Role.CLIENT,
                        new X500Principal("CN=Ann"),
                        List.of(new Extension(Extension.subjectAlternativeName, false, names.getEncoded())))
                .certificate());

        assertThat(RoleMapping.NONE
                        .with("clerk", new CallerCondition(kind, value))
                        .of(caller))
                .isEqualTo(expected ? Set.of("clerk") : Set.of());
    }

    @Test
    void wantsAllConditionsOfOneLineAndOneLineOfARole() throws IOException {
        String issuer = PKI.authorityCertificate().getSubjectX500Principal().getName();
        RoleMapping mapping = read("# roles\n\n"
                + "clerk: subject=CN=Cohowinery.com & issuer=" + issuer + "\n"
                + "  manager :subject = CN=Cohowinery.com & issuer=CN=Other\r\n"
                + "owner: subject=CN=Other\n"
                + "owner: subject=CN=Cohowinery.com\n"
                + "head of sales: subject=CN=Cohowinery.com\n");

        assertThat(roles(mapping)).containsExactlyInAnyOrder("clerk", "owner", "head of sales");
    }

    @Test
    void readsWhatCodeSays() throws IOException {
        assertThat(read("clerk: subject=CN=A & B & dns=b.example").grants())
                .isEqualTo(RoleMapping.NONE
                        .with(
                                "clerk",
                                new CallerCondition(Kind.SUBJECT, "CN=A & B"),
                                new CallerCondition(Kind.DNS, "b.example"))
                        .grants());
    }

    @Test
    void followsItsFile() throws IOException {
        var clock = new AdjustableClock(Instant.parse("2026-01-01T00:00:00Z"));
        RoleMapping mapping = RoleMapping.fromFile(write("clerk: subject=CN=Cohowinery.com\n"), clock)
                .with("guest", new CallerCondition(Kind.SUBJECT, "CN=Cohowinery.com"));
        assertThat(roles(mapping)).containsExactlyInAnyOrder("clerk", "guest");

        write("manager: subject=CN=Cohowinery.com\n");

        clock.advance(FileSource.PAUSE.minusMillis(1));
        assertThat(roles(mapping)).containsExactlyInAnyOrder("clerk", "guest");
        clock.advance(Duration.ofMillis(1));
        assertThat(roles(mapping)).containsExactlyInAnyOrder("manager", "guest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manager: subject=CN=Cohowinery.com\nowner", "manager"})
    void keepsItsRolesWhileItsFileIsWrong(String wrong) throws IOException {
        var clock = new AdjustableClock(Instant.parse("2026-01-01T00:00:00Z"));
        RoleMapping mapping = RoleMapping.fromFile(write("clerk: subject=CN=Cohowinery.com\n"), clock);

        write(wrong);
        assertThat(roles(mapping)).containsExactly("clerk");

        Files.delete(directory.resolve("roles.txt"));
        clock.advance(FileSource.PAUSE);
        assertThat(roles(mapping)).containsExactly("clerk");
    }

    @Test
    void takesRolesAwayWithTheirLines() throws IOException {
        RoleMapping mapping = RoleMapping.fromFile(
                write("clerk: subject=CN=Cohowinery.com\n"),
                new AdjustableClock(Instant.parse("2026-01-01T00:00:00Z")));

        write("# all are dismissed\n");

        assertThat(roles(mapping)).isEmpty();
    }

    @Test
    void equalsWhatReadsTheSameFile() throws IOException {
        RoleMapping mapping = read("clerk: subject=CN=Cohowinery.com\n");

        assertThat(mapping).isEqualTo(RoleMapping.fromFile(directory.resolve("roles.txt")));
        assertThat(mapping).isNotEqualTo(new RoleMapping(mapping.grants()));
        assertThat(mapping).isNotEqualTo(read("manager: subject=CN=Cohowinery.com\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clerk",
                "clerk:",
                "clerk: ",
                ": subject=CN=A",
                "clerk: CN=A",
                "clerk: subject=",
                "clerk: subject=A",
                "clerk: Subject=CN=A",
                "clerk: issuer=nothing",
                "clerk: thumbprint=9F",
                "clerk: subject=CN=A & name=x",
                "clerk: subject=CN=A & dns="
            })
    void refusesALineThatItCannotRead(String line) {
        var refused = refusal(() -> read("# first\n" + line + "\n"));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("line 2").hasMessageContaining("roles.txt");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        var refused = refusal(() -> RoleMapping.fromFile(directory.resolve("absent.txt")));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("there is no such file");
    }

    @Test
    void refusesANameThatWindowsAndTheRfcReadDifferently() {
        assertThat(refusal(() -> new CallerCondition(CallerCondition.Kind.SUBJECT, "CN=Smith\\, OU=Admins, O=Coho")))
                .hasMessageContaining("read alike");
    }

    @Test
    void refusesARoleThatEveryCallerWouldHave() {
        assertThat(refusal(() -> RoleMapping.NONE.with("clerk")).fault())
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    private Set<String> roles(RoleMapping mapping) {
        return mapping.of(new X509Identity(PKI.client().certificate()));
    }

    private RoleMapping read(String text) throws IOException {
        return RoleMapping.fromFile(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("roles.txt"), text, StandardCharsets.UTF_8);
    }
}
