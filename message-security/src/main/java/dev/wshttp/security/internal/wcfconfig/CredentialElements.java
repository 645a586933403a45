// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.wcfconfig.Rule.key;
import static dev.wshttp.security.internal.wcfconfig.Rule.none;
import static dev.wshttp.security.internal.wcfconfig.Rule.only;
import static dev.wshttp.security.internal.wcfconfig.Rule.read;
import static dev.wshttp.security.internal.wcfconfig.WcfType.FLAG;
import static dev.wshttp.security.internal.wcfconfig.WcfType.NAME;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TEXT;

import java.util.List;

/** The elements of credentials and identities, with WCF's defaults. */
final class CredentialElements {
    private static final String CERTIFICATES_ONLY = "certificates are the only credentials. Remove it.";
    private static final String DOTNET_CODE = "it is .NET code. Do the same in Java, and remove it.";
    private static final String NO_WINDOWS = "there are no Windows accounts. Remove it.";
    private static final String USE_DNS = "only a certificate proves a service here. Use <dns value=\"...\"/>.";

    static final ElementRules CLIENT_CREDENTIALS = ElementRules.of(
            "clientCredentials",
            only("type", TEXT, "", DOTNET_CODE),
            only("useIdentityConfiguration", FLAG, "false", DOTNET_CODE),
            only("supportInteractive", FLAG, "true", "there is no dialog with a user here. Remove it."),
            none("httpDigest", CERTIFICATES_ONLY),
            none("issuedToken", CERTIFICATES_ONLY),
            none("peer", CERTIFICATES_ONLY),
            none("userName", CERTIFICATES_ONLY),
            none("windows", CERTIFICATES_ONLY));

    static final ElementRules CLIENT_CERTIFICATE = lookup("clientCertificate");

    static final ElementRules SERVICE_CERTIFICATE_OF_CLIENT = ElementRules.of(
            "serviceCertificate", none("sslCertificateAuthentication", "the transport is http. Remove it."));

    static final ElementRules DEFAULT_CERTIFICATE = lookup("defaultCertificate");

    static final ElementRules SCOPED_CERTIFICATE = ElementRules.of(
            "add",
            read("targetUri"),
            read("findValue"),
            read("x509FindType"),
            read("storeLocation"),
            read("storeName"));

    static final ElementRules AUTHENTICATION_OF_SERVICE = ElementRules.of(
            "authentication",
            read("certificateValidationMode"),
            read("revocationMode"),
            read("trustedStoreLocation"),
            only("customCertificateValidatorType", TEXT, "", DOTNET_CODE));

    static final ElementRules SERVICE_CREDENTIALS = ElementRules.of(
            "serviceCredentials",
            only("type", TEXT, "", DOTNET_CODE),
            only("useIdentityConfiguration", FLAG, "false", DOTNET_CODE),
            only("identityConfiguration", TEXT, "", DOTNET_CODE),
            none("issuedTokenAuthentication", CERTIFICATES_ONLY),
            none("peer", CERTIFICATES_ONLY),
            none("secureConversationAuthentication", "tokens of sessions are the service's own. Remove it."),
            none("userNameAuthentication", CERTIFICATES_ONLY),
            none("windowsAuthentication", CERTIFICATES_ONLY));

    static final ElementRules SERVICE_CERTIFICATE = lookup("serviceCertificate");

    static final ElementRules CLIENT_CERTIFICATE_OF_SERVICE = ElementRules.of(
            "clientCertificate", none("certificate", "clients show their certificates themselves. Remove it."));

    static final ElementRules AUTHENTICATION_OF_CLIENT = ElementRules.of(
            "authentication",
            read("certificateValidationMode"),
            read("revocationMode"),
            read("trustedStoreLocation"),
            only("customCertificateValidatorType", TEXT, "", DOTNET_CODE),
            // Whose groups would they be: no account, no groups.
            read("includeWindowsGroups"),
            only("mapClientCertificateToWindowsAccount", FLAG, "false", NO_WINDOWS));

    static final ElementRules IDENTITY = ElementRules.of(
            "identity",
            none("rsa", USE_DNS),
            none("servicePrincipalName", USE_DNS),
            none("userPrincipalName", USE_DNS));

    static final ElementRules DNS = ElementRules.of("dns", key("value", NAME, "identity.dns"));

    static final ElementRules CERTIFICATE = ElementRules.of("certificate", read("encodedValue"));

    static final ElementRules CERTIFICATE_REFERENCE = ElementRules.of(
            "certificateReference",
            read("findValue"),
            read("x509FindType"),
            read("storeLocation"),
            read("storeName"),
            only("isChainIncluded", FLAG, "false", "the identity is one certificate. Remove it."));

    static final List<ElementRules> ALL = List.of(
            CLIENT_CREDENTIALS,
            CLIENT_CERTIFICATE,
            SERVICE_CERTIFICATE_OF_CLIENT,
            DEFAULT_CERTIFICATE,
            SCOPED_CERTIFICATE,
            AUTHENTICATION_OF_SERVICE,
            SERVICE_CREDENTIALS,
            SERVICE_CERTIFICATE,
            CLIENT_CERTIFICATE_OF_SERVICE,
            AUTHENTICATION_OF_CLIENT,
            IDENTITY,
            DNS,
            CERTIFICATE,
            CERTIFICATE_REFERENCE);

    private CredentialElements() {}

    private static ElementRules lookup(String element) {
        return ElementRules.of(
                element, read("findValue"), read("x509FindType"), read("storeLocation"), read("storeName"));
    }
}
