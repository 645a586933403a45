// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static dev.wshttp.security.instances.SharedMemory.Admission.ADMITTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.cluster.ClusterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A store with users, passwords and TLS. */
@RequiresRedis
@Timeout(60)
class SecuredStoreTest {
    // The first handshake of a JVM takes its time, and a late answer is no refusal.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(20);

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture();

    @TempDir
    Path folder;

    @Test
    void takesThePasswordOfAFile() throws IOException {
        RedisServer server = cluster.closing(RedisServer.start("--requirepass", "open sesame"));

        assertAdmits(server.uri(), settings -> settings.passwordFile(password("open sesame")));
    }

    @Test
    void takesUserAndPassword() throws IOException {
        RedisServer server = cluster.closing(startWithUser("+@all"));

        assertAdmits(server.uri(), settings -> settings.user("calculator").passwordFile(password("sesame")));
    }

    /** The rights that docs/scale-out.md tells to give. */
    @Test
    void needsFewRights() {
        RedisServer server = cluster.closing(startWithUser(
                "-@all +@connection +info +script|load +evalsha +exists +set +get +incr +pexpire +pttl +time +hget +hmget +hset +zadd +zrem"
                        + " +zcard +zscore +zremrangebyscore +publish +subscribe +pubsub|numsub +wait"));
        var instance = cluster.instance(
                server.uri(), settings -> settings.user("calculator").passwordFile(password("sesame")));
        var memory = instance.memory().orElseThrow();

        assertThat(memory.admit(octets("a"), LONG, "urn:uuid:1")).isEqualTo(ADMITTED);
        assertThat(memory.end("urn:uuid:1", LONG)).isTrue();
        assertThat(memory.hasEnded("urn:uuid:1")).isTrue();
        assertThat(memory.count(octets("c"), LONG)).isEqualTo(1);
        assertThat(memory.take(octets("b"), 10, Duration.ofSeconds(1))).isTrue();
        assertThat(memory.hold("h", LONG, 1)).isTrue();
        memory.release("h");
        assertThat(instance.relay().orElseThrow().begun("/", "n", LONG)).isTrue();
        assertThat(cluster.instance(
                                server.uri(),
                                settings -> settings.user("calculator").passwordFile(password("sesame")))
                        .relay()
                        .orElseThrow()
                        .handOver("/", "n", octets("leg")))
                .isEmpty();
    }

    @Test
    void refusesWrongPasswordAtTheStart() {
        RedisServer server = cluster.closing(RedisServer.start("--requirepass", "open sesame"));

        assertRefused(
                server.uri(),
                settings -> settings.passwordFile(password("barley")),
                SecurityFault.CONFIGURATION_INVALID);
        assertRefused(server.uri(), settings -> settings, SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void refusesAbsentPasswordFile() {
        RedisServer server = cluster.closing(RedisServer.start("--requirepass", "open sesame"));

        assertRefused(
                server.uri(),
                settings -> settings.passwordFile(folder.resolve("absent")),
                SecurityFault.CREDENTIAL_UNREADABLE);
    }

    @Test
    void talksTls() throws IOException {
        int port = startWithTls(PKI.service());

        assertAdmits(
                "rediss://localhost:" + port, settings -> settings.trustFile(authority(PKI.authorityCertificate())));
    }

    @Test
    void refusesStoreOfAnotherAuthority() throws IOException {
        int port = startWithTls(PKI.service());

        assertRefused(
                "rediss://localhost:" + port,
                settings -> settings.trustFile(authority(PKI.untrustedAuthorityCertificate())),
                SecurityFault.CONFIGURATION_INVALID);
        assertRefused("rediss://localhost:" + port, settings -> settings, SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void refusesStoreOfAnotherName() throws IOException {
        int port = startWithTls(PKI.otherName());

        assertRefused(
                "rediss://localhost:" + port,
                settings -> settings.trustFile(authority(PKI.authorityCertificate())),
                SecurityFault.CONFIGURATION_INVALID);
    }

    private static RedisServer startWithUser(String rights) {
        var words = new ArrayList<>(List.of("--user", "calculator", "on", ">sesame", "~wshttp:*", "&wshttp:*"));
        words.addAll(List.of(rights.split(" ")));
        return RedisServer.start(words.toArray(String[]::new));
    }

    private int startWithTls(TestCredential credential) throws IOException {
        int port = RedisServer.freePort();
        Path key = folder.resolve("redis-key.pem");
        Files.writeString(key, pem("PRIVATE KEY", credential.key().getEncoded()));
        cluster.closing(RedisServer.start(
                "--tls-port", String.valueOf(port),
                "--tls-auth-clients", "no",
                "--tls-cert-file", authority(credential.certificate()).toString(),
                "--tls-key-file", key.toString(),
                "--tls-ca-cert-file", authority(PKI.authorityCertificate()).toString()));
        return port;
    }

    private void assertAdmits(String uri, UnaryOperator<ClusterSettings.Builder> change) {
        assertThat(cluster.instance(uri, settings -> change.apply(settings.timeout(PATIENCE)))
                        .memory()
                        .orElseThrow()
                        .admit(octets("a"), LONG, ""))
                .isEqualTo(ADMITTED);
    }

    private void assertRefused(String uri, UnaryOperator<ClusterSettings.Builder> change, SecurityFault fault) {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> cluster.instance(uri, settings -> change.apply(settings.timeout(PATIENCE))))
                .withMessageNotContaining("barley")
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    private Path password(String text) {
        return write(folder.resolve("redis.password"), text + "\n");
    }

    private Path authority(X509Certificate certificate) {
        try {
            return write(
                    folder.resolve(certificate.getSerialNumber() + ".pem"),
                    pem("CERTIFICATE", certificate.getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String label, byte[] octets) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}
