// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.algorithm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A set of algorithms with the name that WS-SecurityPolicy and WCF give it (WS-SecurityPolicy 1.1, section 7.1). Immutable and safe for use by
 * several threads.
 *
 * <p>Every suite uses exclusive canonicalization, a block cipher in CBC mode for data and {@code P_SHA1} for derived keys. A receiver accepts exactly
 * the algorithms of its suite, so both sides need the same one. {@link #BASIC256} is WCF's default. {@link #BASIC256_SHA256} avoids SHA-1 wherever
 * the protocol allows it. The suites with Triple DES are weak: with blocks of 8 bytes, two blocks under one key become equal after some 2<sup>32</sup>
 * blocks (32 GB), and tell the XOR of their plaintexts.
 */
public enum AlgorithmSuite {
    /** WCF's default: AES-256, HMAC-SHA1, RSA-OAEP. */
    BASIC256("Basic256", Hash.SHA1, KeyWrap.RSA_OAEP, Encryption.AES_256),
    /** AES-256, HMAC-SHA256, RSA-OAEP. */
    BASIC256_SHA256("Basic256Sha256", Hash.SHA256, KeyWrap.RSA_OAEP, Encryption.AES_256),
    /** As {@link #BASIC256}, with RSA PKCS#1 v1.5 for keys. */
    BASIC256_RSA15("Basic256Rsa15", Hash.SHA1, KeyWrap.RSA_15, Encryption.AES_256),
    /** As {@link #BASIC256_SHA256}, with RSA PKCS#1 v1.5 for keys. */
    BASIC256_SHA256_RSA15("Basic256Sha256Rsa15", Hash.SHA256, KeyWrap.RSA_15, Encryption.AES_256),
    /** AES-128, HMAC-SHA1, RSA-OAEP. */
    BASIC128("Basic128", Hash.SHA1, KeyWrap.RSA_OAEP, Encryption.AES_128),
    /** AES-128, HMAC-SHA256, RSA-OAEP. */
    BASIC128_SHA256("Basic128Sha256", Hash.SHA256, KeyWrap.RSA_OAEP, Encryption.AES_128),
    /** As {@link #BASIC128}, with RSA PKCS#1 v1.5 for keys. */
    BASIC128_RSA15("Basic128Rsa15", Hash.SHA1, KeyWrap.RSA_15, Encryption.AES_128),
    /** As {@link #BASIC128_SHA256}, with RSA PKCS#1 v1.5 for keys. */
    BASIC128_SHA256_RSA15("Basic128Sha256Rsa15", Hash.SHA256, KeyWrap.RSA_15, Encryption.AES_128),
    /** AES-192, HMAC-SHA1, RSA-OAEP. */
    BASIC192("Basic192", Hash.SHA1, KeyWrap.RSA_OAEP, Encryption.AES_192),
    /** AES-192, HMAC-SHA256, RSA-OAEP. */
    BASIC192_SHA256("Basic192Sha256", Hash.SHA256, KeyWrap.RSA_OAEP, Encryption.AES_192),
    /** As {@link #BASIC192}, with RSA PKCS#1 v1.5 for keys. */
    BASIC192_RSA15("Basic192Rsa15", Hash.SHA1, KeyWrap.RSA_15, Encryption.AES_192),
    /** As {@link #BASIC192_SHA256}, with RSA PKCS#1 v1.5 for keys. */
    BASIC192_SHA256_RSA15("Basic192Sha256Rsa15", Hash.SHA256, KeyWrap.RSA_15, Encryption.AES_192),

    /** Weak: Triple DES has 112 bits of strength and blocks of 8 bytes. Use it only for a peer that has nothing else. */
    TRIPLE_DES("TripleDes", Hash.SHA1, KeyWrap.RSA_OAEP, Encryption.TRIPLE_DES),
    /** Weak, as {@link #TRIPLE_DES}. */
    TRIPLE_DES_SHA256("TripleDesSha256", Hash.SHA256, KeyWrap.RSA_OAEP, Encryption.TRIPLE_DES),
    /** Weak, as {@link #TRIPLE_DES}. */
    TRIPLE_DES_RSA15("TripleDesRsa15", Hash.SHA1, KeyWrap.RSA_15, Encryption.TRIPLE_DES),
    /** Weak, as {@link #TRIPLE_DES}. */
    TRIPLE_DES_SHA256_RSA15("TripleDesSha256Rsa15", Hash.SHA256, KeyWrap.RSA_15, Encryption.TRIPLE_DES);

    /** The only canonicalization and the only transform of every suite (Exclusive XML Canonicalization 1.0). */
    public static final String EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";

    private final String policyName;
    private final String configurationName;
    private final Hash hash;
    private final KeyWrap keyWrap;
    private final Encryption encryption;

    AlgorithmSuite(String policyName, Hash hash, KeyWrap keyWrap, Encryption encryption) {
        this.policyName = policyName;
        this.configurationName = policyName.toLowerCase(Locale.ROOT);
        this.hash = hash;
        this.keyWrap = keyWrap;
        this.encryption = encryption;
    }

    /**
     * Returns the suite with a name of WCF ({@code Basic256Sha256}) or of a settings file ({@code basic256sha256}). Upper and lower case,
     * {@code -} and {@code _} make no difference.
     *
     * @throws IllegalArgumentException if no suite has that name; the message lists the names
     */
    public static AlgorithmSuite named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return Arrays.stream(values())
                .filter(suite -> suite.configurationName.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The algorithm suite '" + name + "' is not supported (expected one of: " + names()
                                + "). Set the suite that the binding of the other side names."));
    }

    /** Returns the name in a policy and in WCF, for example {@code Basic256Sha256} (WS-SecurityPolicy 1.1, section 7.1). */
    public String policyName() {
        return policyName;
    }

    /** Returns the name in a settings file, for example {@code basic256sha256}. */
    public String configurationName() {
        return configurationName;
    }

    /** Returns the URI of the digest of each signed part. */
    public String digestUri() {
        return hash.digestUri;
    }

    /** Returns the URI of the HMAC of the primary signature. */
    public String symmetricSignatureUri() {
        return hash.hmacUri;
    }

    /** Returns the URI of the RSA signature that endorses the primary signature. */
    public String asymmetricSignatureUri() {
        return hash.rsaUri;
    }

    /** Returns the URI of the data encryption. */
    public String encryptionUri() {
        return encryption.uri;
    }

    /** Returns the URI of the key transport that encrypts the message key for the service's certificate. */
    public String keyWrapUri() {
        return keyWrap.uri;
    }

    /** Returns true if the key transport is RSA-OAEP with SHA-1, and false if it is PKCS#1 1.5. */
    public boolean isRsaOaep() {
        return keyWrap == KeyWrap.RSA_OAEP;
    }

    /** Returns the size of the secret in an encrypted key or a security context, in bytes. */
    public int secretBytes() {
        return encryption.secretBytes;
    }

    /** Returns the size of a sender's derived signature key, which is also the least that a receiver accepts, in bytes. */
    public int signatureKeyBytes() {
        return encryption.signatureKeyBytes;
    }

    /** Returns the size of the derived encryption key, in bytes. */
    public int encryptionKeyBytes() {
        return encryption.secretBytes;
    }

    /** Returns the size of a block of the data encryption, and of its vector, in bytes. */
    public int blockBytes() {
        return encryption.blockBytes;
    }

    /** Returns whether the data encryption is too weak for long sessions; a WSDL of the network cannot choose such a suite. */
    public boolean isWeak() {
        return encryption == Encryption.TRIPLE_DES;
    }

    private static String names() {
        return Arrays.stream(values()).map(AlgorithmSuite::configurationName).collect(Collectors.joining(", "));
    }

    private enum Hash {
        SHA1(
                "http://www.w3.org/2000/09/xmldsig#sha1",
                "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        SHA256(
                "http://www.w3.org/2001/04/xmlenc#sha256",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");

        private final String digestUri;
        private final String hmacUri;
        private final String rsaUri;

        Hash(String digestUri, String hmacUri, String rsaUri) {
            this.digestUri = digestUri;
            this.hmacUri = hmacUri;
            this.rsaUri = rsaUri;
        }
    }

    private enum KeyWrap {
        RSA_OAEP("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"),
        RSA_15("http://www.w3.org/2001/04/xmlenc#rsa-1_5");

        private final String uri;

        KeyWrap(String uri) {
            this.uri = uri;
        }
    }

    private enum Encryption {
        // Interop: WCF derives 24 bytes for the HMAC under the 256-bit suites and refuses less.
        AES_256("http://www.w3.org/2001/04/xmlenc#aes256-cbc", 32, 24, 16),
        AES_192("http://www.w3.org/2001/04/xmlenc#aes192-cbc", 24, 24, 16),
        AES_128("http://www.w3.org/2001/04/xmlenc#aes128-cbc", 16, 16, 16),
        TRIPLE_DES("http://www.w3.org/2001/04/xmlenc#tripledes-cbc", 24, 24, 8);

        private final String uri;
        private final int secretBytes;
        private final int signatureKeyBytes;
        private final int blockBytes;

        Encryption(String uri, int secretBytes, int signatureKeyBytes, int blockBytes) {
            this.uri = uri;
            this.secretBytes = secretBytes;
            this.signatureKeyBytes = signatureKeyBytes;
            this.blockBytes = blockBytes;
        }
    }
}
