// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.BadPaddingException;

/**
 * What a PKCS#12 file has beyond what Java's key store shows (RFC 7292): certificates that carry no mark of trust, as OpenSSL and Windows write them, keys that
 * are not encrypted, and the names of algorithms that this Java does not have. It does not verify the MAC of the file, which is the task of the key store. Not
 * safe for use by several threads.
 */
final class Pkcs12Content {
    private static final String DATA = "1.2.840.113549.1.7.1";
    private static final String ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
    private static final String BAGS = "1.2.840.113549.1.12.10.1.";
    private static final String ENCRYPTED_KEY_BAG = BAGS + "2";
    private static final String CERTIFICATE_BAG = BAGS + "3";
    private static final String X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
    private static final String PBMAC1 = "1.2.840.113549.1.5.14";
    private static final int VERSION = 3;

    private final char[] password;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> plainKeys = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean mayHaveKeys;

    private Pkcs12Content(char[] password) {
        this.password = password;
    }

    /** Returns whether octets begin like a PKCS#12 file. */
    static boolean isOne(byte[] octets) {
        try {
            Ber file = Ber.read(octets);
            Ber version = file.child(0);
            return file.is(Ber.SEQUENCE)
                    && version.is(Ber.INTEGER)
                    && version.content().length == 1
                    && version.content()[0] == VERSION
                    && !file.child(1).child(0).objectIdentifier().isEmpty();
        } catch (IOException another) {
            return false;
        }
    }

    /** Returns whether a file may have a key that is not encrypted, without decrypting anything. */
    static boolean mayHavePlainKeys(byte[] octets) {
        try {
            Ber info = Ber.read(octets).child(1);
            for (Ber part : Ber.read(info.child(1).child(0).octets()).children()) {
                if (part.child(0).objectIdentifier().equals(DATA)
                        && mayHavePlainKeys(Ber.read(part.child(1).child(0).octets()))) {
                    return true;
                }
            }
            return false;
        } catch (IOException unusual) {
            return true;
        }
    }

    private static boolean mayHavePlainKeys(Ber bags) throws IOException {
        for (Ber bag : bags.children()) {
            String type = bag.child(0).objectIdentifier();
            if (!type.equals(ENCRYPTED_KEY_BAG) && !type.equals(CERTIFICATE_BAG)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is damaged
     */
    static Pkcs12Content read(byte[] octets, char[] password) throws IOException {
        var content = new Pkcs12Content(password);
        Ber file = Ber.read(octets);
        Ber info = file.child(1);
        if (!info.child(0).objectIdentifier().equals(DATA)) {
            content.problems.add("it is protected by a signature or for a certificate, not by a password");
            return content;
        }
        if (file.children().size() > 2) {
            content.readMac(file.child(2));
        }
        for (Ber part : Ber.read(info.child(1).child(0).octets()).children()) {
            content.readPart(part);
        }
        return content;
    }

    private void readMac(Ber mac) throws IOException {
        Ber algorithm = mac.child(0).child(0);
        if (algorithm.child(0).objectIdentifier().equals(PBMAC1)) {
            problems.add("its MAC is '" + EncryptedContent.nameOf(algorithm) + "', which this Java may not know");
        }
    }

    private void readPart(Ber part) throws IOException {
        String type = part.child(0).objectIdentifier();
        if (type.equals(DATA)) {
            readBags(part.child(1).child(0).octets());
        } else if (type.equals(ENCRYPTED_DATA)) {
            Ber info = part.child(1).child(0).child(1);
            byte[] bags =
                    decrypted(new EncryptedContent(info.child(1), info.child(2).octets()), "certificates");
            if (bags.length > 0) {
                readBags(bags);
            } else {
                mayHaveKeys = true;
            }
        } else {
            mayHaveKeys = true;
            problems.add("a part is not protected by a password (" + type + ")");
        }
    }

    private void readBags(byte[] bags) throws IOException {
        for (Ber bag : Ber.read(bags).children()) {
            readBag(bag);
        }
    }

    private void readBag(Ber bag) throws IOException {
        Ber value = bag.child(1).child(0);
        switch (bag.child(0).objectIdentifier()) {
            case BAGS + "1" -> readPlainKey(value);
            case ENCRYPTED_KEY_BAG -> {
                mayHaveKeys = true;
                decrypted(EncryptedContent.ofKey(value), "a key");
            }
            case CERTIFICATE_BAG -> readCertificate(value);
            case BAGS + "6" -> readBags(value.encoded());
            default -> {
                // A revocation list or a secret, which nothing here needs.
            }
        }
    }

    private void readPlainKey(Ber key) {
        mayHaveKeys = true;
        try {
            plainKeys.add(PrivateKeys.of(key.encoded()));
        } catch (GeneralSecurityException unusual) {
            problems.add("a key is of a kind that this Java does not read: " + unusual.getMessage());
        }
    }

    private void readCertificate(Ber bag) throws IOException {
        if (!bag.child(0).objectIdentifier().equals(X509_CERTIFICATE)) {
            problems.add("a certificate is not of X.509");
            return;
        }
        try {
            byte[] encoded = bag.child(1).child(0).octets();
            certificates.add((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (GeneralSecurityException damaged) {
            problems.add("a certificate is damaged");
        }
    }

    /** Returns the octets; empty if they cannot be decrypted, which becomes a problem. */
    private byte[] decrypted(EncryptedContent content, String what) {
        try {
            return content.decrypt(password);
        } catch (BadPaddingException wrongPassword) {
            problems.add("it has " + what + " encrypted with another password than that of the file");
        } catch (GeneralSecurityException | IOException unknown) {
            problems.add("it has " + what + " encrypted with '" + content.algorithmName()
                    + "', which this Java does not read");
        }
        return new byte[0];
    }

    /** Returns all certificates, in the order of the file. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** Returns whether there is a key, or a part that cannot be read and may have one. */
    boolean mayHaveKeys() {
        return mayHaveKeys;
    }

    /** Returns the keys that are not encrypted. */
    List<PrivateKey> plainKeys() {
        return plainKeys;
    }

    /** Returns what cannot be read, as parts of sentences. */
    List<String> problems() {
        return problems.stream().distinct().toList();
    }
}
