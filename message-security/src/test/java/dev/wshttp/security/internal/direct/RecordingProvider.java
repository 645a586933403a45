// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * A provider of the JDK's own algorithms that writes down each operation and the number of octets that it went through. It knows nothing of the
 * engine, so whatever engine uses the JDK's cryptography is watched by it.
 */
final class RecordingProvider extends Provider {
    private static final ThreadLocal<List<String>> RECORD = new ThreadLocal<>();

    RecordingProvider() {
        super("Recording", "1", "Writes down each operation");
        for (String cipher : List.of("AES/CBC/NoPadding", "RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "RSA/ECB/NoPadding")) {
            add("Cipher", cipher, RecordedCipher.class);
        }
        List.of("HmacSHA1", "HmacSHA256").forEach(mac -> add("Mac", mac, RecordedMac.class));
        List.of("SHA-1", "SHA-256").forEach(digest -> add("MessageDigest", digest, RecordedDigest.class));
        List.of("SHA1withRSA", "SHA256withRSA").forEach(rsa -> add("Signature", rsa, RecordedSignature.class));
    }

    /** The operations that a task makes this thread do, in their order, with the octets that each was over. */
    static List<String> operationsOf(Runnable task) {
        var record = new ArrayList<String>();
        RECORD.set(record);
        try {
            task.run();
        } finally {
            RECORD.remove();
        }
        return record;
    }

    private void add(String type, String algorithm, Class<?> spi) {
        putService(new Service(this, type, algorithm, spi.getName(), null, Map.of()) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
                try {
                    return switch (type) {
                        case "Cipher" -> new RecordedCipher(algorithm);
                        case "Mac" -> new RecordedMac(algorithm);
                        case "MessageDigest" -> new RecordedDigest(algorithm);
                        default -> new RecordedSignature(algorithm);
                    };
                } catch (GeneralSecurityException missing) {
                    throw new IllegalStateException(missing);
                }
            }
        });
    }

    private static void record(String operation, int octets) {
        List<String> record = RECORD.get();
        if (record != null) {
            record.add(operation + " " + octets);
        }
    }

    private static final class RecordedCipher extends CipherSpi {
        private final String algorithm;
        private final Cipher cipher;

        RecordedCipher(String algorithm) throws GeneralSecurityException {
            this.algorithm = algorithm;
            this.cipher = Cipher.getInstance(algorithm, "SunJCE");
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length)
                throws IllegalBlockSizeException, BadPaddingException {
            record(algorithm, length);
            return cipher.doFinal(input, offset, length);
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
            cipher.init(mode, key, random);
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            cipher.init(mode, key, parameters, random);
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            cipher.init(mode, key, parameters, random);
        }

        @Override
        protected void engineSetMode(String mode) {}

        @Override
        protected void engineSetPadding(String padding) {}

        @Override
        protected int engineGetBlockSize() {
            return cipher.getBlockSize();
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return cipher.getOutputSize(length);
        }

        @Override
        protected byte[] engineGetIV() {
            return cipher.getIV();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return cipher.getParameters();
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            record(algorithm, length);
            return cipher.update(input, offset, length);
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int to)
                throws ShortBufferException {
            record(algorithm, length);
            return cipher.update(input, offset, length, output, to);
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int to)
                throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
            record(algorithm, length);
            return cipher.doFinal(input, offset, length, output, to);
        }
    }

    private static final class RecordedMac extends MacSpi {
        private final String algorithm;
        private final Mac mac;
        private int octets;

        RecordedMac(String algorithm) throws GeneralSecurityException {
            this.algorithm = algorithm;
            this.mac = Mac.getInstance(algorithm, "SunJCE");
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) throws InvalidKeyException {
            mac.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            octets++;
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            octets += length;
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            record(algorithm, octets);
            octets = 0;
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            octets = 0;
            mac.reset();
        }
    }

    private static final class RecordedDigest extends MessageDigestSpi {
        private final String algorithm;
        private final MessageDigest digest;
        private int octets;

        RecordedDigest(String algorithm) throws GeneralSecurityException {
            this.algorithm = algorithm;
            this.digest = MessageDigest.getInstance(algorithm, "SUN");
        }

        @Override
        protected int engineGetDigestLength() {
            return digest.getDigestLength();
        }

        @Override
        protected void engineUpdate(byte input) {
            octets++;
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            octets += length;
            digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            record(algorithm, octets);
            octets = 0;
            return digest.digest();
        }

        @Override
        protected void engineReset() {
            octets = 0;
            digest.reset();
        }
    }

    private static final class RecordedSignature extends SignatureSpi {
        private final String algorithm;
        private final Signature signature;
        private int octets;

        RecordedSignature(String algorithm) throws GeneralSecurityException {
            this.algorithm = algorithm;
            this.signature = Signature.getInstance(algorithm, "SunRsaSign");
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            signature.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            signature.initSign(key);
        }

        @Override
        protected void engineUpdate(byte input) throws SignatureException {
            octets++;
            signature.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) throws SignatureException {
            octets += length;
            signature.update(input, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            record(algorithm + " sign", octets);
            octets = 0;
            return signature.sign();
        }

        @Override
        protected boolean engineVerify(byte[] value) throws SignatureException {
            record(algorithm + " verify", octets);
            octets = 0;
            return signature.verify(value);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException();
        }
    }
}
