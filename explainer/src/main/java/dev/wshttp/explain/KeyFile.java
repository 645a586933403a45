// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys for reading recorded messages, from text files. It is a value for a program that looks at messages of its own tests, because a reader who has
 * such a file can read the messages. Immutable and safe for use by several threads; {@code toString} shows no key.
 *
 * <p>A file may have, in any order and among other lines:
 *
 * <ul>
 *   <li>{@code sct identifier=URI key=BASE64 instance=URI}: the key of a security context; {@code instance} may be absent or empty
 *   <li>{@code wrapped-key id=ID key=BASE64}: the secret in the {@code EncryptedKey} of this id
 *   <li>{@code secret key=BASE64}: a secret of which it is not known what it belongs to; it is tried
 *   <li>PEM blocks: RSA private keys (PKCS#8, without password) and certificates
 * </ul>
 */
public final class KeyFile {
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int MOST_CANDIDATES = 1_000;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Pattern FIELD = Pattern.compile("\\b(\\w++)=(\\S*)");

    private final Map<String, byte[]> contexts = new HashMap<>();
    private final Map<String, byte[]> wrapped = new HashMap<>();
    private final Map<String, byte[]> encrypted = new HashMap<>();
    private final List<byte[]> candidates = new ArrayList<>();
    private final List<PrivateKey> privateKeys = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();

    private KeyFile() {}

    /** Returns no keys: messages are explained as an observer of the network sees them. */
    public static KeyFile none() {
        return new KeyFile();
    }

    /**
     * Returns keys that a running side told.
     *
     * @param contexts by {@link #contextName}
     * @param encryptedKeys by base64 of the SHA-1 of the encrypted secret
     * @param certificates that messages may name
     */
    static KeyFile of(
            Map<String, byte[]> contexts, Map<String, byte[]> encryptedKeys, Collection<X509Certificate> certificates) {
        var keys = new KeyFile();
        keys.certificates.addAll(certificates);
        keys.contexts.putAll(copy(contexts));
        keys.encrypted.putAll(copy(encryptedKeys));
        return keys;
    }

    /**
     * Reads files.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if one cannot be read, or they have no key and no
     *     certificate at all
     */
    public static KeyFile read(List<Path> files) {
        var keys = new KeyFile();
        files.forEach(file -> keys.add(text(file), file));
        if (keys.size() == 0 && !files.isEmpty()) {
            throw unreadable(files.get(0), "has no key, nor has any other", null);
        }
        return keys;
    }

    private int size() {
        return contexts.size()
                + wrapped.size()
                + encrypted.size()
                + candidates.size()
                + privateKeys.size()
                + certificates.size();
    }

    private static String text(Path file) {
        try (var content = Files.newInputStream(file)) {
            byte[] octets = content.readNBytes(MOST_BYTES + 1);
            if (octets.length > MOST_BYTES) {
                throw unreadable(file, "has more than " + MOST_BYTES + " bytes", null);
            }
            return new String(octets, ISO_8859_1);
        } catch (IOException failed) {
            throw unreadable(file, "could not be read (" + failed + ")", failed);
        }
    }

    private void add(String text, Path file) {
        text.lines().forEach(line -> {
            int sct = line.indexOf("sct identifier=");
            int key = line.indexOf("wrapped-key id=");
            if (sct >= 0) {
                addContext(fields(line.substring(sct)));
            } else if (key >= 0) {
                Map<String, String> fields = fields(line.substring(key));
                octets(fields).ifPresent(secret -> wrapped.put(fields.getOrDefault("id", ""), secret));
            } else if (line.startsWith("secret key=") && candidates.size() < MOST_CANDIDATES) {
                octets(fields(line)).ifPresent(candidates::add);
            }
        });
        Matcher block = PEM.matcher(text);
        while (block.find()) {
            addPem(block.group(1), block.group(2), file);
        }
    }

    private void addContext(Map<String, String> fields) {
        String instance = fields.getOrDefault("instance", fields.getOrDefault("keyGeneration", ""));
        octets(fields)
                .ifPresent(
                        secret -> contexts.put(contextName(fields.getOrDefault("identifier", ""), instance), secret));
    }

    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            fields.putIfAbsent(field.group(1), field.group(2));
        }
        return fields;
    }

    private static Optional<byte[]> octets(Map<String, String> fields) {
        try {
            byte[] octets = Base64.getDecoder().decode(fields.getOrDefault("key", ""));
            return octets.length == 0 ? Optional.empty() : Optional.of(octets);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private void addPem(String kind, String base64, Path file) {
        try {
            byte[] octets = Base64.getMimeDecoder().decode(base64);
            if (kind.equals("PRIVATE KEY")) {
                privateKeys.add(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(octets)));
            } else if (kind.equals("CERTIFICATE")) {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets)));
            }
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw unreadable(file, "has a block '" + kind + "' that cannot be read", malformed);
        }
    }

    private static MessageSecurityException unreadable(Path file, String what, @Nullable Throwable cause) {
        String text = "The key file '" + file + "' " + what
                + " (expected lines 'sct identifier=URI key=BASE64', 'wrapped-key id=ID key=BASE64' or 'secret key=BASE64', or PEM blocks of RSA"
                + " keys and certificates). Name the file that was written with the messages.";
        return cause == null
                ? new MessageSecurityException(SecurityFault.CREDENTIAL_UNREADABLE, text)
                : new MessageSecurityException(SecurityFault.CREDENTIAL_UNREADABLE, text, cause);
    }

    /** Returns whether there are keys; certificates alone are none. */
    public boolean isEmpty() {
        return size() == certificates.size();
    }

    /** Returns the name under which the key of a security context is kept in the results of {@link #contexts()}. */
    public static String contextName(String identifier, String instance) {
        return instance.isEmpty() ? identifier : identifier + " " + instance;
    }

    /** Returns the keys of security contexts by {@link #contextName}. The caller gets copies. */
    public Map<String, byte[]> contexts() {
        return copy(contexts);
    }

    /** Returns secrets of encrypted keys by id. The caller gets copies. */
    public Map<String, byte[]> wrappedKeys() {
        return copy(wrapped);
    }

    /** Returns secrets of encrypted keys by base64 of the SHA-1 of what was sent. The caller gets copies. */
    public Map<String, byte[]> encryptedKeys() {
        return copy(encrypted);
    }

    private static Map<String, byte[]> copy(Map<String, byte[]> keys) {
        var copy = new HashMap<String, byte[]>();
        keys.forEach((name, key) -> copy.put(name, key.clone()));
        return copy;
    }

    /** Returns secrets without a name. The caller gets copies. */
    public List<byte[]> candidates() {
        return candidates.stream().map(byte[]::clone).toList();
    }

    /** Returns private keys. */
    public List<PrivateKey> privateKeys() {
        return List.copyOf(privateKeys);
    }

    /** Returns certificates. */
    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    @Override
    public String toString() {
        return "KeyFile[" + size() + " keys and certificates]";
    }
}
