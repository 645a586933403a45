// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key stores that are no files; {@code KeysInTokenIT} has a real one. */
class SystemKeyStoreTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String PIN = "1234";

    @TempDir
    Path folder;

    @BeforeEach
    void install() {
        Security.addProvider(new KeyStoreOfTest(PIN, PKI.service(), PKI.client(), PKI.authorityCertificate()));
    }

    @AfterEach
    void remove() {
        Security.removeProvider(KeyStoreOfTest.PROVIDER);
    }

    @Test
    void hasTheKeysOfItsProvider() {
        X509Store store = X509Store.ofType(KeyStoreOfTest.TYPE, PIN.toCharArray());

        assertThat(store.credential(FIND_BY_SUBJECT_NAME, "Contoso.com").privateKey())
                .isEqualTo(PKI.service().key());
        assertThat(store.credential(FIND_BY_SUBJECT_NAME, "Cohowinery.com").chain())
                .isEqualTo(PKI.client().chain());
        assertThat(store.certificates()).contains(PKI.authorityCertificate()).hasSize(3);
        assertThat(store.credentials())
                .hasSize(2)
                .allMatch(credential -> credential.files().isEmpty());
    }

    @Test
    void isRefusedWithAWrongPassword() {
        assertThat(refusal(() -> X509Store.ofType(KeyStoreOfTest.TYPE, "4321".toCharArray())))
                .hasMessageContaining("'" + KeyStoreOfTest.TYPE + "'")
                .hasMessageContaining("'wrong PIN'")
                .hasMessageNotContaining("4321");
        assertThat(refusal(() -> X509Store.ofType(KeyStoreOfTest.TYPE))).hasMessageContaining("'wrong PIN'");
    }

    @Test
    void namesWhatItHasIfNothingMatches() {
        X509Store store = X509Store.ofType(KeyStoreOfTest.TYPE, PIN.toCharArray());

        assertThat(refusal(() -> store.credential(FIND_BY_SUBJECT_NAME, "Fabrikam.com")))
                .hasMessageContaining("in '" + KeyStoreOfTest.TYPE + "'")
                .hasMessageContaining("CN=Contoso.com");
        assertThat(refusal(store::credential)).hasMessageContaining("Found 2 certificates");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ofWindowsIsThereOnWindowsOnly() {
        assertThat(refusal(() -> X509Store.ofType("Windows-MY")))
                .hasMessageContaining("'Windows-MY': this Java has no such type")
                .hasMessageContaining("on Windows only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "jks"})
    void isNoFile(String type) {
        assertThat(refusal(() -> X509Store.ofType(type, PIN.toCharArray())))
                .hasMessageContaining("'" + type + "': it is the type of a file");
    }

    @Test
    void ofATokenNeedsAConfiguration() {
        assertThat(refusal(() -> X509Store.ofType("pkcs11"))).hasMessageContaining("provider-file");
    }

    @Test
    void tellsThatTheConfigurationIsMissing() {
        assertThat(refusal(() -> X509Store.pkcs11(folder.resolve("absent.cfg"))))
                .hasMessageContaining("absent.cfg")
                .hasMessageContaining("there is no such file");
    }

    @Test
    void tellsWhatTheProviderSaysOfItsConfiguration() throws IOException {
        Path nonsense = Files.writeString(folder.resolve("nonsense.cfg"), "nonsense\n");
        Path library = Files.writeString(
                folder.resolve("library.cfg"), "name = Absent\nlibrary = " + folder.resolve("absent.so") + "\n");

        assertThat(refusal(() -> X509Store.pkcs11(nonsense, PIN.toCharArray())))
                .hasMessageContaining("nonsense.cfg")
                .hasMessageContaining("library = ");
        assertThat(refusal(() -> X509Store.pkcs11(library, PIN.toCharArray()))).hasMessageContaining("absent.so");
    }

    private static MessageSecurityException refusal(ThrowingCallable opening) {
        var refused = catchThrowableOfType(MessageSecurityException.class, opening);
        assertThat(refused).isNotNull();
        assertThat(refused.fault()).isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE);
        return refused;
    }
}
