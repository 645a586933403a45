// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Mode;
import dev.wshttp.interop.Side;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;

/** The settings that CXF needs in addition to the policy: keys, trusted certificates, and exceptions from the Basic Security Profile for WCF. */
final class CxfSecurity {
    // CXF looks for the settings of the messages that open a session under names with this ending.
    private static final String BOOTSTRAP = ".sct";

    private CxfSecurity() {}

    static Map<String, Object> settings(Mode mode, CredentialFolder folder, Side side) {
        String password = folder.password(side);
        var settings = new HashMap<String, Object>();
        settings.put(SecurityConstants.SIGNATURE_CRYPTO, crypto(folder, side));
        settings.put(SecurityConstants.SIGNATURE_USERNAME, side.alias());
        settings.put(SecurityConstants.ENCRYPT_CRYPTO, crypto(folder, side));
        settings.put(SecurityConstants.ENCRYPT_USERNAME, Side.SERVICE.alias());
        settings.put(SecurityConstants.CALLBACK_HANDLER, (CallbackHandler) callbacks -> answer(callbacks, password));
        settings.put(SecurityConstants.PASSWORD_ENCRYPTOR_INSTANCE, new PlainPasswords());
        if (mode == Mode.SESSION) {
            Map.copyOf(settings).forEach((name, value) -> settings.put(name + BOOTSTRAP, value));
        }
        return settings;
    }

    /** Returns one store for both purposes: CXF takes the key to decrypt with from the crypto for signatures. */
    private static Crypto crypto(CredentialFolder folder, Side side) {
        var crypto = new Merlin();
        crypto.setKeyStore(folder.keys(side));
        crypto.setTrustStore(folder.trusted(side));
        return crypto;
    }

    private static void answer(Callback[] callbacks, String password) {
        for (Callback callback : callbacks) {
            if (callback instanceof WSPasswordCallback asked) {
                asked.setPassword(password);
            }
        }
    }
}
