// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import org.apache.wss4j.common.crypto.PasswordEncryptor;

/** Returns passwords as they are. Without this class CXF would use Jasypt to decrypt them, which is not on this class path. */
record PlainPasswords() implements PasswordEncryptor {
    @Override
    public String encrypt(String password) {
        return password;
    }

    @Override
    public String decrypt(String encryptedPassword) {
        return encryptedPassword;
    }
}
