// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/**
 * Dangerous: a provider of HmacSHA1 that writes each secret of 32 octets that it is given to a file, so that the demo can show what is inside the
 * messages of its own client. A reader who has the file can read these messages. Only the demo installs it, in the one process that it starts for the purpose.
 */
public final class SecretsOfTheDemo extends Provider {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String FILE = "demo.secrets";
    private static final int SECRET_BYTES = 32;

    /** Called by the JVM, which is told the name of this class in its security properties. */
    @SuppressWarnings("this-escape") // a provider announces its services while it is made
    public SecretsOfTheDemo() {
        super("SecretsOfTheDemo", "1", "Writes the secrets of the demo's client to a file");
        put("Mac.HmacSHA1", Recorder.class.getName());
    }

    /**
     * Returns the options for a JVM whose secrets are to be written.
     *
     * @param secrets the file to append to
     * @param properties a file to write the list of providers to
     */
    static List<String> options(Path secrets, Path properties) throws IOException {
        Files.deleteIfExists(secrets);
        createForOwner(secrets);
        var lines = new ArrayList<>(List.of("security.provider.1=" + SecretsOfTheDemo.class.getName()));
        for (Provider provider : Security.getProviders()) {
            lines.add("security.provider." + (lines.size() + 1) + "=" + provider.getName());
        }
        Files.write(properties, lines);
        return List.of(
                "-Djava.security.properties=" + properties,
                "-D" + FILE + "=" + secrets,
                "-Xshare:auto",
                "-Xbootclasspath/a:" + classes());
    }

    // A reader of the file can read the messages, so it exists for its owner only before the first secret is in it.
    private static void createForOwner(Path secrets) throws IOException {
        if (secrets.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(secrets);
        }
    }

    private static Path classes() {
        try {
            return Path.of(SecretsOfTheDemo.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException("The place of a class is a URI", impossible);
        }
    }

    /** An HMAC of the JDK that writes its keys down. */
    public static final class Recorder extends MacSpi {
        private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

        private final Mac mac;

        /** @throws GeneralSecurityException never with a JDK that has the provider SunJCE */
        public Recorder() throws GeneralSecurityException {
            mac = Mac.getInstance("HmacSHA1", "SunJCE");
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters) throws InvalidKeyException {
            byte[] octets = key.getEncoded();
            if (octets != null && octets.length == SECRET_BYTES) {
                write("secret key=" + Base64.getEncoder().encodeToString(octets) + System.lineSeparator());
            }
            mac.init(key);
        }

        private static void write(String line) {
            if (WRITTEN.add(line)) {
                try {
                    Files.writeString(
                            Path.of(System.getProperty(FILE)),
                            line,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }

        @Override
        protected void engineUpdate(byte octet) {
            mac.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {
            mac.update(octets, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }
}
