// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Holds key pairs for the lifetime of the JVM. Each is made on its first use, because making one takes longer than making
 * all certificates of a test class. The build names a folder, which all its JVMs share and {@code mvn clean} removes, in the
 * system property {@code test.keys}; without it the keys go with the JVM.
 */
enum TestKeys {
    AUTHORITY(2048),
    UNTRUSTED_AUTHORITY(2048),
    SERVICE(2048),
    CLIENT(2048),
    TWIN_OF_SERVICE(2048),
    TWIN_OF_CLIENT(2048),
    WEAK(1024);

    private static final @Nullable String FOLDER = System.getProperty("test.keys");

    private final int keySizeBits;
    private @Nullable KeyPair keyPair;

    TestKeys(int keySizeBits) {
        this.keySizeBits = keySizeBits;
    }

    synchronized KeyPair keyPair() {
        var existing = keyPair;
        if (existing == null) {
            existing = FOLDER == null ? generate() : readOrGenerate(Path.of(FOLDER, name() + ".pkcs8"));
            keyPair = existing;
        }
        return existing;
    }

    private KeyPair generate() {
        return RsaKeys.generateAnySize(keySizeBits, new SecureRandom());
    }

    private KeyPair readOrGenerate(Path file) {
        try {
            return read(file);
        } catch (NoSuchFileException first) {
            return write(generate(), file);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(
                    "The test key '" + file + "' cannot be read (expected one of an earlier test). Run mvn clean.",
                    unreadable);
        }
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        var factory = KeyFactory.getInstance("RSA");
        var key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
        BigInteger modulus = key.getModulus();
        return new KeyPair(factory.generatePublic(new RSAPublicKeySpec(modulus, key.getPublicExponent())), key);
    }

    /** Another JVM may write at the same time: a file is always whole, and the last one stays. */
    private static KeyPair write(KeyPair made, Path file) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = Files.createTempFile(folder, "unfinished", "");
            Files.write(unfinished, made.getPrivate().getEncoded());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}
