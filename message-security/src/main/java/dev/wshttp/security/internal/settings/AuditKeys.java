// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.AUDIT_MESSAGE_AUTHENTICATION;
import static dev.wshttp.security.internal.settings.SettingKey.AUDIT_SERVICE_AUTHORIZATION;
import static dev.wshttp.security.internal.settings.SettingKey.AUDIT_SUPPRESS_FAILURE;

import dev.wshttp.security.audit.AuditSettings;
import dev.wshttp.security.audit.AuditSettings.OnFailure;

/** The keys of the audit trail. Each key that is not set leaves WCF's default in place. */
final class AuditKeys {
    private AuditKeys() {}

    /** Reads the keys; a failure becomes a problem of the settings. */
    static AuditSettings read(Settings settings) {
        AuditSettings standard = AuditSettings.DEFAULT;
        boolean suppresses =
                settings.optional(AUDIT_SUPPRESS_FAILURE, Format.FLAG).orElse(true);
        return standard.withMessageAuthentication(settings.optional(AUDIT_MESSAGE_AUTHENTICATION, Format.AUDIT_LEVEL)
                        .orElse(standard.messageAuthentication()))
                .withServiceAuthorization(settings.optional(AUDIT_SERVICE_AUTHORIZATION, Format.AUDIT_LEVEL)
                        .orElse(standard.serviceAuthorization()))
                .withOnFailure(suppresses ? OnFailure.CONTINUE : OnFailure.REFUSE);
    }
}
