// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.certs.TestCredential;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider with a key store that is no file, as that of a token: it opens with a PIN and gives keys without a password. */
public final class KeyStoreOfTest extends Provider {
    /** The name of the provider. */
    public static final String PROVIDER = "KeyStoreOfTest";

    /** The type of its key store. */
    public static final String TYPE = "KeysOfTest";

    @Serial
    private static final long serialVersionUID = 1;

    /** Has these credentials, and an authority without a key. */
    @SuppressWarnings("this-escape")
    public KeyStoreOfTest(String pin, TestCredential service, TestCredential client, X509Certificate authority) {
        super(PROVIDER, "1", "A key store for tests");
        putService(new Service(this, "KeyStore", TYPE, Keys.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
                return new Keys(pin, List.of(service, client), authority);
            }
        });
    }

    private static final class Keys extends KeyStoreSpi {
        private final String pin;
        private final Map<String, TestCredential> credentials = new LinkedHashMap<>();
        private final X509Certificate authority;

        Keys(String pin, List<TestCredential> credentials, X509Certificate authority) {
            this.pin = pin;
            credentials.forEach(each -> this.credentials.put(each.name(), each));
            this.authority = authority;
        }

        @Override
        public void engineLoad(@Nullable InputStream none, char @Nullable [] password) throws IOException {
            if (password == null || !Arrays.equals(password, pin.toCharArray())) {
                throw new IOException("load failed", new IllegalArgumentException("wrong PIN"));
            }
        }

        @Override
        public Enumeration<String> engineAliases() {
            var aliases = new java.util.ArrayList<>(credentials.keySet());
            aliases.add("authority");
            return Collections.enumeration(aliases);
        }

        @Override
        public @Nullable Key engineGetKey(String alias, char @Nullable [] password) throws NoSuchAlgorithmException {
            if (password != null) {
                throw new NoSuchAlgorithmException("keys have no password");
            }
            TestCredential credential = credentials.get(alias);
            return credential == null ? null : credential.key();
        }

        @Override
        public Certificate @Nullable [] engineGetCertificateChain(String alias) {
            TestCredential credential = credentials.get(alias);
            return credential == null ? null : credential.chain().toArray(Certificate[]::new);
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            TestCredential credential = credentials.get(alias);
            return credential == null ? authority : credential.certificate();
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return credentials.containsKey(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return !engineIsKeyEntry(alias);
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return true;
        }

        @Override
        public int engineSize() {
            return credentials.size() + 1;
        }

        @Override
        public @Nullable Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public @Nullable String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {
            throw new UnsupportedOperationException();
        }
    }
}
